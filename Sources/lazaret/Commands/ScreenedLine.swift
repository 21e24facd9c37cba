import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// One line of `screen`: what came in, and what goes out for it.
struct ScreenedLine: Sendable {
  private let number: Int
  private let content: Content

  private enum Content: Sendable {
    case text(id: ID, String)
    case broken(String)
  }

  /// The caller's own name for the line, given back as it came.
  private enum ID: Sendable {
    case string(String)
    case number(Int)
  }

  init(number: Int, _ line: LineReader.Line) {
    self.number = number
    switch line {
    case .tooLong: content = .broken("the line is too long to be read as one text")
    case .text(let bytes): content = Self.content(of: bytes)
    }
  }

  private static func content(of bytes: [UInt8]) -> Content {
    guard let object = try? JSONDecoder().decode(Incoming.self, from: Data(bytes)) else {
      return .broken("the line is no JSON object with a text \"id\" and a text \"text\"")
    }
    return .text(id: object.id, object.text)
  }

  private struct Incoming: Decodable {
    let id: ID
    let text: String

    private enum CodingKeys: String, CodingKey { case id, text }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let text = try? container.decode(String.self, forKey: .id) {
        id = .string(text)
      } else {
        id = .number(try container.decode(Int.self, forKey: .id))
      }
      text = try container.decode(String.self, forKey: .text)
    }
  }

  struct Answer: Sendable {
    let json: [UInt8]
    let isUnscreened: Bool
  }

  func answer(_ screening: TextScreening) async throws -> Answer {
    switch content {
    case .broken(let why):
      var json = JSONText()
      json.object { json in
        json.field("line", number)
        json.field("state", ChunkState.unscreened.rawValue)
        json.key("reasons")
        json.strings([why])
      }
      json.endLine()
      return Answer(json: json.bytes, isUnscreened: true)
    case .text(let id, let text):
      let verdict = try await screening.verdict(on: text)
      return Answer(json: Self.json(id, verdict), isUnscreened: verdict.state == .unscreened)
    }
  }

  private static func json(_ id: ID, _ verdict: TextScreening.Verdict) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.key("id")
      switch id {
      case .string(let text): json.string(text)
      case .number(let number): json.number(number)
      }
      json.field("state", verdict.state.rawValue)
      if let released = verdict.released {
        json.field("text", released.text)
      }
      json.key("masks")
      json.masks(verdict.released?.masks ?? [])
      json.key("findings")
      json.array(verdict.findings) { json, judged in json.finding(judged) }
      json.key("reasons")
      json.strings(verdict.reasons.map(\.description))
    }
    json.endLine()
    return json.bytes
  }
}

extension JSONText {
  /// A finding as `screen` and `quarantine` show it.
  mutating func finding(_ judged: JudgedFinding) {
    object { json in
      json.field("screener", judged.finding.screener)
      json.field("label", judged.finding.label.rawValue)
      json.field("action", judged.action.rawValue)
      if let span = judged.finding.span {
        json.field("start", span.start)
        json.field("end", span.end)
      }
      if let note = judged.finding.note {
        json.field("note", note)
      }
    }
  }
}
