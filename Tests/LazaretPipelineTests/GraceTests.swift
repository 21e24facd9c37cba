import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretPipeline

struct GraceTests {
  /// Answers when the clock has moved on by a minute.
  private func slow(_ clock: ManualClock) -> ScriptedScreener {
    ScriptedScreener { _, _ throws(ScreenerError) in
      do { try await clock.sleep(for: .seconds(60)) } catch { throw .cancelled }
      return Screening(findings: [])
    }
  }

  private func asking(_ screener: any Screener) -> Task<Result<Screening, ScreenerError>, Never> {
    Task { await answer(of: screener) }
  }

  private func answer(of screener: any Screener) async -> Result<Screening, ScreenerError> {
    do throws(ScreenerError) {
      return .success(try await screener.screen("text"))
    } catch {
      return .failure(error)
    }
  }

  @Test func `a request in flight is answered although its task is cancelled`() async {
    let clock = ManualClock()
    let asked = asking(ShieldedScreener(slow(clock), grace: Grace(.seconds(100), clock: clock)))
    await clock.sleepers(atLeast: 1)
    asked.cancel()
    // The request, and the grace.
    await clock.sleepers(atLeast: 2)
    clock.advance(by: .seconds(60))
    #expect(await asked.value == .success(Screening(findings: [])))
  }

  @Test func `a request that takes longer than the grace is cut off`() async {
    let clock = ManualClock()
    let asked = asking(ShieldedScreener(slow(clock), grace: Grace(.seconds(5), clock: clock)))
    await clock.sleepers(atLeast: 1)
    asked.cancel()
    await clock.sleepers(atLeast: 2)
    clock.advance(by: .seconds(5))
    #expect(await asked.value == .failure(.cancelled))
  }

  @Test func `a cut ends what is in flight at once, and what comes later`() async {
    let clock = ManualClock()
    let grace = Grace(.seconds(100), clock: clock)
    let screener = ShieldedScreener(slow(clock), grace: grace)
    let asked = asking(screener)
    await clock.sleepers(atLeast: 1)
    asked.cancel()
    grace.cut()
    #expect(await asked.value == .failure(.cancelled))
    #expect(await asking(screener).value == .failure(.cancelled))
  }

  @Test func `nothing is sent once the task is cancelled`() async {
    let clock = ManualClock()
    let screener = slow(clock)
    let gate = Task { try? await clock.sleep(for: .seconds(1)) }
    let shielded = ShieldedScreener(screener, grace: Grace(.seconds(5), clock: clock))
    let asked = Task { () async -> Result<Screening, ScreenerError> in
      await gate.value
      return await answer(of: shielded)
    }
    asked.cancel()
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    #expect(await asked.value == .failure(.cancelled))
    #expect(screener.asked.isEmpty)
  }

  @Test func `waiting for a turn or for the next attempt ends at once`() async {
    let clock = ManualClock()
    let failing = ScriptedScreener { _, _ throws(ScreenerError) in throw .unavailable(status: 503) }
    let chained = chain(
      failing, limits: ScreenerLimits(requestsPerSecond: 1, concurrency: 1, retryFor: .seconds(3600)),
      clock: clock, meters: ScreenerMeters(of: failing), reuse: nil,
      grace: Grace(.seconds(3600), clock: clock))
    let asked = [asking(chained), asking(chained), asking(chained)]
    await clock.sleepers(atLeast: 1)
    for asked in asked { asked.cancel() }
    for asked in asked { #expect(await asked.value == .failure(.cancelled)) }
  }
}
