import LazaretCore

/// What a pipeline file states now, as far as a report says it beside what its store holds.
struct ReportSubject {
  var pipeline: String
  /// The store's file, without its folder.
  var store: String
  var policy: Fingerprint
  /// How texts are read and cut now.
  var reading: Fingerprint
  /// The sources that the file names.
  var sources: Set<String>
  /// In the order of the file.
  var screeners: [Screener]
  var allow: AllowList
  var now: Timestamp

  struct Screener {
    var name: String
    var fingerprint: Fingerprint
    var isRequired: Bool
    /// `nil` for any number.
    var requestsPerMonth: Int?
  }
}

extension ReportSubject {
  /// - Throws: what is wrong with a screener's settings.
  init(_ file: PipelineFile, now: Timestamp) throws {
    let policy = try PolicyInForce(file)
    self.init(
      pipeline: file.name, store: FilePath.lastPart(of: file.store), policy: policy.fingerprint,
      reading: policy.reading, sources: Set(file.sources.map(\.name)),
      screeners: zip(file.screeners, policy.screeners).map { settings, fingerprint in
        Screener(
          name: settings.name, fingerprint: fingerprint, isRequired: settings.required,
          requestsPerMonth: settings.limits.requestsPerMonth)
      },
      allow: file.policy.allow, now: now)
  }
}
