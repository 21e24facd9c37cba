import Foundation
import LazaretCore

/// What stands in a recording, and where: an answer is read again when it is needed. Held are some 80 bytes for
/// each, however long the answers are.
struct RecordingContents {
  private(set) var header: RecordingHeader?
  private(set) var runs: [ULID: RecordedRun] = [:]
  private(set) var places: [Question: Place] = [:]
  /// After the last whole line.
  private(set) var end = 0
  /// Whether something stands after that: a line that was cut off with the process that wrote it.
  private(set) var isCutOff = false
  /// Of all bytes of the file, also of those that were cut off.
  private(set) var digest = Digest(of: "")

  /// What an answer is an answer to: the first 128 bits of a hash over the text's hash and the screener's
  /// fingerprint.
  struct Question: Hashable {
    private let high: UInt64
    private let low: UInt64

    init(_ text: Digest, _ fingerprint: Fingerprint) {
      let hex = Digest(fields: [text.hex, fingerprint.hex]).hex
      high = UInt64(hex.prefix(16), radix: 16) ?? 0
      low = UInt64(hex.dropFirst(16).prefix(16), radix: 16) ?? 0
    }
  }

  struct Place {
    let start: Int
    let count: Int
    /// From 1.
    let line: Int
  }

  /// One answer has at most some thousands of findings; a longer line is none of ours.
  static let longestLine = 16_000_000
  private static let step = 1 << 18

  /// Reads every line, so that whatever is wrong is told before anything is decided. Of each line in memory at
  /// once: one. What is sealed is not opened.
  init(of file: RecordingFile) throws(StoreError) {
    let decoder = JSONDecoder()
    var hash = RunningDigest()
    var (offset, line, number) = (0, [UInt8](), 0)
    while true {
      let bytes = try file.bytes(at: offset, atMost: Self.step)
      if bytes.isEmpty { break }
      hash.update(bytes)
      offset += bytes.count
      var rest = bytes[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line += rest[..<newline]
        rest = rest[(newline + 1)...]
        number += 1
        try add(line, number, of: file, decoder)
        end += line.count + 1
        line.removeAll(keepingCapacity: true)
      }
      line += rest
      if line.count > Self.longestLine { throw Self.damaged(file, number + 1, "is longer than any answer") }
    }
    isCutOff = !line.isEmpty
    digest = hash.digest
  }

  var lastRun: RecordedRun? { runs.values.max { $0.id.text < $1.id.text } }

  /// Notes a line that was appended at the end.
  mutating func add(_ line: [UInt8], answering question: Question) {
    places[question] = Place(start: end, count: line.count - 1, line: 0)
    end += line.count
  }

  mutating func advance(by count: Int) { end += count }
  mutating func begin(with header: RecordingHeader) { self.header = header }

  private mutating func add(
    _ line: [UInt8], _ number: Int, of file: RecordingFile, _ decoder: JSONDecoder
  ) throws(StoreError) {
    guard let header else {
      header = try Self.header(line, of: file, decoder)
      return
    }
    switch try Self.read(line, number, isSealed: header.keyID != nil, of: file, decoder) {
    case .run(let run): runs[run.id] = run
    case .answer(let answer):
      let place = Place(start: end, count: line.count, line: number)
      let question = Question(answer.text, answer.fingerprint)
      if let other = places[question] {
        // The order of the lines must not matter: where the runs are the same, the bytes tell.
        let bytes = try file.bytes(at: other.start, atMost: other.count)
        let rival = try Self.answer(bytes, at: other, isSealed: header.keyID != nil, of: file, decoder)
        guard (rival.run, Digest(of: bytes).hex) < (answer.run, Digest(of: line).hex) else { return }
      }
      places[question] = place
    }
  }

  private static func read(
    _ line: [UInt8], _ number: Int, isSealed: Bool, of file: RecordingFile, _ decoder: JSONDecoder
  ) throws(StoreError) -> RecordedLine {
    do throws(RecordedLine.Unreadable) {
      return try RecordedLine(line, isSealed: isSealed, decoder: decoder)
    } catch {
      throw damaged(file, number, error.why)
    }
  }

  static func answer(
    _ bytes: [UInt8], at place: Place, isSealed: Bool, of file: RecordingFile, _ decoder: JSONDecoder
  ) throws(StoreError) -> RecordedAnswer {
    guard case .answer(let answer) = try read(bytes, place.line, isSealed: isSealed, of: file, decoder) else {
      throw damaged(file, place.line, "is no answer any more")
    }
    return answer
  }

  static func damaged(_ file: RecordingFile, _ line: Int, _ why: String) -> StoreError {
    .recording(
      path: file.path,
      why:
        "is damaged: line \(line) of '\(RecordingFile.name)' \(why); restore it from a copy, or record again")
  }

  private static func header(
    _ line: [UInt8], of file: RecordingFile, _ decoder: JSONDecoder
  ) throws(StoreError) -> RecordingHeader {
    guard let fields = try? decoder.decode(HeaderFields.self, from: Data(line)),
      fields.format == RecordingHeader.format
    else { throw damaged(file, 1, "is not the header of a recording") }
    guard fields.version == RecordingHeader.version else {
      throw .recording(
        path: file.path, why: "was written by a newer lazaret (version \(fields.version)); use that version")
    }
    guard let screeners = fields.screeners, let pipeline = fields.pipeline,
      fields.sealed == (fields.key != nil)
    else { throw damaged(file, 1, "is not a whole header") }
    return RecordingHeader(
      pipeline: pipeline,
      screeners: Dictionary(screeners.map { ($0.name, Fingerprint(hex: $0.fingerprint)) }) { first, _ in first
      },
      keyID: fields.key)
  }

  private struct HeaderFields: Decodable {
    var format: String
    var version: Int
    var pipeline: String?
    var sealed: Bool?
    var key: String?
    var screeners: [Screener]?

    struct Screener: Decodable {
      var name: String
      var fingerprint: String
    }
  }
}
