/// A screener's answer about one text: what it found, which may be nothing.
///
/// There is no case for "no answer". Whoever has no answer throws a ``ScreenerError``, so that an
/// outage cannot be mistaken for a clean text.
package struct Screening: Sendable, Hashable, Codable {
  package var findings: [Finding]
  package var evidence: Evidence

  package init(findings: [Finding], evidence: Evidence = Evidence()) {
    self.findings = findings
    self.evidence = evidence
  }

  /// What the answer says about who judged, kept for support and to notice changes of the vendor's
  /// policy. Never document text.
  package struct Evidence: Sendable, Hashable, Codable {
    /// The vendor's own identifier of the request.
    package var requestID: String?
    /// Identifiers of the vendor's policies and detectors, sorted, without duplicates.
    package var policies: [String]
    package var detectors: [String]
    /// The vendor's build, as far as it says.
    package var build: String?
    /// Whether the vendor's project enforces its policy or only watches.
    package var mode: Mode?
    /// How the offsets of the proved spans were read, sorted, without duplicates.
    package var readings: [OffsetReading]

    package enum Mode: String, Sendable, Hashable, Codable {
      case enforce
      /// What is detected is told, and the verdict says "not flagged" all the same.
      case detect
    }

    package init(
      requestID: String? = nil, policies: [String] = [], detectors: [String] = [],
      build: String? = nil, mode: Mode? = nil, readings: [OffsetReading] = []
    ) {
      self.requestID = requestID
      self.policies = policies
      self.detectors = detectors
      self.build = build
      self.mode = mode
      self.readings = readings
    }
  }
}
