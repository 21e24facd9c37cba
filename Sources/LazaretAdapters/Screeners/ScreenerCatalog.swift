package import LazaretCore

/// The kinds of screeners that a pipeline file can name. One more vendor is one file with its
/// ``ScreenerKind`` and one line here; the conformance suite walks this list.
package enum ScreenerCatalog {
  package static let all: [ScreenerKind] = [
    .lakeraGuard,
    .lassoClassifier,
    .layerup,
    .liteLLMProxy,
    .portkeyGateway,
    .builtin,
  ]

  package static func kind(named name: String) -> ScreenerKind? {
    all.first { $0.name == name }
  }
}

/// One kind of screener.
package struct ScreenerKind: Sendable {
  package typealias Make =
    @Sendable (ScreenerConfiguration, VendorHTTP) throws(ScreenerError) -> any Screener

  /// As written after `screener:`.
  package let name: String
  /// Whether it asks over the network; one that does not takes no endpoint.
  package var isNetworked = true
  /// Where it is asked unless the pipeline file says otherwise; `nil` for one that must be named there,
  /// and for one that needs no network.
  package var defaultEndpoint: String?
  /// Whether `endpoint: sandbox` can stand in for it.
  package var hasSandbox = true
  /// Throws `.misconfigured` when the configuration cannot work, whatever the vendor says.
  package let make: Make
}
