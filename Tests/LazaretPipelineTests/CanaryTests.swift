import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct CanaryTests {
  /// Finds what the canary holds, and nothing else.
  private static func vigilant(_ text: String) -> Screening {
    guard text == Canary.knownBad.text else { return Screening(findings: []) }
    return Screening(
      findings: [Finding(screener: "scripted", label: "prompt_attack")],
      evidence: Screening.Evidence(policies: ["p1"]))
  }

  private func chained(
    _ base: any Screener, _ meters: ScreenerMeters, flagged: Locked<[String]> = Locked([])
  ) -> any Screener {
    chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1_000_000, concurrency: 8, retryFor: .zero),
      clock: ContinuousClock(), meters: meters,
      canaryFlagged: { _, labels in flagged.withLock { $0 = labels } }, reuse: nil)
  }

  private func failure(_ screener: any Screener, _ text: String) async -> ScreenerError? {
    do throws(ScreenerError) {
      _ = try await screener.screen(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: 1...20)
  func `the canaries come before the first text, once, however many texts come at once`(texts: Int)
    async throws
  {
    let base = ScriptedScreener { text, _ in
      for _ in 0..<5 { await Task.yield() }
      return Self.vigilant(text)
    }
    let meters = ScreenerMeters(of: base)
    let screener = chained(base, meters)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<texts { group.addTask { _ = try await screener.screen("text \(number)") } }
      try await group.waitForAll()
    }
    #expect(Array(base.asked.prefix(2)) == [Canary.knownBad.text, Canary.benign.text])
    #expect(base.asked.count == texts + 2)
    #expect(meters.counts.requests == texts)
    #expect(meters.counts.canaries == 2)
    #expect(meters.profile?.canary == ["prompt_attack"])
    #expect(meters.profile?.policies == ["p1"])
  }

  @Test func `a run with nothing to ask sends none`() async throws {
    let store = MemoryStore()
    let base = ScriptedScreener { text, _ in Self.vigilant(text) }
    let meters = ScreenerMeters(of: base)
    let screener = chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1_000_000, concurrency: 8, retryFor: .zero),
      clock: ContinuousClock(), meters: meters, canaryFlagged: { _, _ in },
      reuse: (store, { ("run", "now") }))
    try await store.keep(
      KeptScreening(
        text: Digest(of: "kept"), fingerprint: base.fingerprint, screener: "scripted",
        screening: Screening(findings: []), at: "then", run: "earlier"))
    _ = try await screener.screen("kept")
    #expect(base.asked.isEmpty)
    _ = try await screener.screen("new")
    #expect(base.asked.count == 3)
  }

  @Test func `a screener that misses its canary is asked about no text, and the run stops`() async {
    let base = ScriptedScreener()
    let screener = chained(base, ScreenerMeters(of: base))
    let error = await failure(screener, "text")
    #expect(error?.stopsTheRun == true)
    #expect(error?.isTransient == false)
    #expect(base.asked == [Canary.knownBad.text])
  }

  @Test(arguments: [Action.admit, .monitor])
  func `what the vendor itself calls harmless does not count as caught`(action: Action) async {
    let base = ScriptedScreener { _, _ in
      Screening(findings: [Finding(screener: "scripted", label: "prompt_attack", vendorAction: action)])
    }
    #expect(await failure(chained(base, ScreenerMeters(of: base)), "text")?.stopsTheRun == true)
  }

  @Test(arguments: [ScreenerError.rejected(status: 400, "no"), .tooLong(bytes: 2, limit: 1)])
  func `a screener that does not take the canary stops the run as well`(refusal: ScreenerError) async {
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw refusal }
    #expect(await failure(chained(base, ScreenerMeters(of: base)), "text")?.stopsTheRun == true)
    #expect(base.asked == [Canary.knownBad.text])
  }

  @Test func `an outage during the canary leaves the text without an answer, and the next text tries again`()
    async throws
  {
    let base = ScriptedScreener { text, call throws(ScreenerError) in
      if call == 1 { throw .unavailable(status: 503) }
      return Self.vigilant(text)
    }
    let screener = chained(base, ScreenerMeters(of: base))
    #expect(await failure(screener, "first") == .unavailable(status: 503))
    #expect(await failure(screener, "second") == nil)
    #expect(base.asked == [Canary.knownBad.text, Canary.knownBad.text, Canary.benign.text, "second"])
  }

  private struct Relay: RelayingScreener {
    var base: ScriptedScreener
    var parts: [(String, ScriptedScreener)]

    var name: String { base.name }
    var fingerprint: Fingerprint { base.fingerprint }
    var maxTextBytes: Int { base.maxTextBytes }
    var relayed: [(name: String, screener: any Screener)] { parts.map { ($0, $1) } }
    func screen(_ text: String) async throws(ScreenerError) -> Screening { try await base.screen(text) }
  }

  @Test func `each of those that a gateway stands for must catch the canary`() async {
    let base = ScriptedScreener { text, _ in Self.vigilant(text) }
    let vigilant = ScriptedScreener { text, _ in Self.vigilant(text) }
    let missing = ScriptedScreener()
    let sound = Relay(base: base, parts: [("one", vigilant), ("two", vigilant)])
    let meters = ScreenerMeters(of: sound)
    #expect(await failure(chained(sound, meters), "text") == nil)
    #expect(vigilant.asked == [Canary.knownBad.text, Canary.knownBad.text, Canary.benign.text])
    #expect(base.asked == ["text"])
    #expect(meters.counts.canaries == 3)

    let holed = Relay(base: base, parts: [("one", vigilant), ("guardrail 'two'", missing)])
    guard case .missedCanary(let why) = await failure(chained(holed, ScreenerMeters(of: holed)), "text")
    else {
      Issue.record("no missed canary")
      return
    }
    #expect(why.contains("guardrail 'two'"))
    #expect(base.asked == ["text"])
  }

  @Test func `a benign text that is flagged is told and stops nothing`() async throws {
    let base = ScriptedScreener { _, _ in
      Screening(findings: [Finding(screener: "scripted", label: "moderated_content/hate")])
    }
    let flagged = Locked<[String]>([])
    _ = try await chained(base, ScreenerMeters(of: base), flagged: flagged).screen("text")
    #expect(flagged.withLock { $0 } == ["moderated_content/hate"])
  }
}
