package import LazaretCore

/// A screener whose service can say, without judging a text, whether the key and the project are good.
package protocol HealthReporting: Screener {
  /// - Throws: what a call for a screening would throw as well.
  func health() async throws(ScreenerError) -> ServiceHealth
}

/// What a service says about itself.
package enum ServiceHealth: Sendable, Hashable {
  /// The project and its policy are known. The notes are warnings about the policy.
  case sound(isDefaultPolicy: Bool?, notes: [String])
  case faulty(String)
  /// This deployment does not have the call.
  case notOffered
}
