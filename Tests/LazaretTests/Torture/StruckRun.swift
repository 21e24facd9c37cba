import Foundation
import LazaretTesting

/// One `lazaret run` that is sent a signal at some moment of its life.
struct StruckRun {
  enum Moment: Sendable {
    /// After the process was started.
    case after(Duration)
    /// After so many texts have reached the sandbox.
    case arrival(Int, then: Duration)
  }

  struct Outcome: Sendable {
    let ended: BuiltBinary.Ended
    /// From the signal to the end; `nil` when the run was faster than the signal.
    let endedAfter: Duration?
  }

  let pipeline: String
  let arrivals: Arrivals

  func run(_ moment: Moment, signal: Int32) async throws -> Outcome {
    let process = Locked<Int32?>(nil)
    let struck = Locked<ContinuousClock.Instant?>(nil)
    // Under the lock, so that no other process is hit that has got the number since.
    let strike: @Sendable () -> Void = {
      process.withLock { process in
        guard let process, kill(process, signal) == 0 else { return }
        struck.withLock { $0 = .now }
      }
    }
    let strikeLater: @Sendable (Duration) -> Void = { delay in
      if delay <= .zero { return strike() }
      Task {
        try? await Task.sleep(for: delay, tolerance: .zero)
        strike()
      }
    }
    switch moment {
    case .after: arrivals.start()
    case .arrival(let number, let delay): arrivals.start(strikingAt: number) { strikeLater(delay) }
    }
    let ended = try await BuiltBinary.run("run", pipeline, "--json", "--grace-time", "5m") { started in
      process.withLock { $0 = started }
      if case .after(let delay) = moment { strikeLater(delay) }
    }
    process.withLock { $0 = nil }
    let end = ContinuousClock.now
    return Outcome(ended: ended, endedAfter: struck.value.map { $0.duration(to: end) })
  }
}
