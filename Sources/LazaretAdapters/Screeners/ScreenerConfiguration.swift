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
  /// Names of guardrails, in the file's order: Layerup's, or those of a LiteLLM proxy. `nil` means the
  /// kind's own list.
  package var guardrails: [String]?
  /// The model that a gateway asks after its guardrails.
  package var model: String?
  /// Portkey's: the id of a saved config, or a config as JSON on one line. May hold credentials.
  package var gatewayConfig: String?
  /// Portkey's: ids of the checks that must have answered.
  package var checks: [String]
  /// Names of groups of embedded detectors; `nil` means all.
  package var detectors: [String]?
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
    apiKey: String? = nil, projectID: String? = nil, userID: String? = nil,
    guardrails: [String]? = nil, model: String? = nil, gatewayConfig: String? = nil,
    checks: [String] = [], detectors: [String]? = nil, revision: String = "",
    metadata: [String: String] = [:], timeout: Duration = .seconds(15), session: ULID
  ) {
    self.name = name
    self.kind = kind
    self.endpoint = endpoint
    self.endpointIdentity = endpointIdentity
    self.apiKey = apiKey
    self.projectID = projectID
    self.userID = userID
    self.guardrails = guardrails
    self.model = model
    self.gatewayConfig = gatewayConfig
    self.checks = checks
    self.detectors = detectors
    self.revision = revision
    self.metadata = metadata
    self.timeout = timeout
    self.session = session
  }
}

extension ScreenerConfiguration {
  /// - Throws: `.misconfigured` when the setting is missing.
  func required(_ value: String?, as key: String) throws(ScreenerError) -> String {
    guard let value = value?.nonEmpty else {
      throw .misconfigured("screener '\(name)': '\(key)' is missing, check the pipeline file")
    }
    return value
  }

  /// - Throws: `.misconfigured` for a list that would ask nobody, or one guardrail twice.
  func check(_ names: [String], of key: String) throws(ScreenerError) {
    guard !names.isEmpty, !names.contains("") else {
      throw .misconfigured(
        "screener '\(name)': '\(key)' names nothing, so nobody would judge; check the list")
    }
    guard Set(names).count == names.count else {
      throw .misconfigured("screener '\(name)': '\(key)' names something twice, check the list")
    }
  }
}

extension String {
  /// `nil` for the empty string: an environment variable that is set to nothing is not set.
  var nonEmpty: String? { isEmpty ? nil : self }
}
