package import LazaretCore

/// One document of the Dolma toolkit a line; its files commonly end in `.jsonl.gz`. Corpora of that kind are
/// made whole, so there is no delta.
package struct Dolma: Exporter {
  package let name = "dolma"

  package init() {}

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    JSONText.line { json in
      json.field("id", chunk.id.text)
      json.field("text", chunk.text)
      json.field("source", chunk.source)
      // The row's own run and not the present time: the same corpus gives the same bytes.
      json.field("added", ULID(chunk.run)?.timestamp.iso8601)
      json.field("created", chunk.modified)
      json.key("metadata")
      json.provenance(of: chunk, except: ["source"])
    }
  }
}
