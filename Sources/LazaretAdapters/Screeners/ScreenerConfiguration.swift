package import LazaretCore

/// What the pipeline file says about one screener, for the catalogue to build it from. Limits,
/// retries and `on_flagged` are not here: those are wrappers and rules elsewhere.
package struct ScreenerConfiguration: Sendable {
  /// The name in the pipeline file.
  package var name: String
  /// A name of ``ScreenerCatalog``.
  package var kind: String
  /// As written; `nil` or empty means the kind's own.
  package var endpoint: String?
  /// What stands for the endpoint in the fingerprint, or `nil` for the endpoint itself. A sandbox
  /// listens on another port in every run and yet gives the same answers.
  package var endpointIdentity: String?
  /// `nil` or empty sends none, which a self-hosted service may allow.
  package var apiKey: String?
  package var projectID: String?
  package var userID: String?
  /// The user's own count of changes in the vendor's dashboard.
  package var revision: String
  /// Free keys for the vendor's log. Not part of the fingerprint: they change no answer.
  package var metadata: [String: String]
  /// For one whole exchange.
  package var timeout: Duration
  /// Of this run.
  package var session: ULID

  package init(
    name: String, kind: String, endpoint: String? = nil, endpointIdentity: String? = nil,
    apiKey: String? = nil, projectID: String? = nil, userID: String? = nil, revision: String = "",
    metadata: [String: String] = [:], timeout: Duration = .seconds(15), session: ULID
  ) {
    self.name = name
    self.kind = kind
    self.endpoint = endpoint
    self.endpointIdentity = endpointIdentity
    self.apiKey = apiKey
    self.projectID = projectID
    self.userID = userID
    self.revision = revision
    self.metadata = metadata
    self.timeout = timeout
    self.session = session
  }
}

extension String {
  /// `nil` for the empty string: an environment variable that is set to nothing is not set.
  var nonEmpty: String? { isEmpty ? nil : self }
}
