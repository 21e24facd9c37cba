package import LazaretCore
import Synchronization

/// A screener that does what the test says, and remembers what it was asked.
package final class ScriptedScreener: Screener, Sendable {
  package typealias Script = @Sendable (_ text: String, _ call: Int) async throws(ScreenerError) -> Screening

  package let name: String
  package let fingerprint: Fingerprint
  package let maxTextBytes: Int
  private let script: Script
  private let calls = Mutex<[String]>([])
  private let flight = Mutex((now: 0, most: 0))

  package init(
    _ name: String = "scripted", maxTextBytes: Int = 100_000, revision: String = "1",
    script: @escaping Script = { _, _ in Screening(findings: []) }
  ) {
    self.name = name
    self.maxTextBytes = maxTextBytes
    self.fingerprint = Fingerprint(kind: "scripted", settings: ["name": name, "revision": revision])
    self.script = script
  }

  /// The texts that it was asked about, in the order of asking.
  package var asked: [String] { calls.withLock { $0 } }
  /// The most calls that were under way at once.
  package var mostInFlight: Int { flight.withLock { $0.most } }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let call = calls.withLock { calls in
      calls.append(text)
      return calls.count
    }
    flight.withLock { flight in
      flight.now += 1
      flight.most = max(flight.most, flight.now)
    }
    defer { flight.withLock { $0.now -= 1 } }
    return try await script(text, call)
  }
}
