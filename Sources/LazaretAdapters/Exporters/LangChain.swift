package import LazaretCore

/// One LangChain `Document` a line: `Document(**row)`, or `JSONLoader` with `content_key="page_content"`.
package struct LangChain: Exporter {
  package let name = "langchain"
  package let deltaKey: String? = "id"

  package init() {}

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    JSONText.line { json in
      if isUpsert { json.field("op", "upsert") }
      json.field("id", chunk.id.text)
      json.field("page_content", chunk.text)
      json.key("metadata")
      json.provenance(of: chunk)
    }
  }
}
