import Foundation
import GRDB
import LazaretTesting
import Testing

/// A corpus that lives for some nights, in two stores: one is filled in peace, the other by runs that are
/// killed and started again. In the morning both hold the same.
struct TortureRound {
  enum Vendors: CaseIterable {
    /// Answer every request: what is sent is counted.
    case faultless
    /// Fail now and then, and are asked again until they answer.
    case retried
    /// Fail now and then, or answer nonsense, and what has no answer waits for the next run. Nothing is an
    /// attack: a text that one screener holds does not wait for another's answer, in peace or not.
    case waitedFor
  }

  let seed: Int
  let vendors: Vendors
  let nights: Int
  /// How often a night is disturbed.
  let strikes: ClosedRange<Int>
  let sandbox: SandboxControl
  let arrivals: Arrivals

  private let folder: TemporaryDirectory
  private let calm: String
  private let struck: String
  private var generator: SeededGenerator

  /// Of each screener; two are asked.
  static let concurrency = 4
  static let requestsInFlight = 2 * concurrency

  init(
    seed: Int, vendors: Vendors, nights: Int, strikes: ClosedRange<Int>, sandbox: SandboxControl,
    arrivals: Arrivals
  ) throws {
    self.seed = seed
    self.vendors = vendors
    self.nights = nights
    self.strikes = strikes
    self.sandbox = sandbox
    self.arrivals = arrivals
    generator = SeededGenerator(seed: seed)
    folder = try TemporaryDirectory()
    calm = try folder.write(Self.pipeline("calm", sandbox.address, vendors), to: "calm.yaml")
    struck = try folder.write(Self.pipeline("struck", sandbox.address, vendors), to: "struck.yaml")
  }

  mutating func run(into report: inout TortureReport) async throws {
    var corpus = TortureCorpus(seed: seed, hasAttacks: vendors != .waitedFor)
    var before = try Export(lines: [])
    for night in 0..<nights {
      if night > 0 { corpus.passDay() }
      try corpus.write(to: folder)
      let measured = try await spendInPeace(before)
      report.calmRequests += measured.requests
      try await torment(measured, &report)
      try await compare(night, measured, &report)
      before = measured.export
    }
    report.rounds += 1
  }

  // MARK: - The calm run

  private struct Measured {
    /// From the start of the process.
    var untilFirst: Duration
    var untilEnd: Duration
    /// From the last answer to the end.
    var tail: Duration
    var requests: Int
    var texts: Int
    var kept: Int
    var documents: Set<String>
    var exportBefore: Export
    var export: Export
  }

  private func spendInPeace(_ before: Export) async throws -> Measured {
    try await sandbox.setFaults("[]")
    try await sandbox.reset()
    let started = ContinuousClock.now
    let outcome = try await StruckRun(pipeline: calm, arrivals: arrivals).run(
      .arrival(.max, then: .zero), signal: 0)
    let ended = ContinuousClock.now
    #expect(outcome.ended.status == 0, "seed \(seed): the calm run: \(outcome.ended.talk)")
    let counts = try await sandbox.counts()
    let state = try StoreState(of: store(calm))
    return Measured(
      untilFirst: started.duration(to: arrivals.first ?? ended), untilEnd: started.duration(to: ended),
      tail: (arrivals.last ?? started).duration(to: ended), requests: counts.requests,
      texts: counts.distinctTexts, kept: state.kept, documents: state.documents, exportBefore: before,
      export: try await export(calm))
  }

  // MARK: - The struck runs

  private mutating func torment(_ measured: Measured, _ report: inout TortureReport) async throws {
    try await sandbox.setFaults(drawFaults())
    try await sandbox.reset()
    var kills = 0
    for _ in 0..<Int.random(in: strikes, using: &generator) {
      let left = max(0, measured.kept - (try StoreState(of: store(struck)).kept))
      let moment = drawMoment(report.strikes, measured, left: left)
      report.strikes += 1
      let signal = drawSignal()
      let phase = try await strike(moment, signal, measured, &report)
      if signal == SIGKILL, phase != nil { kills += 1 }
    }
    var attempts = 0
    var last: BuiltBinary.Ended
    repeat {
      attempts += 1
      report.resumed += 1
      arrivals.start()
      last = try await BuiltBinary.run("run", struck, "--json")
    } while last.status == 3 && vendors == .waitedFor && attempts < 60
    #expect(last.status == 0, "seed \(seed): resumed: \(last.talk) \(last.output)")
    let counts = try await sandbox.counts()
    report.requests += counts.requests
    #expect(counts.distinctTexts == measured.texts, "seed \(seed): other texts were sent than in peace")
    guard vendors == .faultless else { return }
    let resent = counts.requests - measured.requests
    let bound = kills * Self.requestsInFlight
    report.resent += resent
    report.resendable += bound
    #expect((0...bound).contains(resent), "seed \(seed): \(resent) requests were sent again, \(kills) kills")
  }

