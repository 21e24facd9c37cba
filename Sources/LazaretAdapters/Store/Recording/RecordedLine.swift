import Foundation
import LazaretCore

/// A line of a recording after the first: an answer, or a run that recorded some.
enum RecordedLine {
  case run(RecordedRun)
  case answer(RecordedAnswer)

  /// A line that is none of ours.
  struct Unreadable: Error {
    let why: String
  }

  /// - Parameter isSealed: what the header says.
  init(_ line: [UInt8], isSealed: Bool, decoder: JSONDecoder) throws(Unreadable) {
    guard let fields = try? decoder.decode(Fields.self, from: Data(line)) else {
      throw Unreadable(why: "is no JSON object with the fields of an answer")
    }
    guard let run = ULID(fields.run), run.text == fields.run else {
      throw Unreadable(why: "does not name a run")
    }
    guard let text = fields.text else {
      guard let policy = fields.policy else { throw Unreadable(why: "is neither an answer nor a run") }
      self = .run(RecordedRun(id: run, policy: Fingerprint(hex: policy)))
      return
    }
    let isDigest = text.utf8.count == 64 && text.utf8.allSatisfy { Self.hexadecimal.contains($0) }
    guard isDigest, let fingerprint = fields.fingerprint else {
      throw Unreadable(why: "does not say what it is an answer to")
    }
    let body: RecordedAnswer.Body
    switch (fields.answer, fields.sealed) {
    // A line in clear among sealed ones was put there by somebody without the key.
    case (let answer?, nil) where !isSealed: body = .clear(try Self.kept(answer))
    case (nil, let sealed?) where isSealed:
      guard let bytes = Data(base64Encoded: sealed) else { throw Unreadable(why: "is not sealed as it says") }
      body = .sealed(bytes)
    default: throw Unreadable(why: isSealed ? "is not sealed, as the others are" : "has no answer in clear")
    }
    self = .answer(
      RecordedAnswer(
        text: Digest(hex: text), fingerprint: Fingerprint(hex: fingerprint), run: run.text, body: body))
  }

  private static let hexadecimal = Set("0123456789abcdef".utf8)

  fileprivate static func kept(_ answer: Answer) throws(Unreadable) -> RecordedAnswer.Kept {
    do {
      return RecordedAnswer.Kept(
        screener: answer.screener, at: answer.at,
        screening: Screening(
          findings: try answer.findings.map { try $0.finding }, evidence: try answer.evidence.evidence))
    } catch {
      throw Unreadable(why: "holds an answer that cannot be read")
    }
  }

  private struct Fields: Decodable {
    var run: String
    var policy: String?
    var text: String?
    var fingerprint: String?
    var answer: Answer?
    var sealed: String?
  }

  fileprivate struct Answer: Decodable {
    var screener: String
    var at: String
    var findings: [StoredFinding]
    var evidence: StoredEvidence
  }
}

/// A recorded answer: what it is an answer to in clear, what it says perhaps sealed.
struct RecordedAnswer {
  let text: Digest
  let fingerprint: Fingerprint
  /// That recorded it. Of two answers to the same question the one of the later run counts.
  let run: String
  let body: Body

  enum Body {
    case clear(Kept)
    case sealed(Data)
  }

  struct Kept {
    let screener: String
    let at: String
    let screening: Screening
  }

  /// - Parameter seal: the one under which the recording is sealed.
  func opened(with seal: TextSeal?, decoder: JSONDecoder) throws(RecordedLine.Unreadable) -> KeptScreening {
    let kept: Kept
    switch body {
    case .clear(let clear): kept = clear
    case .sealed(let bytes):
      let place = Self.place(text, fingerprint, run: run)
      guard let plain = try? seal?.opened(bytes, for: place) else {
        throw RecordedLine.Unreadable(why: "was changed after it was sealed")
      }
      guard let answer = try? decoder.decode(RecordedLine.Answer.self, from: Data(plain.utf8)) else {
        throw RecordedLine.Unreadable(why: "holds an answer that cannot be read")
      }
      kept = try RecordedLine.kept(answer)
    }
    return KeptScreening(
      text: text, fingerprint: fingerprint, screener: kept.screener, screening: kept.screening, at: kept.at,
      run: run)
  }

  /// - Parameter seal: `nil` writes in clear.
  static func line(of kept: KeptScreening, seal: TextSeal?) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("text", kept.text.hex)
      json.field("fingerprint", kept.fingerprint.hex)
      json.field("run", kept.run)
      if let seal {
        var answer = JSONText()
        write(kept, to: &answer)
        let place = place(kept.text, kept.fingerprint, run: kept.run)
        json.field("sealed", seal.sealed(answer.text, for: place).base64EncodedString())
      } else {
        json.key("answer")
        write(kept, to: &json)
      }
    }
    json.endLine()
    return json.bytes
  }

  private static func write(_ kept: KeptScreening, to json: inout JSONText) {
    json.object { json in
      json.field("screener", kept.screener)
      json.field("at", kept.at)
      json.key("findings")
      StoredJSON.write(kept.screening.findings, to: &json)
      json.key("evidence")
      StoredJSON.write(kept.screening.evidence, to: &json)
    }
  }

  /// What a sealed answer is bound to: it opens in no other line.
  private static func place(_ text: Digest, _ fingerprint: Fingerprint, run: String) -> String {
    "recorded answer \(text.hex) \(fingerprint.hex) \(run)"
  }
}
