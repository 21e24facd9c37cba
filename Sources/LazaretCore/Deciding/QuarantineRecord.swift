/// A chunk that is withheld, as a reviewer meets it.
package struct QuarantineRecord: Sendable, Hashable {
  package var id: ChunkID
  package var documentID: DocumentID
  package var source: String
  package var uri: String
  package var title: String?
  package var language: String?
  package var modified: String?
  package var fetched: String?
  package var lane: Lane
  /// The page or slide on which the text begins.
  package var page: Int?
  package var ordinal: Int
  /// In the text of the lane.
  package var span: TextSpan
  package var headingPath: [String]
  package var reasons: [Reason]
  package var findings: [JudgedFinding]
  /// The withheld text; `nil` unless it was asked for.
  package var text: String?
  /// When this text was first held, ISO 8601. Being judged again does not change it.
  package var since: String
  /// The run that last judged it.
  package var run: String
  /// Who answered, in the order of the pipeline file.
  package var screenedBy: [String]
  /// The one that it was last judged under.
  package var policy: Fingerprint

  package init(
    id: ChunkID, documentID: DocumentID, source: String, uri: String, title: String?,
    language: String? = nil, modified: String? = nil, fetched: String? = nil, lane: Lane,
    page: Int? = nil, ordinal: Int, span: TextSpan, headingPath: [String], reasons: [Reason],
    findings: [JudgedFinding], text: String?, since: String, run: String,
    screenedBy: [String], policy: Fingerprint
  ) {
    self.id = id
    self.documentID = documentID
    self.source = source
    self.uri = uri
    self.title = title
    self.language = language
    self.modified = modified
    self.fetched = fetched
    self.lane = lane
    self.page = page
    self.ordinal = ordinal
    self.span = span
    self.headingPath = headingPath
    self.reasons = reasons
    self.findings = findings
    self.text = text
    self.since = since
    self.run = run
    self.screenedBy = screenedBy
    self.policy = policy
  }

  /// Whether some of those who answered found something, and others nothing.
  package var isDisputed: Bool {
    let finders = Set(findings.map(\.finding.screener))
    return !finders.isEmpty && finders.count < screenedBy.count
  }
}
