package import LazaretCore

/// What a screener made of one canary, asked once and without retries: for a person who wants to know.
package struct CanaryAnswer: Sendable {
  package let canary: Canary
  package let result: Result<Screening, ScreenerError>
  package let latency: Duration

  package static func asking<Time: Clock>(
    _ screener: any Screener, _ canary: Canary, clock: Time
  ) async -> CanaryAnswer where Time.Duration == Duration {
    let started = clock.now
    let result: Result<Screening, ScreenerError>
    do throws(ScreenerError) {
      result = .success(try await screener.screen(canary.text))
    } catch {
      result = .failure(error)
    }
    return CanaryAnswer(canary: canary, result: result, latency: started.duration(to: clock.now))
  }
}
