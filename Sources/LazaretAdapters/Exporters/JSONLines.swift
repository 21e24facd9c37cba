package import LazaretCore

/// One JSON object a line, every key present in every line, always in the same order.
package struct JSONLines: Exporter {
  package let name = "jsonl"

  package init() {}

  package func row(for chunk: CleanChunk) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.key("id")
      json.string(chunk.id.text)
      json.key("document_id")
      json.string(chunk.documentID.text)
      json.key("source")
      json.string(chunk.source)
      json.key("uri")
      json.string(chunk.uri)
      json.key("title")
      json.string(chunk.title)
      json.key("media_type")
      json.string(chunk.mediaType)
      json.key("heading_path")
      json.strings(chunk.headingPath)
      json.key("ordinal")
      json.number(chunk.ordinal)
      json.key("start")
      json.number(chunk.span.start)
      json.key("end")
      json.number(chunk.span.end)
      json.key("text")
      json.string(chunk.text)
      json.key("sha256")
      json.string(chunk.digest.hex)
      json.key("masked")
      json.boolean(!chunk.masks.isEmpty)
      json.key("masks")
      json.masks(chunk.masks)
      json.key("screened_by")
      json.strings(chunk.screenedBy)
      json.key("policy")
      json.string(chunk.policy.hex)
      json.key("run_id")
      json.string(chunk.run)
    }
    json.endLine()
    return json.bytes
  }
}
