package import LazaretCore

/// A LiteLLM proxy and the guardrails that it is set up with: `POST /v1/chat/completions`, one text in
/// each request, of which a model answers one token.
///
/// It detects and cannot mask: the text that a guardrail masks goes to the model and does not come back.
/// What is sent and how each answer is read stands in `docs/vendors.md`.
package struct LiteLLMProxy: RelayingScreener {
  package let name: String
  package let fingerprint: Fingerprint
  /// Of the vendors behind it; the model's own limit answers with 400.
  package let maxTextBytes = 100_000

  private let guardrails: [String]
  /// One for each guardrail, where there are several.
  private let parts: [LiteLLMProxy]
  private let call: VendorCall

  /// - Throws: `.misconfigured` when there is no endpoint, model or guardrail, when the endpoint is no
  ///   URL, and when the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    guard let address = configuration.endpoint?.nonEmpty else {
      throw .misconfigured(
        "screener '\(configuration.name)': 'endpoint' is missing; a LiteLLM proxy runs at an address of yours"
      )
    }
    if let why = Self.refusal(of: address) {
      throw .misconfigured("screener '\(configuration.name)': 'endpoint' \(why)")
    }
    let endpoint = try VendorEndpoint(
      address, screener: configuration.name, path: "/chat/completions", known: ["/chat/completions"],
      base: "/v1")
    let model = try configuration.required(configuration.model, as: "model")
    let guardrails = configuration.guardrails ?? []
    try configuration.check(guardrails, of: "guardrails")
    var headers = [("content-type", "application/json"), ("user-agent", "lazaret")]
    if let key = configuration.apiKey?.nonEmpty { headers.append(("authorization", "Bearer \(key)")) }
    name = configuration.name
    fingerprint = Fingerprint(
      kind: "litellm_proxy",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        "model": model,
        "guardrails": Digest(fields: guardrails).hex,
        "options": "user,max_tokens 1",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: RequestBody(
        before: #"{"model":"# + RequestBody.quoted(model) + #","messages":[{"role":"user","content":"#,
        after: #"}],"max_tokens":1,"guardrails":"# + RequestBody.list(guardrails) + "}"),
      maxTextBytes: maxTextBytes, readable: [200, 400], http: http)
    self.guardrails = guardrails
    var parts: [LiteLLMProxy] = []
    if guardrails.count > 1 {
      for guardrail in guardrails {
        var alone = configuration
        alone.guardrails = [guardrail]
        parts.append(try LiteLLMProxy(alone, http: http))
      }
    }
    self.parts = parts
  }

  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  /// What is wrong with an address that would seem to work, or `nil`.
  package static func refusal(of endpoint: String) -> String? {
    guard endpoint.lowercased().contains("apply_guardrail") else { return nil }
    return """
      must not end in apply_guardrail: for Lakera (lakera_v2) and Lasso that route asks nobody and returns \
      the text unscreened; write the proxy's address alone
      """
  }

  package var relayed: [(name: String, screener: any Screener)] {
    zip(guardrails, parts.isEmpty ? [self] : parts).map { ("guardrail '\($0)'", $1) }
  }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let answer = try await call.response(about: text)
    return answer.status == 200
      ? try Self.screening(ofPassed: answer.body, screener: name)
      : try Self.screening(ofRefused: answer.body, text: text, screener: name)
  }
}

extension ScreenerKind {
  static let liteLLMProxy = ScreenerKind(name: "litellm_proxy", hasSandbox: false) {
    (configuration, http) throws(ScreenerError) -> any Screener in
    try LiteLLMProxy(configuration, http: http)
  }
}
