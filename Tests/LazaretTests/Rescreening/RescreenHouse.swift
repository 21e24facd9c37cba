import LazaretAdapters
import LazaretCore
import LazaretPipeline
import LazaretTesting

/// The middle of the program with two screeners that stand in the test, entered by both doors.
struct RescreenHouse: Sendable {
  /// What decides, and nothing of who answers.
  struct Rules: Sendable {
    var actions: [String: Action]
    var order = Policy.Order.all
    var scope = Policy.Scope.chunk
    var placeholder = "[{TYPE}]"

    var fingerprint: Fingerprint {
      Fingerprint(
        kind: "policy",
        settings: [
          "actions": actions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: " "),
          "order": order.rawValue, "scope": scope.rawValue, "placeholder": placeholder,
        ])
    }

    static func random(using generator: inout SeededGenerator) -> Rules {
      var actions: [String: Action] = [:]
      for label in ["pii/*", "secret/*", "prompt_attack*", "*"]
      where Int.random(in: 0..<5, using: &generator) > 0 {
        actions[label] = [Action.admit, .monitor, .mask, .quarantine].randomElement(using: &generator)
      }
      return Rules(
        actions: actions, order: Bool.random(using: &generator) ? .all : .untilQuarantined,
        scope: Policy.Scope.allCases.randomElement(using: &generator) ?? .chunk,
        placeholder: ["[{TYPE}]", "<{LABEL}>"].randomElement(using: &generator) ?? "[{TYPE}]")
    }
  }

  static let reading = Fingerprint(kind: "reading", settings: [:])
  private static let cutting = ChunkingRules(target: 40, maximum: 80, overlap: 0, margin: 20)
  private static let words: [(word: String, label: Label, screeners: Set<String>)] = [
    ("jane@example.org", "pii/email", ["a", "b"]), ("joe@example.org", "pii/email", ["a"]),
    ("sk-live-4711", "secret/key", ["b"]), ("ATTACK", "prompt_attack", ["a", "b"]),
    ("LURE", "prompt_attack/lure", ["b"]),
  ]

  let store: any Store
  var screeners: [ScriptedScreener]

  init(_ store: any Store, revisionOfB: String = "1") {
    self.store = store
    screeners = [Self.screener("a"), Self.screener("b", revision: revisionOfB)]
  }

  var asked: Int { screeners.reduce(0) { $0 + $1.asked.count } }

  static func screener(_ name: String, revision: String = "1") -> ScriptedScreener {
    ScriptedScreener(name, revision: revision) { text, _ in
      var findings: [Finding] = []
      for item in words where item.screeners.contains(name) {
        var rest = text.utf8[...]
        while let range = rest.firstRange(of: item.word.utf8) {
          let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
          // What is no value has no place.
          let span =
            item.label.rawValue.hasPrefix("prompt") ? nil : TextSpan(start, start + item.word.utf8.count)
          findings.append(Finding(screener: name, label: item.label, span: span))
          rest = rest[range.upperBound...]
        }
      }
      return Screening(findings: findings)
    }
  }

  /// Texts with what is looked for strewn in; a line that begins with `%` is hidden, the first is the title.
  static func texts(seed: Int) -> [String: String] {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    var texts: [String: String] = [:]
    for number in 0..<Int.random(in: 1...5, using: &generator) {
      var text = ""
      for _ in 0..<Int.random(in: 0...7, using: &generator) {
        if Int.random(in: 0..<5, using: &generator) == 0 { text += "% " }
        text += random.sentence()
        if Int.random(in: 0..<3, using: &generator) == 0 {
          text += " " + (words.randomElement(using: &generator)?.word ?? "") + " "
        }
        text += "\n\n"
      }
      texts["\(number).txt"] = text
    }
    return texts
  }

  func ingest(_ texts: [String: String], _ rules: Rules, run id: Int = 1) async throws -> RunSummary {
    let parts = try parts(rules, run: id)
    let run = IngestRun(
      .init(
        pipeline: "test", runID: parts.id, sources: [ListedSource(texts: texts)], extractor: LaneExtractor(),
        policy: rules.fingerprint, reading: Self.reading, meters: parts.meters, documentsInFlight: 3),
      screening: parts.screening, store: store, clock: ContinuousClock(), now: { Timestamp(milliseconds: 0) },
      observe: { _ in })
    return try await Self.ended(run)
  }

  func rescreen(
    _ rules: Rules, scope: RescreenScope = RescreenScope(.all), run id: Int = 2, isDryRun: Bool = false
  ) async throws -> RunSummary {
    let parts = try parts(rules, run: id, isDryRun: isDryRun)
    let run = RescreenRun(
      .init(
        pipeline: "test", runID: parts.id, scope: scope, policy: rules.fingerprint, reading: Self.reading,
        meters: parts.meters, documentsInFlight: 3, isDryRun: isDryRun),
      screening: parts.screening, store: isDryRun ? DryRunStore(reading: store) : store,
      clock: ContinuousClock(), now: { Timestamp(milliseconds: 0) }, observe: { _ in })
    return try await Self.ended(run)
  }

  private static func ended(_ run: any ScreeningRun) async throws -> RunSummary {
    let (summary, failure) = await run.run { _ in "{}" }
    if let failure { throw failure }
    return summary
  }

  private func parts(
    _ rules: Rules, run id: Int, isDryRun: Bool = false
  ) throws -> (id: ULID, meters: [ScreenerMeters], screening: DocumentScreening) {
    var generator = SeededGenerator(seed: id)
    let runID = ULID(milliseconds: Int64(id), using: &generator)
    let meters = screeners.map { ScreenerMeters(of: $0) }
    let chained = zip(screeners, meters).map { screener, meters -> any Screener in
      if isDryRun {
        return ReusingScreener(
          CountingScreener(screener, meter: meters.documents), store: store, meter: meters.documents,
          stamp: { (runID.text, "now") })
      }
      return chain(
        screener, limits: ScreenerLimits(requestsPerSecond: 1_000_000, concurrency: 8, retryFor: .zero),
        clock: ContinuousClock(), meters: meters, reuse: (store, { (runID.text, "now") }))
    }
    let policy = Policy(
      screeners: screeners.map { .init(name: $0.name) }, actions: try ActionTable(rules.actions),
      order: rules.order, scope: rules.scope)
    let windows = WindowScreening(
      judge: Judge(screeners: chained, policy: policy, overlapBytes: 80),
      masker: Masker(placeholder: try Placeholder(rules.placeholder)), permits: Permits(8),
      supposesMasks: isDryRun)
    return (
      runID, meters, DocumentScreening(chunker: Chunker(rules: Self.cutting), windows: windows, width: 4)
    )
  }
}

/// A line that begins with `%` is hidden; the first visible line is the title.
private struct LaneExtractor: Extractor {
  let name = "lanes"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let lines = String(decoding: raw.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let visible = lines.filter { !$0.hasPrefix("%") }.joined(separator: "\n")
    return Document(
      source: raw.source, uri: raw.uri, title: lines.first { !$0.isEmpty }.map(String.init),
      mediaType: "text/plain", visible: Passage(text: visible),
      hidden: Passage(text: lines.filter { $0.hasPrefix("%") }.joined(separator: "\n")))
  }
}
