import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretPipeline

struct LimitsTests {
  @Test(arguments: [1.0, 7.5, 20.0, 500.0], 0..<10)
  func `no window of one second holds more turns than the rate`(rate: Double, seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var pacing = Pacing<ManualClock.Instant>(perSecond: rate)
    var now = ManualClock().now
    var turns: [Duration] = []
    var isBusy = true
    for number in 0..<Int(rate * 8) {
      // Now a crowd that comes at once, now one by one with pauses.
      if number % 50 == 0 { isBusy = Bool.random(using: &generator) || seed == 0 }
      if !isBusy { now = now.advanced(by: .seconds(Double.random(in: 0...2 / rate, using: &generator))) }
      let turn = pacing.reserve(at: now)
      #expect(turn >= now)
      turns.append(turn.offset)
    }
    for (index, start) in turns.enumerated() {
      let inWindow = turns[index...].prefix { $0 < start + .seconds(1) }.count
      #expect(Double(inWindow) <= rate.rounded(.up))
    }
    // And close to it when there is always somebody waiting: at least 98 %, but for a quarter of a second at first.
    if seed == 0, let last = turns.last {
      #expect(Double(turns.count - 1) / (last / .seconds(1) - 0.25) >= rate * 0.98)
    }
  }

  @Test func `a turn that is not yet due is waited for`() async {
    let clock = ManualClock()
    let limiter = RateLimiter(perSecond: 2, clock: clock)
    _ = await running(clock) {
      for _ in 0..<5 { try? await limiter.turn() }
    }
    #expect(clock.now.offset >= .seconds(2))
    #expect(clock.now.offset <= .seconds(2.35))
  }

  @Test(arguments: [1, 2, 7, 64])
  func `permits bound what runs at once and serve everybody`(count: Int) async {
    let permits = Permits(count)
    let inside = Locked((now: 0, most: 0, done: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          _ = await permits.withPermit {
            inside.withLock { state in
              state.now += 1
              state.most = max(state.most, state.now)
            }
            await Task.yield()
            inside.withLock { state in
              state.now -= 1
              state.done += 1
            }
          }
        }
      }
    }
    let (_, most, done) = inside.value
    #expect(most <= count)
    #expect(done == 200)
  }

  @Test func `a task that is cancelled while it waits gets no permit and takes none away`() async {
    let permits = Permits(1)
    let gate = ManualClock()
    let holding = Task { await permits.withPermit { try? await gate.sleep(for: .seconds(1)) } != nil }
    await gate.sleepers(atLeast: 1)
    let waiting = Task { await permits.withPermit { true } }
    waiting.cancel()
    #expect(await waiting.value == nil)
    gate.advance(by: .seconds(2))
    #expect(await holding.value)
    #expect(await permits.withPermit { true } == true)
  }

  private func retrying(
    _ base: any Screener, _ clock: ManualClock, budget: Duration = .seconds(300),
    meters: ScreenerMeters? = nil
  ) -> any Screener {
    chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1000, concurrency: 8, retryFor: budget), clock: clock,
      meters: meters ?? ScreenerMeters(of: base), reuse: nil)
  }

  private func screened(_ screener: any Screener, _ text: String = "text") async -> Result<
    Screening, ScreenerError
  > {
    do throws(ScreenerError) { return .success(try await screener.screen(text)) } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    ScreenerError.timedOut(after: .seconds(1)), .unreachable("refused"), .brokenOff("reset"),
    .rateLimited(retryAfter: nil), .unavailable(status: 502),
  ])
  func `what is transient is asked again until it succeeds`(error: ScreenerError) async {
    let clock = ManualClock()
    let base = ScriptedScreener { _, call throws(ScreenerError) in
      if call < 4 { throw error }
      return Screening(findings: [])
    }
    let meters = ScreenerMeters(of: base)
    let screener = retrying(base, clock, meters: meters)
    let result = await running(clock) { await screened(screener) }
    #expect(result == .success(Screening(findings: [])))
    #expect(meters.counts.retries == 3)
    #expect(meters.counts.requests == (error.reachedTheService ? 4 : 1))
  }

  @Test(arguments: [
    ScreenerError.unauthorised("401"), .misconfigured("404"), .rejected(status: 400, "bad"),
    .unreadable("html"),
    .tooLong(bytes: 2, limit: 1),
  ])
  func `what is not transient is asked once`(error: ScreenerError) async {
    let clock = ManualClock()
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw error }
    let screener = retrying(base, clock)
    let result = await running(clock) { await screened(screener) }
    #expect(result == .failure(error))
    #expect(base.asked.count == 1)
  }

  @Test func `the wait that the server asks for is kept`() async {
    let clock = ManualClock()
    let times = Locked<[Duration]>([])
    let base = ScriptedScreener { _, call throws(ScreenerError) in
      times.withLock { $0.append(clock.now.offset) }
      if call == 1 { throw .rateLimited(retryAfter: .seconds(54)) }
      return Screening(findings: [])
    }
    let screener = retrying(base, clock)
    _ = await running(clock) { await screened(screener) }
    let asked = times.value
    #expect(asked.count == 2)
    #expect(asked[1] - asked[0] >= .seconds(54))
    #expect(asked[1] - asked[0] <= .seconds(56))
  }

  @Test func `retries end with the budget of wall-clock time`() async {
    let clock = ManualClock()
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw .unavailable(status: 503) }
    let screener = retrying(base, clock, budget: .seconds(120))
    let result = await running(clock) { await screened(screener) }
    #expect(result == .failure(.unavailable(status: 503)))
    #expect(clock.now.offset <= .seconds(121))
    #expect(base.asked.count >= 3)
  }

  @Test func `a dead vendor costs one budget, not one for each text`() async {
    let clock = ManualClock()
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw .unreachable("refused") }
    let screener = retrying(base, clock, budget: .seconds(60))
    _ = await running(clock) {
      for number in 0..<50 { _ = await screened(screener, "text \(number)") }
    }
    #expect(clock.now.offset < .seconds(70))
  }

  @Test func `a vendor that comes back is retried again as before`() async {
    let clock = ManualClock()
    let isDown = Locked(true)
    let base = ScriptedScreener { _, call throws(ScreenerError) in
      if isDown.value || call % 2 == 0 { throw .unreachable("refused") }
      return Screening(findings: [])
    }
    let screener = retrying(base, clock, budget: .seconds(10))
    let results = await running(clock) {
      let first = await screened(screener, "a")
      isDown.withLock { $0 = false }
      var later: [Result<Screening, ScreenerError>] = []
      for number in 0..<6 {
        // Longer than the longest pause between two tries.
        try? await clock.sleep(for: .seconds(31))
        later.append(await screened(screener, "b\(number)"))
      }
      return [first] + later
    }
    #expect(results.first == .failure(.unreachable("refused")))
    #expect(results.last == .success(Screening(findings: [])))
  }

  @Test(arguments: 0..<100)
  func `the wait grows to its bound and never beyond`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let backoff = Backoff(first: .milliseconds(500), longest: .seconds(60))
    for attempt in 1...80 {
      let wait = backoff.wait(after: attempt, asked: nil, using: &generator)
      #expect(wait >= .zero)
      #expect(wait <= .seconds(60))
      if attempt == 1 { #expect(wait <= .milliseconds(500)) }
    }
  }
}
