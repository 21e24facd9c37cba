package import LazaretCore

/// A Portkey gateway and the guardrails of one of its configs: `POST /v1/chat/completions`, one text in
/// each request, of which a model answers one token.
///
/// It detects and cannot mask: the text that a guardrail masks goes to the model and does not come back.
/// What is sent and how each answer is read stands in `docs/vendors.md`.
package struct PortkeyGateway: Screener {
  package let name: String
  package let fingerprint: Fingerprint
  /// Of the vendors behind it; the model's own limit answers with 400.
  package let maxTextBytes = 100_000

  private let call: VendorCall
  private let checks: [String]

  /// - Throws: `.misconfigured` when there is no config, model or check, when the endpoint is no URL, and
  ///   when the config or the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    let endpoint = try VendorEndpoint(
      configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint, screener: configuration.name,
      path: "/chat/completions", known: ["/chat/completions"], base: "/v1")
    let model = try configuration.required(configuration.model, as: "model")
    let config = try configuration.required(configuration.gatewayConfig, as: "config")
    guard !config.hasPrefix("{") || readJSONObject([String: WireTree].self, from: Array(config.utf8)) != nil
    else {
      throw .misconfigured("screener '\(configuration.name)': 'config' is no JSON object, check its text")
    }
    checks = configuration.checks
    try configuration.check(checks, of: "checks")
    var headers = [
      ("content-type", "application/json"), ("user-agent", "lazaret"), ("x-portkey-config", config),
      // What the guardrails found is no field of OpenAI's, and is left out in strict mode.
      ("x-portkey-strict-open-ai-compliance", "false"),
    ]
    if let key = configuration.apiKey?.nonEmpty { headers.append(("x-portkey-api-key", key)) }
    name = configuration.name
    fingerprint = Fingerprint(
      kind: "portkey_gateway",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        "model": model,
        // It may hold credentials.
        "config": Digest(of: config).hex,
        "checks": Digest(fields: checks.sorted()).hex,
        "options": "user,max_tokens 1",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: RequestBody(
        before: #"{"model":"# + RequestBody.quoted(model) + #","messages":[{"role":"user","content":"#,
        after: #"}],"max_tokens":1}"#),
      maxTextBytes: maxTextBytes, readable: [200, 246, 446], http: http)
  }

  static let defaultEndpoint = "https://api.portkey.ai/v1"
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let answer = try await call.response(about: text)
    return try Self.screening(from: answer, text: text, checks: checks, screener: name)
  }
}

extension ScreenerKind {
  static let portkeyGateway = ScreenerKind(
    name: "portkey_gateway", defaultEndpoint: PortkeyGateway.defaultEndpoint, hasSandbox: false
  ) { (configuration, http) throws(ScreenerError) -> any Screener in
    try PortkeyGateway(configuration, http: http)
  }
}
