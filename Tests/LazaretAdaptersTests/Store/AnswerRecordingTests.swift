import Foundation
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct AnswerRecordingTests {
  private let folder: TemporaryDirectory
  private var path: String { folder.path("answers") }
  private var file: String { folder.path("answers/answers.jsonl") }
  private let print = Fingerprint(hex: "f1")
  private let one: TextSeal
  private let two: TextSeal

  init() throws {
    folder = try TemporaryDirectory()
    one = try TextSeal(key: String(repeating: "01", count: 32))
    two = try TextSeal(key: String(repeating: "02", count: 32))
  }

  private func header(_ keys: StoreKeys = .none, pipeline: String = "p") -> RecordingHeader {
    RecordingHeader(pipeline: pipeline, screeners: ["lakera": print], keyID: keys.current?.keyID)
  }

  private func run(_ number: Int, policy: String = "policy") -> RecordedRun {
    var generator = SeededGenerator(seed: number)
    return RecordedRun(
      id: ULID(milliseconds: Int64(1_700_000_000_000 + number), using: &generator),
      policy: Fingerprint(hex: policy))
  }

  private func recording(
    _ number: Int = 1, keys: StoreKeys = .none, policy: String = "policy"
  ) throws -> AnswerRecording {
    try AnswerRecording.recording(
      into: path, header(keys), run: run(number, policy: policy), keys: keys, writer: "lazaret 0")
  }

  /// Records and lets go of the folder.
  ///
  /// - Returns: how many answers were written.
  @discardableResult
  private func record(
    _ answers: [KeptScreening], run number: Int = 1, keys: StoreKeys = .none, policy: String = "policy"
  ) async throws -> Int {
    let recording = try recording(number, keys: keys, policy: policy)
    for answer in answers { try await recording.keep(answer) }
    try recording.sync()
    return recording.added
  }

  private func answer(_ text: String, label: String = "pii/name", at: String = "then") -> KeptScreening {
    KeptScreening(
      text: Digest(of: text), fingerprint: print, screener: "lakera",
      screening: Screening(findings: [Finding(screener: "lakera", label: Label(label), span: TextSpan(0, 1))]
      ),
      at: at, run: "asked")
  }

  private func replaying(_ keys: StoreKeys = .none) throws -> AnswerRecording {
    let recording = try AnswerRecording.replaying(path)
    try recording.unseal(keys)
    return recording
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func write(_ lines: [String], end: String = "\n") throws {
    try folder.write(lines.joined(separator: "\n") + end, to: "answers/answers.jsonl")
  }

  /// Why the recording is refused, or `nil`.
  private func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: 0..<40)
  func `answers come back as they were recorded, in whatever order the lines stand`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    var words = RandomText(seed: seed)
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &generator) ? value : nil }
    let keys = StoreKeys(current: seed % 2 == 0 ? one : nil)
    var answers: [KeptScreening] = []
    for number in 0..<Int.random(in: 1...20, using: &generator) {
      var answer = answer("\(number)")
      answer.screener = words.word()
      answer.at = words.word()
      answer.screening = Screening(
        findings: (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
          Finding(
            screener: words.word(), label: Label(words.word() + "\u{0}\"\n\u{2028}"),
            span: maybe(TextSpan(3, 3 + number)), vendorAction: maybe(.monitor), note: maybe(words.sentence())
          )
        },
        evidence: .init(
          requestID: maybe(words.word()), policies: [words.word()], detectors: [], build: maybe("b"),
          mode: maybe(.detect), readings: [.utf16]))
      answers.append(answer)
    }
    try await record(answers.shuffled(using: &generator), keys: keys)
    let all = try lines()
    try write([all[0]] + all.dropFirst().shuffled(using: &generator))

    let read = try replaying(keys)
    #expect(read.count == answers.count)
    #expect(read.run == run(1))
    #expect(read.header == header(keys))
    for answer in answers {
      var expected = answer
      expected.run = run(1).id.text
      #expect(try await read.kept(answer.text, by: print) == expected)
      #expect(try await read.kept(answer.text, by: Fingerprint(hex: "other")) == nil)
    }
    #expect(try await read.kept(Digest(of: "no such text"), by: print) == nil)
  }

  @Test func `folder and file are the owner's alone`() async throws {
    try await record([])
    for (name, mode) in [(path, 0o700), (file, 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: name)[.posixPermissions] as? Int
      #expect(found == mode)
    }
  }

  @Test func `a sealed recording shows labels, notes and names to nobody without the key`() async throws {
    let keys = StoreKeys(current: one)
    var planted = answer("text", label: "planted-label")
    planted.screener = "planted-screener"
    planted.screening.findings[0].note = "planted-note"
    planted.screening.evidence.requestID = "planted-request"
    try await record([planted], keys: keys)
    #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("planted"))
    #expect(
      try await replaying(keys).kept(planted.text, by: print)?.screening == planted.screening)
    #expect(
      try await replaying(StoreKeys(current: two, previous: one)).kept(planted.text, by: print) != nil)
    for wrong in [StoreKeys.none, StoreKeys(current: two)] {
      let problem = try #require(problem { _ = try replaying(wrong) })
      #expect(problem.contains("quarantine.encryption_key") && problem.contains(one.keyID), "\(problem)")
      #expect(problem.contains(path))
    }
  }

  @Test func `what was changed in a sealed recording is found out before anything is decided`() async throws {
    let keys = StoreKeys(current: one)
    try await record((0..<3).map { answer("\($0)") }, keys: keys)
    let all = try lines()
    func sealed(_ line: String) throws -> String {
      try #require(line.components(separatedBy: "\"sealed\":\"").last)
    }
    // The answer to another text, an answer in clear, and a byte that is another.
    let moved = all[3].components(separatedBy: "\"sealed\":\"")[0] + "\"sealed\":\"" + (try sealed(all[4]))
    var other = answer("3")
    other.run = run(1).id.text
    let clear = String(decoding: RecordedAnswer.line(of: other, seal: nil), as: UTF8.self)
    let flipped = all[3].replacing("\"sealed\":\"", with: "\"sealed\":\"AAAA")
    for (line, words) in [(moved, "changed"), (String(clear.dropLast()), "not sealed"), (flipped, "changed")]
    {
      try write(Array(all[0...2]) + [line, all[4]])
      let problem = try #require(problem { _ = try replaying(keys) })
      #expect(problem.contains("line 4") && problem.contains(words), "\(problem)")
    }
    try write(Array(all[0...3]))
    #expect(try replaying(keys).count == 2)
  }

  @Test func `a line that is no answer is named, and what to do`() async throws {
    try await record((0..<3).map { answer("\($0)") })
    let all = try lines()
    for wrong in [
      "", "{}", "nonsense", String(all[3].dropLast(5)), all[3].replacing("\"start\":0,", with: ""),
      all[3].replacing("\"end\":1", with: "\"end\":-1"),
      all[3].replacing("\"text\":\"", with: "\"text\":\"x"),
      all[3].replacing("\"run\":\"0", with: "\"run\":\"-"), all[3].replacing("\"answer\"", with: "\"reply\""),
    ] {
      try write(Array(all[0...2]) + [wrong, all[4]])
      let problem = try #require(problem { _ = try replaying() }, "\(wrong)")
      #expect(problem.contains("line 4 of 'answers.jsonl'") && problem.contains(path), "\(problem)")
      #expect(problem.contains("restore it from a copy"))
    }
    for wrong in ["{}", all[1], all[0].replacing("\"sealed\":false", with: "\"sealed\":true")] {
      try write([wrong] + all.dropFirst())
      #expect(try #require(problem { _ = try replaying() }).contains("line 1"))
    }
    try write([all[0].replacing("\"version\":1", with: "\"version\":2")])
    #expect(try #require(problem { _ = try replaying() }).contains("newer lazaret"))
    #expect(
      try #require(problem { _ = try AnswerRecording.replaying(folder.path("none")) }).contains("--record"))
  }

  @Test func `a recording that was cut off anywhere is read up to its last whole line, and goes on`()
    async throws
  {
    try await record((0..<3).map { answer("\($0)") })
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file)))
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    for cut in stride(from: 0, through: bytes.count, by: 7) {
      try folder.write(bytes.prefix(cut), to: "answers/answers.jsonl")
      let whole = ends.count { $0 <= cut }
      if whole < 2 {
        #expect(problem { _ = try replaying() }?.contains("cut off") == true)
      } else {
        let read = try replaying()
        #expect(read.count == whole - 2)
        #expect(read.isCutOff == !ends.contains(cut))
      }
      try await record([answer("3")], run: 2)
      let again = try replaying()
      #expect(again.count == max(0, whole - 2) + 1)
      #expect(!again.isCutOff)
    }
  }

  @Test func `an equal answer is written once, and of two that differ the one of the later run counts`()
    async throws
  {
    #expect(try await record([answer("a"), answer("a")]) == 1)
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    try await record([answer("a")], run: 2)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    #expect(try replaying().run == run(1))

    let changed = answer("a", label: "pii/email", at: "later")
    try await record([changed], run: 3)
    #expect(try lines().count == 5)
    #expect(try replaying().run == run(3))
    let all = try lines()
    for order in [all, [all[0]] + all.dropFirst().reversed()] {
      try write(order)
      let read = try replaying()
      #expect(read.count == 1)
      #expect(try await read.kept(changed.text, by: print)?.screening == changed.screening)
    }
    // What the run used counts, also when it is what an earlier one used.
    try await record([answer("a")], run: 4)
    #expect(try await replaying().kept(changed.text, by: print)?.screening == answer("a").screening)
  }

  @Test func `a run that decides otherwise is noted, also when it has nothing to add`() async throws {
    try await record([])
    try await record([], run: 2)
    #expect(try replaying().run == run(1))
    try await record([], run: 3, policy: "other")
    #expect(try replaying().run == run(3, policy: "other"))
  }

  @Test func `what is of another pipeline, screener or key has no place in a recording`() async throws {
    try await record([])
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    let keys = StoreKeys(current: one)
    var screener = header()
    screener.screeners["lakera"] = Fingerprint(hex: "f2")
    var added = header()
    added.screeners["lasso"] = Fingerprint(hex: "f3")
    for (other, keys, words) in [
      (header(pipeline: "q"), StoreKeys.none, "pipeline 'p'"), (screener, .none, "'lakera' as f1"),
      (added, .none, "'lasso'"), (header(keys), keys, "quarantine.encryption_key"),
    ] {
      let problem = try #require(
        problem {
          _ = try AnswerRecording.recording(into: path, other, run: run(2), keys: keys, writer: "lazaret 0")
        })
      #expect(problem.contains(words) && problem.contains("name another folder"), "\(problem)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
  }

  @Test func `nobody else records into the folder, or decides by it, meanwhile`() async throws {
    let open = try recording()
    #expect(try #require(problem { _ = try recording(2) }).contains("in use by another run"))
    #expect(try #require(problem { _ = try replaying() }).contains("in use by another run"))
    withExtendedLifetime(open) {}
  }

  @Test func `many callers record at once, each a whole line`() async throws {
    let keys = StoreKeys(current: one)
    #expect(try await recordedAtOnce(keys) == 100)
    #expect(try replaying(keys).count == 100)
  }

  private func recordedAtOnce(_ keys: StoreKeys) async throws -> Int {
    let recording = try recording(keys: keys)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask { try? await recording.keep(answer("\(number % 100)")) }
      }
    }
    return recording.added
  }
}
