package import LazaretCore

/// One JSON object a line, always in the same order. What not every document has is left out where it is
/// missing: language, times, table header, page, and who released it. Every other key is present in every line.
package struct JSONLines: Exporter {
  package let name = "jsonl"
  package let deltaKey: String? = "id"
  package let proves = true

  package init() {}

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      if isUpsert { json.field("op", "upsert") }
      json.field("id", chunk.id.text)
      json.field("document_id", chunk.documentID.text)
      json.field("source", chunk.source)
      json.field("uri", chunk.uri)
      json.field("title", chunk.title)
      json.field("media_type", chunk.mediaType)
      json.fieldIfPresent("language", chunk.language)
      json.fieldIfPresent("modified", chunk.modified)
      json.fieldIfPresent("fetched_at", chunk.fetched)
      json.key("heading_path")
      json.strings(chunk.headingPath)
      json.fieldIfPresent("table_header", chunk.tableHeader)
      json.fieldIfPresent("page", chunk.page)
      json.field("ordinal", chunk.ordinal)
      json.field("start", chunk.span.start)
      json.field("end", chunk.span.end)
      json.field("text", chunk.text)
      json.field("sha256", chunk.digest.hex)
      json.field("masked", !chunk.masks.isEmpty)
      json.key("masks")
      json.masks(chunk.masks)
      json.key("screened_by")
      json.strings(chunk.screenedBy)
      json.field("policy", chunk.policy.hex)
      json.field("run_id", chunk.run)
      if let release = chunk.release {
        json.field("released_by", release.reviewer)
        json.field("review", release.review.text)
      }
      if let proof = chunk.proof {
        json.key("proof")
        json.array(proof) { json, answer in
          json.object { json in
            json.field("screener", answer.screener)
            json.field("fingerprint", answer.fingerprint.hex)
            json.field("text_sha256", answer.text.hex)
            json.field("request_id", answer.requestID)
            json.field("at", answer.at)
          }
        }
      }
    }
    json.endLine()
    return json.bytes
  }
}
