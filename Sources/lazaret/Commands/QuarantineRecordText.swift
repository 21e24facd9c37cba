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
    let reason = HarmlessText.line(record.reasons.first?.description ?? "held")
    return "\(record.id.text)  \(HarmlessText.line(place))  \(reason)\(more)"
  }

  var page: [String] {
    var lines = [
      "record    \(record.id.text)",
      "document  "
        + HarmlessText.line("\(record.source)/\(record.uri)" + (record.title.map { " (\($0))" } ?? "")),
      "place     \(record.lane.rawValue) chunk \(record.ordinal), bytes \(record.span.start) to \(record.span.end)"
        + (record.page.map { ", page \($0)" } ?? ""),
    ]
    if !record.headingPath.isEmpty {
      lines.append("under     \(HarmlessText.line(record.headingPath.joined(separator: " > ")))")
    }
    lines.append("since     \(record.since)")
    lines.append("run       \(record.run)")
    lines.append("policy    \(record.policy.hex)")
    if !record.screenedBy.isEmpty {
      lines.append(
        "answered  \(record.screenedBy.joined(separator: ", "))" + (record.isDisputed ? ", who disagree" : "")
      )
    }
    for reason in record.reasons { lines.append("reason    \(HarmlessText.line(reason.description))") }
    for (place, judged) in record.findings.enumerated() {
      let finding = judged.finding
      let span = finding.span.map { " at bytes \($0.start) to \($0.end)" } ?? ", no proved place"
      let note = finding.note.map { " (\($0))" } ?? ""
      lines.append(
        "finding \(place + 1) "
          + HarmlessText.line(
            "\(finding.screener): \(finding.label)\(span), \(judged.action.rawValue)\(note)"))
    }
    lines += reviews.map(ReviewedChunkText.line)
    if let text = record.text {
      lines.append("text")
      lines.append(HarmlessText.marked(text, record.findings.map(\.finding.span)))
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
      json.key("screened_by")
      json.strings(record.screenedBy)
      json.field("disagreement", record.isDisputed)
      json.field("since", record.since)
      json.field("policy", record.policy.hex)
      json.field("run_id", record.run)
      if !reviews.isEmpty { json.reviews(reviews) }
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
}
