package import LazaretCore

/// The kinds of screeners that a pipeline file can name. One more vendor is one file with its
/// ``ScreenerKind`` and one line here; the conformance suite walks this list.
package enum ScreenerCatalog {
  package static let all: [ScreenerKind] = [
    .lakeraGuard,
    .lassoClassifier,
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
  /// Where it is asked unless the pipeline file says otherwise; `nil` for one that needs no network.
  package let defaultEndpoint: String?
  /// Throws `.misconfigured` when the configuration cannot work, whatever the vendor says.
  package let make: Make

  package var isNetworked: Bool { defaultEndpoint != nil }
}
