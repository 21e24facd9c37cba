import LazaretAdapters
import LazaretCore

/// A chunk that is not held, as a page and as JSON: how it stands, and what people decided about it.
struct ReviewedChunkText {
  private let id: ChunkID
  private let chunk: ReviewableChunk?
  private let reviews: [Review]

  /// - Parameter chunk: `nil` when it is stored no more.
  init(_ id: ChunkID, chunk: ReviewableChunk?, reviews: [Review]) {
    self.id = id
    self.chunk = chunk
    self.reviews = reviews
  }

  var page: [String] {
    var lines = ["chunk     \(id.text)"]
    if let place { lines.append("document  \(HarmlessText.line(place.source + "/" + place.uri))") }
    lines.append(
      "state     \(chunk?.state.rawValue ?? "gone: its text changed, or its document was deleted")"
        + (chunk == nil ? "" : ", not held"))
    return lines + reviews.map(Self.line)
  }

  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("id", id.text)
      json.field("document_id", chunk?.documentID.text ?? reviews.first?.documentID.text)
      json.field("source", place?.source)
      json.field("uri", place?.uri)
      json.field("state", chunk?.state.rawValue ?? "gone")
      json.reviews(reviews)
    }
    json.endLine()
    return json.bytes
  }

  /// One review, for a page.
  static func line(_ review: Review) -> String {
    "review    \(review.at) \(HarmlessText.line(review.reviewer)) \(review.verdict.rawValue) it: "
      + HarmlessText.line(review.reason)
  }

  private var place: (source: String, uri: String)? {
    chunk.map { ($0.source, $0.uri) } ?? reviews.first.map { ($0.source, $0.uri) }
  }
}

extension JSONText {
  mutating func reviews(_ reviews: [Review]) {
    key("reviews")
    array(reviews) { json, review in
      json.object { json in
        json.field("id", review.id.text)
        json.field("at", review.at)
        json.field("reviewer", review.reviewer)
        json.field("verdict", review.verdict.rawValue)
        json.field("reason", review.reason)
        json.field("sha256", review.digest.hex)
      }
    }
  }
}