  /// - Returns: how far the run had come, or `nil` when it ended before the signal.
  private mutating func strike(
    _ moment: StruckRun.Moment, _ signal: Int32, _ measured: Measured, _ report: inout TortureReport
  ) async throws -> TortureReport.Phase? {
    let runs = try StoreState(of: store(struck)).runs
    let reader = runs > 0 && Int.random(in: 0..<3, using: &generator) == 0 ? drawReader() : nil
    let delay = measured.untilEnd * Double.random(in: 0...1, using: &generator)
    async let looked: Void = look(reader, after: delay, measured)
    let outcome = try await StruckRun(pipeline: struck, arrivals: arrivals).run(moment, signal: signal)
    try await looked
    if reader != nil { report.readers += 1 }
    report.resumed += 1
    let status = outcome.ended.status
    if StoreRows.canBeRead(store(struck)) {
      #expect(try StoreRows.damage(of: store(struck)) == nil, "seed \(seed)")
    }
    guard let endedAfter = outcome.endedAfter, status == 128 + signal else {
      // It was done, or done as far as the faults let it.
      #expect(
        status == 0 || (vendors == .waitedFor && status == 3), "seed \(seed): \(status) \(outcome.ended.talk)"
      )
      report.missed += 1
      return nil
    }
    guard signal == SIGKILL else {
      // Far less than the grace: nothing that answers is waited for longer than it takes to answer.
      #expect(endedAfter < .seconds(60), "seed \(seed): a signal was followed only after \(endedAfter)")
      report.stopped += 1
      return .end
    }
    let phase = try self.phase(measured, runsBefore: runs)
    report.killed[phase, default: 0] += 1
    return phase
  }

  private func phase(_ measured: Measured, runsBefore: Int) throws -> TortureReport.Phase {
    let state = try StoreState(of: store(struck))
    if state.runs == runsBefore { return .startUp }
    if state.documents == measured.documents { return .end }
    if state.kept >= measured.kept { return .committing }
    return arrivals.count == 0 ? .listing : .screening
  }

  // MARK: - Chance

  /// Spread over the life of a run, with a turn for each phase, because it spends most of its time in few.
  ///
  /// - Parameters:
  ///   - number: of the strike; says whose turn it is.
  ///   - left: how many answers are not kept yet.
  private mutating func drawMoment(_ number: Int, _ measured: Measured, left: Int) -> StruckRun.Moment {
    func share(of duration: Duration, from least: Double = 0) -> Duration {
      duration * Double.random(in: least...1, using: &generator)
    }
    guard left > 0 else { return .after(share(of: measured.untilFirst + measured.tail)) }
    // With canaries, both screeners are sent two texts before the first.
    let left = left + (vendors == .faultless ? 0 : 4)
    switch number % 8 {
    case 0: return .arrival(left, then: share(of: measured.tail))
    case 1: return .after(share(of: measured.untilFirst))
    case 3: return .after(share(of: measured.untilFirst, from: 0.8))
    case 4: return .arrival(left, then: share(of: min(measured.tail, .milliseconds(8))))
    case 6: return .after(share(of: measured.untilEnd))
    default: return .arrival(Int.random(in: 1...left, using: &generator), then: share(of: .milliseconds(5)))
    }
  }

  private mutating func drawSignal() -> Int32 {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: SIGINT
    case 1: SIGTERM
    default: SIGKILL
    }
  }

  /// What passes, and what is no answer. A vendor's refusal of a text would be an answer.
  private mutating func drawFaults() -> String {
    if vendors == .faultless { return "[]" }
    var outcomes = [
      #""status":429"#, #""status":429,"retry_after":0"#, #""status":429,"retry_after":1"#, #""status":500"#,
      #""status":503"#, #""status":503,"retry_after":0"#, #""drop":true"#, #""truncate":true"#,
      #""delay_ms":30"#, #""delay_ms":3,"truncate":true"#,
    ]
    if vendors == .waitedFor { outcomes += [#""body":"{}""#, #""body":"{\"flagged\":""#] }
    let routes = ["", #""route":"/v2/guard","#, #""route":"/gateway/v3/classify","#]
    let rules = outcomes.shuffled(using: &generator).prefix(4).map { outcome in
      let route = routes[Int.random(in: 0..<routes.count, using: &generator)]
      return "{\(route)\"every\":\(Int.random(in: 11...29, using: &generator)),\(outcome)}"
    }
    return "[\(rules.joined(separator: ","))]"
  }

  // MARK: - Readers

  private enum Reader: CaseIterable { case status, export, quarantine }

  private mutating func drawReader() -> Reader? { Reader.allCases.randomElement(using: &generator) }

  private func look(_ reader: Reader?, after delay: Duration, _ measured: Measured) async throws {
    guard let reader else { return }
    try await Task.sleep(for: delay)
    switch reader {
    case .status:
      let ended = try await BuiltBinary.run("status", struck, "--json")
      #expect(ended.status == 0, "seed \(seed): status: \(ended.talk)")
    case .quarantine:
      let ended = try await BuiltBinary.run("quarantine", "list", struck, "--json")
      #expect(ended.status == 0, "seed \(seed): quarantine list: \(ended.talk)")
    case .export:
      let seen = try await export(struck)
      for (document, rows) in seen.byDocument {
        let old = measured.exportBefore.byDocument[document]
        let new = measured.export.byDocument[document] ?? []
        // A new document of which something waits shows what was judged.
        let mayGrow = vendors == .waitedFor && old == nil
        let isPart = mayGrow && rows.count < new.count
        let isWhole = isPart || rows == new || rows == old
        #expect(isWhole, "seed \(seed): '\(document)' is neither as it was nor as it will be")
      }
    }
  }

  // MARK: - The comparison

  private func compare(_ night: Int, _ measured: Measured, _ report: inout TortureReport) async throws {
    let exported = try await export(struck)
    let isSame = exported == measured.export
    if !isSame { report.differences += 1 }
    #expect(isSame, "seed \(seed), night \(night): the exports differ")
    let differences = try StoreRows(of: store(struck)).differences(from: StoreRows(of: store(calm)))
    report.differences += differences.count
    #expect(differences == [], "seed \(seed), night \(night)")
    #expect(try StoreRows.unknownNames(in: store(calm)) == [])
  }

  private func export(_ pipeline: String) async throws -> Export {
    let ended = try await BuiltBinary.run("export", pipeline)
    #expect(ended.status == 0, "seed \(seed): export: \(ended.talk)")
    return try Export(lines: ended.lines)
  }

  private func store(_ pipeline: String) -> String { pipeline.replacing(".yaml", with: ".sqlite") }

  private static func pipeline(
    _ name: String, _ address: String, _ vendors: Vendors
  ) -> String {
    // Canaries are sent by each attempt; without them every request is about a document.
    let hasCanary = vendors != .faultless
    let patience = vendors == .waitedFor ? "20ms" : "2m"
    func screener(_ name: String, _ kind: String, _ endpoint: String) -> String {
      """
        - { name: \(name), screener: \(kind), endpoint: "\(endpoint)", api_key: none, timeout: 5m, \
      retry_for: \(patience), canary: \(hasCanary), \
      limits: { requests_per_second: 5000, concurrency: \(concurrency) } }
      """
    }
    return """
      name: torture
      store: \(name).sqlite
      sources:
        - { name: news, feed: feed.xml }
        - directory: docs
      chunking: { target_characters: 200, max_characters: 500, margin_characters: 40 }
      screeners:
      \(screener("lakera", "lakera_guard", address))
      \(screener("lasso", "lasso_classifier", address + "/gateway/v3"))
      policy:
        actions: { "pii/*": mask, "secret/*": mask, "prompt_attack*": quarantine }
      """
  }
}

/// The lines of an export, without the name of the run that wrote each.
private struct Export: Equatable {
  let lines: [String]
  let byDocument: [String: [String]]

  init(lines: [String]) throws {
    struct Row: Decodable {
      let document_id: String
    }
    var byDocument: [String: [String]] = [:]
    var plain: [String] = []
    for line in lines {
      let line = line.replacing(#/"run_id":"[0-9A-Z]{26}"/#, with: #""run_id":"""#)
      plain.append(line)
      byDocument[try JSONDecoder().decode(Row.self, from: Data(line.utf8)).document_id, default: []].append(
        line)
    }
    self.lines = plain
    self.byDocument = byDocument
  }
}

/// How far a store has come.
private struct StoreState {
  var runs = 0
  var kept = 0
  /// Identifier and digest of what is settled.
  var documents: Set<String> = []

  init(of path: String) throws {
    guard StoreRows.canBeRead(path) else { return }
    (runs, kept, documents) = try StoreRows.reading(path) { db in
      guard try db.tableExists("run") else { return (0, 0, []) }
      return (
        try Int.fetchOne(db, sql: "SELECT count(*) FROM run") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM screening") ?? 0,
        try String.fetchSet(db, sql: "SELECT id || ' ' || content_sha256 || complete FROM document")
      )
    }
  }
}
