import LazaretAdapters
import LazaretCore

/// A record of the quarantine as a line, as a page and as JSON.
struct QuarantineRecordText {
  private let record: QuarantineRecord
  private let reviews: [Review]

  /// - Parameter reviews: of this chunk, the earliest first.
  init(_ record: QuarantineRecord, reviews: [Review] = []) {
    self.record = record
    self.reviews = reviews
  }

  /// `id  source/uri#ordinal  reason`, for a list.
  var line: String {
    let more = record.reasons.count > 1 ? " (and \(record.reasons.count - 1) more)" : ""
    return "\(record.id.text)  \(place)  \(record.reasons.first?.description ?? "held")\(more)"
  }

  var page: [String] {
    var lines = [
      "record    \(record.id.text)",
      "document  \(record.source)/\(record.uri)" + (record.title.map { " (\($0))" } ?? ""),
      "place     \(record.lane.rawValue) chunk \(record.ordinal), bytes \(record.span.start) to \(record.span.end)"
        + (record.page.map { ", page \($0)" } ?? ""),
    ]
    if !record.headingPath.isEmpty {
      lines.append("under     \(record.headingPath.joined(separator: " > "))")
    }
    lines.append("since     \(record.since)")
    lines.append("run       \(record.run)")
    for reason in record.reasons { lines.append("reason    \(reason)") }
    for judged in record.findings {
      let span = judged.finding.span.map { " at bytes \($0.start) to \($0.end)" } ?? ""
      lines.append(
        "finding   \(judged.finding.screener): \(judged.finding.label)\(span), \(judged.action.rawValue)")
    }
    for review in reviews {
      lines.append(
        "review    \(review.at) \(review.reviewer) \(review.verdict.rawValue) it: \(review.reason)")
    }
    if let text = record.text {
      lines.append("text")
      lines.append(Self.harmless(text))
    }
    return lines
  }

  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("id", record.id.text)
      json.field("document_id", record.documentID.text)
      json.field("source", record.source)
      json.field("uri", record.uri)
      json.field("title", record.title)
      json.fieldIfPresent("language", record.language)
      json.fieldIfPresent("modified", record.modified)
      json.fieldIfPresent("fetched_at", record.fetched)
      json.field("lane", record.lane.rawValue)
      json.field("ordinal", record.ordinal)
      json.field("start", record.span.start)
      json.field("end", record.span.end)
      json.key("heading_path")
      json.strings(record.headingPath)
      json.fieldIfPresent("page", record.page)
      json.field("state", ChunkState.quarantined.rawValue)
      json.key("reasons")
      json.strings(record.reasons.map(\.description))
      json.key("findings")
      json.array(record.findings) { json, judged in json.finding(judged) }
      json.field("since", record.since)
      json.field("run_id", record.run)
      if !reviews.isEmpty {
        json.key("reviews")
        json.array(reviews) { json, review in
          json.object { json in
            json.field("id", review.id.text)
            json.field("at", review.at)
            json.field("reviewer", review.reviewer)
            json.field("verdict", review.verdict.rawValue)
            json.field("reason", review.reason)
          }
        }
      }
      if let text = record.text {
        json.field("text", text)
      }
    }
    json.endLine()
    return json.bytes
  }

  private var place: String {
    "\(record.source)/\(record.uri)#\(record.lane == .hidden ? "hidden-" : "")\(record.ordinal)"
  }

  /// The text with control, format and tag characters written out: what was held for hiding something
  /// must not hide it from the reviewer, nor drive the terminal.
  static func harmless(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n" && scalar != "\t",
        .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
        shown += "<U+\(hexadecimal(scalar.value))>"
      default:
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
