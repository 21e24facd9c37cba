import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretPipeline

struct BudgetTests {
  private let clock = ManualClock()

  private func chained(
    _ base: any Screener, _ budget: RequestBudget, _ meters: ScreenerMeters,
    deadline: ManualClock.Instant? = nil
  ) -> any Screener {
    chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1_000_000_000, concurrency: 16, retryFor: .zero),
      budget: budget, deadline: deadline, clock: clock, meters: meters, reuse: nil)
  }

  /// What each of so many texts, all asked at once, ended with.
  private func results(
    _ screener: any Screener, texts: Int
  ) async -> [Result<Screening, ScreenerError>] {
    await running(clock) { await asked(screener, texts: texts) }
  }

  private func asked(_ screener: any Screener, texts: Int) async -> [Result<Screening, ScreenerError>] {
    await withTaskGroup(of: Result<Screening, ScreenerError>.self) { group in
      for number in 0..<texts {
        group.addTask {
          do throws(ScreenerError) { return .success(try await screener.screen("text \(number)")) } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func spent(_ limit: SpentLimit, in results: [Result<Screening, ScreenerError>]) -> Int {
    results.count { $0 == .failure(.spent(limit)) }
  }

  @Test(arguments: [0, 1, 7, 63, 64, 65], 0..<4)
  func `a budget is used to the last request and not beyond, however many ask at once`(
    budget: Int, seed: Int
  ) async {
    let base = ScriptedScreener()
    let meters = ScreenerMeters(of: base)
    let screener = chained(
      base, RequestBudget(perRun: budget, together: nil, monthly: nil), meters)
    let results = await results(screener, texts: 64)
    #expect(base.asked.count == min(budget, 64))
    #expect(spent(.requestsPerRun, in: results) == max(0, 64 - budget))
    #expect(meters.counts.requests == min(budget, 64))
    #expect(meters.counts.errors == 0)
    #expect(meters.limitsReached == (budget < 64 ? [.requestsPerRun] : []))
  }

  @Test func `screeners share what the run may ask`() async {
    let together = RequestTally(30)
    let (first, second) = (ScriptedScreener(), ScriptedScreener())
    let budget = RequestBudget(perRun: nil, together: together, monthly: nil)
    let screeners = [first, second].map { chained($0, budget, ScreenerMeters(of: $0)) }
    let results = await running(clock) {
      async let one = asked(screeners[0], texts: 40)
      async let two = asked(screeners[1], texts: 40)
      return await one + two
    }
    #expect(first.asked.count + second.asked.count == 30)
    #expect(spent(.maxRequests, in: results) == 50)
  }

  @Test func `a month's budget holds across runs and begins anew with the month`() async {
    let store = MemoryStore()
    let month = Locked("2026-11")
    let base = ScriptedScreener()
    func run(texts: Int) async -> [Result<Screening, ScreenerError>] {
      let monthly = MonthlyBudget(account: "a", limit: 10, store: store) { month.value }
      return await results(
        chained(base, RequestBudget(perRun: 8, together: nil, monthly: monthly), ScreenerMeters(of: base)),
        texts: texts)
    }
    #expect(spent(.requestsPerRun, in: await run(texts: 12)) == 4)
    #expect(spent(.requestsPerMonth, in: await run(texts: 5)) == 3)
    #expect(base.asked.count == 10)
    #expect(store.booked("a", month: "2026-11") == 10)
    month.withLock { $0 = "2026-12" }
    #expect(await run(texts: 5).allSatisfy { (try? $0.get()) != nil })
    #expect(store.booked("a", month: "2026-12") == 5)
  }

  @Test func `what was not sent is given back, what was sent is not`() async {
    let store = MemoryStore()
    for (error, count) in [(ScreenerError.unreachable("refused"), 0), (.timedOut(after: .seconds(1)), 3)] {
      let base = ScriptedScreener { _, _ throws(ScreenerError) in throw error }
      let monthly = MonthlyBudget(account: "\(error)", limit: 10, store: store) { "m" }
      _ = await results(
        chained(base, RequestBudget(perRun: nil, together: nil, monthly: monthly), ScreenerMeters(of: base)),
        texts: 3)
      #expect(store.booked("\(error)", month: "m") == count)
    }
  }

  @Test func `a store that cannot book stops the run before anything is sent`() async {
    let store = MemoryStore()
    store.fail(with: .full(path: "p"))
    let base = ScriptedScreener()
    let monthly = MonthlyBudget(account: "a", limit: 10, store: store) { "m" }
    let results = await results(
      chained(base, RequestBudget(perRun: nil, together: nil, monthly: monthly), ScreenerMeters(of: base)),
      texts: 1)
    #expect(results == [.failure(.storeFailed(.full(path: "p")))])
    #expect(base.asked.isEmpty)
  }

  @Test func `after the run's time nothing is sent, and nothing is taken from the budget`() async {
    let base = ScriptedScreener()
    let meters = ScreenerMeters(of: base)
    let together = RequestTally(10)
    let screener = chained(
      base, RequestBudget(perRun: nil, together: together, monthly: nil), meters,
      deadline: clock.now.advanced(by: .seconds(60)))
    #expect(await results(screener, texts: 1).allSatisfy { (try? $0.get()) != nil })
    clock.advance(by: .seconds(60))
    #expect(spent(.maxDuration, in: await results(screener, texts: 3)) == 3)
    #expect(base.asked.count == 1)
    #expect(meters.limitsReached == [.maxDuration])
    for _ in 0..<9 { #expect(together.take()) }
    #expect(!together.take())
  }

  @Test func `nobody waits for a retry beyond the run's time`() async {
    let base = ScriptedScreener { _, _ throws(ScreenerError) in throw .rateLimited(retryAfter: .seconds(90)) }
    let screener = chain(
      base, limits: ScreenerLimits(requestsPerSecond: 1000, concurrency: 1, retryFor: .seconds(600)),
      deadline: clock.now.advanced(by: .seconds(60)), clock: clock, meters: ScreenerMeters(of: base),
      reuse: nil)
    let results = await results(screener, texts: 1)
    #expect(results == [.failure(.rateLimited(retryAfter: .seconds(90)))])
  }
}
