import LazaretCore

extension JSONText {
  /// Where a chunk comes from and why it may be there, as the object that frameworks call metadata. Flat, and
  /// without nulls: most vector stores take texts, numbers and booleans only. Lists stand as JSON in a text,
  /// headings as a path.
  mutating func provenance(of chunk: CleanChunk, except names: Set<String> = []) {
    object { json in
      func put(_ name: String, _ write: (inout JSONText) -> Void) {
        if names.contains(name) { return }
        json.key(name)
        write(&json)
      }
      put("document_id") { $0.string(chunk.documentID.text) }
      put("source") { $0.string(chunk.source) }
      put("uri") { $0.string(chunk.uri) }
      if let title = chunk.title { put("title") { $0.string(title) } }
      put("media_type") { $0.string(chunk.mediaType) }
      if let language = chunk.language { put("language") { $0.string(language) } }
      if let modified = chunk.modified { put("modified") { $0.string(modified) } }
      if let fetched = chunk.fetched { put("fetched_at") { $0.string(fetched) } }
      if let header = chunk.tableHeader { put("table_header") { $0.string(header) } }
      if let page = chunk.page { put("page") { $0.number(page) } }
      put("heading_path") { $0.string(chunk.headingPath.joined(separator: " > ")) }
      put("ordinal") { $0.number(chunk.ordinal) }
      put("start") { $0.number(chunk.span.start) }
      put("end") { $0.number(chunk.span.end) }
      put("sha256") { $0.string(chunk.digest.hex) }
      put("masked") { $0.boolean(!chunk.masks.isEmpty) }
      put("masks") { $0.string(JSONText.text { $0.masks(chunk.masks) }) }
      put("screened_by") { $0.string(chunk.screenedBy.joined(separator: ",")) }
      put("policy") { $0.string(chunk.policy.hex) }
      put("run_id") { $0.string(chunk.run) }
      if let release = chunk.release {
        put("released_by") { $0.string(release.reviewer) }
        put("review") { $0.string(release.review.text) }
      }
    }
  }

  static func text(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    write(&json)
    return json.text
  }

  /// One line: an object.
  static func line(_ members: (inout JSONText) -> Void) -> [UInt8] {
    var json = JSONText()
    json.object(members)
    json.endLine()
    return json.bytes
  }
}
