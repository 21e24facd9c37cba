package import LazaretCore
import LazaretDetectors

/// The embedded detectors, in process: no network, no key, no quota.
package struct Builtin: Screener {
  /// Text in, what was found and where, in UTF-8 bytes of it.
  package typealias Detect = @Sendable (String) -> [(label: Label, span: TextSpan)]

  package let name: String
  package let fingerprint: Fingerprint
  /// Nothing limits it but memory; this is more than any chunk has.
  package let maxTextBytes = 16 * 1024 * 1024
  private let detect: Detect

  /// - Parameter detect: the standard detectors when `nil`.
  package init(name: String, revision: String = "", detect: Detect? = nil) {
    self.name = name
    self.detect =
      detect ?? { text in DetectorSet.standard.detections(in: text).map { ($0.label, $0.span) } }
    fingerprint = Fingerprint(
      kind: "builtin", settings: ["detectors": String(DetectorSet.version), "revision": revision])
  }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    if Task.isCancelled { throw .cancelled }
    let bytes = text.utf8.count
    guard bytes <= maxTextBytes else { throw .tooLong(bytes: bytes, limit: maxTextBytes) }
    let findings = detect(text).map { Finding(screener: name, label: $0.label, span: $0.span) }
    return Screening(
      findings: findings, evidence: Screening.Evidence(build: "detectors \(DetectorSet.version)"))
  }
}

extension ScreenerKind {
  static let builtin = ScreenerKind(name: "builtin", defaultEndpoint: nil) {
    (configuration, _) throws(ScreenerError) -> any Screener in
    Builtin(name: configuration.name, revision: configuration.revision)
  }
}
