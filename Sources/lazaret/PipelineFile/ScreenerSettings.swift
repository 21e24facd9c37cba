import LazaretAdapters
import LazaretCore

/// One entry of `screeners`.
struct ScreenerSettings: Sendable, Hashable {
  /// Unique within the file.
  var name: String
  var kind: Kind
  /// For the kinds that speak HTTP.
  var endpoint: Endpoint?
  var apiKey: Secret?
  /// Lakera's; absent, the vendor uses its default policy.
  var projectID: String?
  /// Lasso's: who asks.
  var userID: String?
  /// Layerup's, or a LiteLLM proxy's, in order; `nil` means the kind's own list.
  var guardrails: [String]?
  /// Of a gateway: the model that it asks after its guardrails.
  var model: String?
  /// Portkey's: a saved config's id, or a config that may hold credentials.
  var gatewayConfig: Secret?
  /// Portkey's: ids of the checks that must have answered.
  var checks: [String] = []
  /// For `builtin`: which detectors look; `nil` means all.
  var detectors: [String]?
  /// Lakera's and Layerup's: goes into every request as it is.
  var metadata: [String: String]
  /// Lakera's: whether answers are to say which build gave them.
  var asksForDevInfo: Bool
  /// The user's own version of the vendor's dashboard; part of the fingerprint.
  var revision: String?
  var onFlagged: Action?
  var required: Bool
  /// Whether texts with a known verdict are sent before the first document of a run.
  var canary: Bool
  /// For one request.
  var timeout: Duration
  /// How long one text is asked about again after a failure that may pass; wall clock.
  var retryFor: Duration
  var limits: Limits

  enum Kind: String, Sendable, Hashable, CaseIterable {
    case lakeraGuard = "lakera_guard"
    case lassoClassifier = "lasso_classifier"
    case layerup
    case liteLLMProxy = "litellm_proxy"
    case portkeyGateway = "portkey_gateway"
    case builtin

    /// False for what runs inside this process.
    var isNetworked: Bool { catalogued?.isNetworked ?? true }
    /// What runs inside this process costs nobody's quota, so it may do what it can.
    var defaultRequestsPerSecond: Double { isNetworked ? 20 : 1_000_000 }
    /// True for a gateway that others stand behind: it may answer without having asked them.
    var relays: Bool { self == .liteLLMProxy || self == .portkeyGateway }

    /// The vendor's own host, for a file that names none.
    var defaultEndpoint: String? { catalogued?.defaultEndpoint }
    var hasSandbox: Bool { catalogued?.hasSandbox ?? false }

    private var catalogued: ScreenerKind? { ScreenerCatalog.kind(named: rawValue) }
  }

  enum Endpoint: Sendable, Hashable {
    /// One that lives as long as the command.
    case sandbox
    /// `https`, or `http` where no key would cross a network in clear; no user name, query or
    /// fragment.
    case url(String)
  }

  struct Limits: Sendable, Hashable {
    /// More than 0; may be a fraction.
    var requestsPerSecond: Double
    /// Of text, more than 0; `nil` for any number.
    var bytesPerSecond: Int?
    /// Requests under way at once, at least 1.
    var concurrency: Int
    /// At least 1; `nil` for any number.
    var requestsPerRun: Int?
    /// In a calendar month in UTC, all runs together; at least 1, `nil` for any number.
    var requestsPerMonth: Int?
  }
}
