import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretPipeline

/// Limits that follow what the vendor does.
struct AdaptiveLimitsTests {
  private typealias Instant = ManualClock.Instant

  private func at(_ seconds: Double) -> Instant { ManualClock().now.advanced(by: .seconds(seconds)) }

  @Test(arguments: 0..<50)
  func `after a refusal turns come slower, then as before, and never faster`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let rate = Double.random(in: 1...200, using: &generator)
    var pacing = Pacing<Instant>(perSecond: rate)
    var turns: [Instant] = []
    for _ in 0..<10 { turns.append(pacing.reserve(at: at(0))) }
    let refused = turns[9]
    pacing.refused(sent: refused, at: refused, retryAfter: nil)
    #expect(pacing.share(at: refused) == 0.5)
    var now = refused
    while now < refused.advanced(by: .seconds(40)) {
      now = pacing.reserve(at: now)
      turns.append(now)
    }
    #expect(pacing.share(at: now) == 1)
    for (earlier, later) in zip(turns, turns.dropFirst()) {
      #expect(earlier.duration(to: later) >= .seconds(1.01 / rate))
    }
    // The second after the refusal holds about half of what a second may hold.
    let after = turns.filter { $0 > refused && $0 <= refused.advanced(by: .seconds(1)) }.count
    #expect(Double(after) <= max(1, rate * 0.55))
  }

  @Test func `requests that were under way together are one refusal`() {
    var pacing = Pacing<Instant>(perSecond: 10)
    for number in 0..<8 {
      pacing.refused(sent: at(1), at: at(2 + Double(number) / 100), retryAfter: nil)
    }
    #expect(pacing.share(at: at(2)) == 0.5)
    pacing.refused(sent: at(2.5), at: at(2.6), retryAfter: nil)
    #expect(pacing.share(at: at(2.6)) < 0.3)
  }

  @Test func `nobody's turn is in the silence that the server asked for`() {
    var pacing = Pacing<Instant>(perSecond: 100)
    pacing.refused(sent: at(0), at: at(1), retryAfter: .seconds(30))
    #expect(pacing.reserve(at: at(2)) == at(31))
    #expect(pacing.reserve(at: at(2)) > at(31))
  }

  @Test(arguments: [0.5, 1, 7.5, 20, 500, 5000], 0..<5)
  func `tasks that wake late and together leave no faster than is permitted`(rate: Double, seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var pacing = Pacing<Instant>(perSecond: rate)
    var departures: [Instant] = []
    var now = at(0)
    for _ in 0..<Int(max(rate, 10) * 3) {
      now = max(now, pacing.reserve(at: now))
      // Now and then nobody runs for a while, and then all who were due do.
      if Int.random(in: 0..<20, using: &generator) == 0 {
        now = now.advanced(by: .seconds(Double.random(in: 0...0.7, using: &generator)))
      }
      var departure = now
      while let free = pacing.depart(at: departure) { departure = free }
      departures.append(departure)
    }
    for (index, start) in departures.enumerated() {
      let end = start.advanced(by: .seconds(1))
      let inWindow = departures[index...].prefix { $0 < end }.count
      #expect(Double(inWindow) <= rate.rounded(.up))
    }
  }

  @Test(arguments: [0.5, 1, 7.5, 20, 100, 500, 5000], [0, 30.0])
  func `requests that wait for their connection arrive within the rate, also after silence`(
    rate: Double, start: Double
  ) {
    var pacing = Pacing<Instant>(perSecond: rate)
    if start > 0 { _ = pacing.reserve(at: at(0)) }
    let connected = at(start + 0.2)
    var arrivals: [Instant] = []
    while arrivals.last.map({ $0 < at(start + 3) }) ?? true {
      arrivals.append(max(connected, pacing.reserve(at: at(start))))
    }
    #expect(Self.most(of: arrivals) <= rate.rounded(.up))
  }

  @Test(arguments: [100, 500, 1000, 5000], 0..<10)
  func `what is on its way when a machine stands still arrives within the rate, with what was held up`(
    rate: Double, seed: Int
  ) {
    var generator = SeededGenerator(seed: seed)
    var pacing = Pacing<Instant>(perSecond: rate)
    let stalls = (0..<4).map { second in
      let start = at(Double(second) + Double.random(in: 0.3...0.9, using: &generator))
      return (
        start: start, end: start.advanced(by: .seconds(Double.random(in: 0.01...0.1, using: &generator)))
      )
    }
    func held(_ moment: Instant, since early: Duration = .zero) -> Instant {
      stalls.first { $0.start.advanced(by: .zero - early) <= moment && moment < $0.end }?.end ?? moment
    }
    var arrivals: [Instant] = []
    while arrivals.count < Int(rate) * 5 {
      var departure = held(pacing.reserve(at: at(0)))
      while let free = pacing.depart(at: departure) { departure = held(free) }
      // What left in the last ten milliseconds is still on its way.
      arrivals.append(held(departure, since: .milliseconds(10)))
    }
    #expect(Self.most(of: arrivals.sorted()) <= rate)
  }

  /// The most in any second.
  private static func most(of arrivals: [Instant]) -> Double {
    var first = 0
    var most = 0
    for (place, arrival) in arrivals.enumerated() {
      while arrivals[first].duration(to: arrival) >= .seconds(1) { first += 1 }
      most = max(most, place - first + 1)
    }
    return Double(most)
  }

  @Test func `long texts wait for the bytes of those before them`() {
    var pacing = Pacing<Instant>(perSecond: 1000, bytesPerSecond: 10_000)
    #expect(pacing.reserve(at: at(0), bytes: 50_000) == at(0))
    let next = pacing.reserve(at: at(0), bytes: 10)
    #expect(next >= at(5))
    #expect(next <= at(5.4))
  }

  @Test(arguments: 1...64)
  func `the limit in flight stays between one and what is allowed, whatever happens`(most: Int) {
    var generator = SeededGenerator(seed: most)
    var limit = InFlightLimit<Instant>(most: most)
    var now = 0.0
    for _ in 0..<2_000 {
      now += Double.random(in: 0...0.1, using: &generator)
      if Int.random(in: 0..<20, using: &generator) == 0 {
        limit.failed(sent: at(now - 0.05), at: at(now))
      } else {
        let latency = Double.random(in: 0.001...2, using: &generator)
        limit.answered(in: .seconds(latency), inFlight: Int.random(in: 1...most, using: &generator))
      }
      #expect((1...most).contains(limit.current))
    }
  }

  @Test func `rising latency shrinks what is in flight, and it grows back when it falls`() {
    var limit = InFlightLimit<Instant>(most: 64)
    for _ in 0..<200 { limit.answered(in: .milliseconds(50), inFlight: limit.current) }
    #expect(limit.current == 64)
    for _ in 0..<40 { limit.answered(in: .milliseconds(500), inFlight: limit.current) }
    let slow = limit.current
    #expect(slow < 32)
    for _ in 0..<10 { limit.answered(in: .milliseconds(50), inFlight: limit.current) }
    #expect(limit.current > slow)
    #expect(limit.current < 64)
    for _ in 0..<200 { limit.answered(in: .milliseconds(50), inFlight: limit.current) }
    #expect(limit.current == 64)
  }

  @Test func `steady latency that merely differs from text to text takes nothing away`() {
    var generator = SeededGenerator(seed: 7)
    var limit = InFlightLimit<Instant>(most: 32)
    for _ in 0..<2_000 {
      limit.answered(in: .seconds(Double.random(in: 0.04...0.09, using: &generator)), inFlight: 32)
      #expect(limit.current >= 30)
    }
  }

  @Test func `fewer permits are waited for, and more are given out at once`() async {
    let permits = Permits(4)
    let gate = ManualClock()
    let holders = (0..<4).map { _ in
      Task { await permits.withPermit { try? await gate.sleep(for: .seconds(1)) } != nil }
    }
    await gate.sleepers(atLeast: 4)
    permits.resize(to: 1)
    let waiting = (0..<3).map { _ in
      Task { await permits.withPermit { try? await gate.sleep(for: .seconds(1)) } != nil }
    }
    gate.advance(by: .seconds(1))
    for holder in holders { #expect(await holder.value) }
    await gate.sleepers(atLeast: 1)
    #expect(permits.taken == 1)
    permits.resize(to: 3)
    await gate.sleepers(atLeast: 3)
    #expect(permits.taken == 3)
    gate.advance(by: .seconds(1))
    for task in waiting { #expect(await task.value) }
    #expect(permits.taken == 0)
  }

  // MARK: The circuit breaker

  private func isOpen(_ breaker: CircuitBreaker<Instant>, at now: Instant) -> Bool {
    if case .wait = breaker.admission(at: now) { true } else { false }
  }

  @Test func `a vendor that fails again and again is left alone, then tried by one at a time`() {
    let breaker = CircuitBreaker<Instant>()
    let dead = ScreenerError.unavailable(status: 503)
    for number in 0..<5 {
      #expect(!isOpen(breaker, at: at(Double(number))))
      #expect(breaker.failed(dead, at: at(Double(number))) == at(0))
    }
    #expect(isOpen(breaker, at: at(4.5)))
    #expect(!isOpen(breaker, at: at(5)))
    #expect(isOpen(breaker, at: at(5)))
    _ = breaker.failed(dead, at: at(5.1))
    // Each pause is longer than the one before, and none longer than half a minute.
    var now = 5.1
    var pauses: [Double] = []
    for _ in 0..<10 {
      let began = now
      while isOpen(breaker, at: at(now)) { now += 0.1 }
      pauses.append(now - began)
      _ = breaker.failed(dead, at: at(now))
    }
    #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 + 0.2 })
    #expect(pauses.allSatisfy { $0 <= 30.2 })
    while isOpen(breaker, at: at(now)) { now += 0.1 }
    breaker.answered()
    #expect(!isOpen(breaker, at: at(now)))
    #expect(!isOpen(breaker, at: at(now)))
  }

  @Test func `refusals because of the rate leave the vendor alive`() {
    let breaker = CircuitBreaker<Instant>()
    for number in 0..<50 {
      #expect(!isOpen(breaker, at: at(Double(number))))
      _ = breaker.failed(.rateLimited(retryAfter: nil), at: at(Double(number)))
    }
  }

  @Test func `a probe that was not sent lets the next one try`() {
    let breaker = CircuitBreaker<Instant>()
    for _ in 0..<5 { _ = breaker.failed(.timedOut(after: .seconds(1)), at: at(0)) }
    #expect(!isOpen(breaker, at: at(2)))
    #expect(isOpen(breaker, at: at(2)))
    breaker.leftOpen()
    #expect(!isOpen(breaker, at: at(2)))
  }

  @Test func `a vendor that is down all night is asked a few times, however many texts wait`() async {
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw .unavailable(status: 502) }
    let clock = ManualClock()
    let screener = chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1000, concurrency: 8, retryFor: .seconds(20)),
      clock: clock, meters: ScreenerMeters(of: base), reuse: nil)
    let failed = await running(clock) {
      // As many at once as a run asks about.
      let results = try? await boundedMap(0..<500, width: 16) { number in
        do throws(ScreenerError) { _ = try await screener.screen("text \(number)") } catch { return true }
        return false
      }
      return results?.count { $0 } ?? 0
    }
    #expect(failed == 500)
    #expect(base.asked.count < 60)
    #expect(clock.now.offset <= .seconds(22))
  }
}
