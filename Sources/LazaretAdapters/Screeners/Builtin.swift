package import LazaretCore
package import LazaretDetectors

/// The embedded detectors, in process: no network, no key, no quota.
package struct Builtin: Screener {
  /// Text in, what was found and where, in UTF-8 bytes of it.
  package typealias Detect = @Sendable (String) -> [(label: Label, span: TextSpan)]

  package let name: String
  package let fingerprint: Fingerprint
  /// Nothing limits it but memory; this is more than any chunk has.
  package let maxTextBytes = 16 * 1024 * 1024
  private let detect: Detect

  /// - Parameters:
  ///   - groups: which detectors look; all when `nil`.
  ///   - detect: takes the place of the detectors.
  package init(
    name: String, revision: String = "", groups: Set<DetectorGroup>? = nil, detect: Detect? = nil
  ) {
    self.name = name
    let everything = Set(DetectorGroup.allCases)
    let groups = groups ?? everything
    let detectors = groups == everything ? DetectorSet.standard : DetectorSet(groups: groups)
    self.detect = detect ?? { text in detectors.detections(in: text).map { ($0.label, $0.span) } }
    var settings = ["detectors": String(DetectorSet.version), "revision": revision]
    // Left out for all of them, as it was before there was a choice: kept answers stay good.
    if groups != everything { settings["groups"] = groups.map(\.rawValue).sorted().joined(separator: " ") }
    fingerprint = Fingerprint(kind: "builtin", settings: settings)
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
  static let builtin = ScreenerKind(name: "builtin", isNetworked: false) {
    (configuration, _) throws(ScreenerError) -> any Screener in
    var groups: Set<DetectorGroup>?
    if let names = configuration.detectors {
      try configuration.check(names, of: "detectors")
      var named: Set<DetectorGroup> = []
      for name in names {
        do throws(EmbeddedDetectors.Refusal) {
          named.formUnion(try EmbeddedDetectors.groups(named: name))
        } catch {
          throw .misconfigured(
            "screener '\(configuration.name)': 'detectors' names '\(error.name)': \(error.why); check it"
          )
        }
      }
      groups = named
    }
    return Builtin(name: configuration.name, revision: configuration.revision, groups: groups)
  }
}
