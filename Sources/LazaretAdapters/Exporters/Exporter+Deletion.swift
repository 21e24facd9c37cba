package import LazaretCore

extension Exporter {
  /// The row of a delta that says that a chunk is to be dropped; `nil` when the format has none.
  package func deletion(of id: ChunkID) -> [UInt8]? {
    guard let deltaKey else { return nil }
    var json = JSONText()
    json.object { json in
      json.field("op", "delete")
      json.field(deltaKey, id.text)
    }
    json.endLine()
    return json.bytes
  }
}
