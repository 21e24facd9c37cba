import Foundation
import LazaretCore

/// The lists that stand in one column, as JSON. The keys belong to the file format and are spelled
/// out here: renaming a Swift property must not make old stores unreadable.
enum StoredJSON {
  static func text(of strings: [String]) -> String {
    if strings.isEmpty { return "[]" }
    var json = JSONText()
    json.strings(strings)
    return json.text
  }

  static func text(of masks: [MaskedText.Mask]) -> String {
    if masks.isEmpty { return "[]" }
    var json = JSONText()
    json.array(masks) { json, mask in
      json.object { json in
        json.field("label", mask.label.rawValue)
        json.field("start", mask.span.start)
        json.field("end", mask.span.end)
        json.field("original_start", mask.original.start)
        json.field("original_end", mask.original.end)
      }
    }
    return json.text
  }

  static func text(of reasons: [Reason]) -> String {
    var json = JSONText()
    json.array(reasons) { json, reason in
      json.object { json in
        json.field("code", reason.code.rawValue)
        json.member("screener", reason.screener)
        json.member("label", reason.label?.rawValue)
        json.member("detail", reason.detail)
      }
    }
    return json.text
  }

  static func text(of findings: [Finding]) -> String {
    if findings.isEmpty { return "[]" }
    var json = JSONText()
    write(findings, to: &json)
    return json.text
  }

  static func write(_ findings: [Finding], to json: inout JSONText) {
    json.array(findings) { json, finding in
      json.object { json in
        json.field("screener", finding.screener)
        json.field("label", finding.label.rawValue)
        if let span = finding.span {
          json.field("start", span.start)
          json.field("end", span.end)
        }
        json.member("vendor_action", finding.vendorAction?.rawValue)
        json.member("note", finding.note)
      }
    }
  }

  static func text(of evidence: Screening.Evidence) -> String {
    var json = JSONText()
    write(evidence, to: &json)
    return json.text
  }

  static func write(_ evidence: Screening.Evidence, to json: inout JSONText) {
    json.object { json in
      json.member("request_id", evidence.requestID)
      json.key("policies")
      json.strings(evidence.policies)
      json.key("detectors")
      json.strings(evidence.detectors)
      json.member("build", evidence.build)
      json.member("mode", evidence.mode?.rawValue)
      if !evidence.readings.isEmpty {
        json.key("readings")
        json.strings(evidence.readings.map(\.rawValue))
      }
    }
  }

  static func text(of names: WithheldNames) -> String {
    var json = JSONText()
    json.object { json in
      json.member("title", names.title)
      json.key("headings")
      json.object { json in
        for (chunk, path) in names.headings.sorted(by: { $0.key < $1.key }) {
          json.key(chunk)
          json.strings(path)
        }
      }
    }
    return json.text
  }

  /// `nil` when every screener was shown the whole window.
  static func pieces(of window: ScreenedWindow) -> String? {
    if window.pieces.isEmpty { return nil }
    var json = JSONText()
    json.object { json in
      for (screener, digests) in window.pieces.sorted(by: { $0.key < $1.key }) {
        json.key(screener)
        json.strings(digests.map(\.hex))
      }
    }
    return json.text
  }

  static func pieces(_ text: String) throws -> [String: [Digest]] {
    try decode([String: [String]].self, text).mapValues { $0.map { Digest(hex: $0) } }
  }

  static func withheldNames(_ text: String) throws -> WithheldNames {
    let stored = try decode(StoredNames.self, text)
    return WithheldNames(title: stored.title, headings: stored.headings)
  }

  static func readings(_ text: String) throws -> Set<OffsetReading> {
    Set(try strings(text).map { try known($0) })
  }

  static func strings(_ text: String) throws -> [String] {
    text == "[]" ? [] : try decode([String].self, text)
  }

  static func masks(_ text: String) throws -> [MaskedText.Mask] {
    try text == "[]" ? [] : decode([StoredMask].self, text).map { try $0.mask }
  }

  static func reasons(_ text: String) throws -> [Reason] {
    try decode([StoredReason].self, text).map { try $0.reason }
  }

  static func findings(_ text: String) throws -> [Finding] {
    try text == "[]" ? [] : decode([StoredFinding].self, text).map { try $0.finding }
  }

  static func evidence(_ text: String) throws -> Screening.Evidence {
    try decode(StoredEvidence.self, text).evidence
  }

  fileprivate static func known<Value: RawRepresentable<String>>(_ text: String) throws -> Value {
    guard let value = Value(rawValue: text) else { throw Unreadable() }
    return value
  }

  /// A column that does not hold what was once written to it.
  struct Unreadable: Error {}

  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else { throw Unreadable() }
    return value
  }

  static func span(_ start: Int, _ end: Int) throws -> TextSpan {
    guard 0 <= start, start <= end else { throw Unreadable() }
    return TextSpan(start, end)
  }
}

extension JSONText {
  /// The member, unless there is nothing to say.
  fileprivate mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }
}

private struct StoredMask: Decodable {
  var label: String
  var start: Int
  var end: Int
  var original_start: Int
  var original_end: Int

  var mask: MaskedText.Mask {
    get throws {
      MaskedText.Mask(
        label: Label(label), span: try StoredJSON.span(start, end),
        original: try StoredJSON.span(original_start, original_end))
    }
  }
}

private struct StoredReason: Decodable {
  var code: String
  var screener: String?
  var label: String?
  var detail: String?

  var reason: Reason {
    get throws {
      guard let code = Reason.Code(rawValue: code) else { throw StoredJSON.Unreadable() }
      return Reason(code, screener: screener, label: label.map { Label($0) }, detail: detail)
    }
  }
}

/// A finding as it is read back.
struct StoredFinding: Decodable {
  var screener: String
  var label: String
  var start: Int?
  var end: Int?
  var vendor_action: String?
  var note: String?

  var finding: Finding {
    get throws {
      var span: TextSpan?
      switch (start, end) {
      case (let start?, let end?): span = try StoredJSON.span(start, end)
      case (nil, nil): span = nil
      default: throw StoredJSON.Unreadable()
      }
      var vendorAction: Action?
      if let vendor_action {
        guard let action = Action(rawValue: vendor_action) else { throw StoredJSON.Unreadable() }
        vendorAction = action
      }
      return Finding(
        screener: screener, label: Label(label), span: span, vendorAction: vendorAction, note: note)
    }
  }
}

private struct StoredNames: Decodable {
  var title: String?
  var headings: [String: [String]]
}

/// Evidence as it is read back.
struct StoredEvidence: Decodable {
  var request_id: String?
  var policies: [String]
  var detectors: [String]
  var build: String?
  var mode: String?
  var readings: [String]?

  var evidence: Screening.Evidence {
    get throws {
      Screening.Evidence(
        requestID: request_id, policies: policies, detectors: detectors, build: build,
        mode: try mode.map { try StoredJSON.known($0) },
        readings: try (readings ?? []).map { try StoredJSON.known($0) })
    }
  }
}
