package import LazaretCore

/// One Haystack `Document` a line, for `Document.from_dict`.
package struct Haystack: Exporter {
  package let name = "haystack"
  package let deltaKey: String? = "id"

  package init() {}

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    JSONText.line { json in
      if isUpsert { json.field("op", "upsert") }
      json.field("id", chunk.id.text)
      json.field("content", chunk.text)
      json.key("meta")
      json.provenance(of: chunk)
    }
  }
}
