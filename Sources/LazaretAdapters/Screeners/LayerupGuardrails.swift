package import LazaretCore

/// Layerup Security: `POST /guardrails/execute`, one text in each request.
///
/// What is sent and how each answer is read stands in `docs/vendors.md`.
package struct LayerupGuardrails: Screener {
  package let name: String
  package let fingerprint: Fingerprint
  /// Layerup documents no limit; the same as for the other vendors, so that one chunk suits all.
  package let maxTextBytes = 100_000

  private let call: VendorCall
  private let guardrails: [String]

  /// - Throws: `.misconfigured` when the endpoint is no URL or the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    let endpoint = try VendorEndpoint(
      configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint, screener: configuration.name,
      path: "/guardrails/execute", known: ["/guardrails/execute"], base: "/v1")
    let guardrails = configuration.guardrails ?? Self.guardrailsForDocuments
    try configuration.check(guardrails, of: "guardrails")
    var headers = [("content-type", "application/json"), ("user-agent", "lazaret")]
    if let key = configuration.apiKey?.nonEmpty { headers.append(("layerup-api-key", key)) }
    name = configuration.name
    self.guardrails = guardrails
    fingerprint = Fingerprint(
      kind: "layerup",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        // In order: only the first that finds something is named.
        "guardrails": Digest(fields: guardrails).hex,
        "options": "user,untrusted_input",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: Self.request(guardrails: guardrails, metadata: configuration.metadata),
      maxTextBytes: maxTextBytes, http: http)
  }

  static let defaultEndpoint = "https://api.uselayerup.com/v1"
  /// Those of Layerup's own that are about what is read; the others judge what a model answers, what it
  /// costs, or code.
  package static let guardrailsForDocuments = [
    "layerup.prompt_injection", "layerup.jailbreaking", "layerup.sensitive_data",
    "layerup.invisible_unicode", "layerup.phishing",
  ]
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    try Self.screening(from: await call.answer(about: text), screener: name)
  }

  /// The text goes out twice. `untrusted_input` is documented as outside input that may be malicious,
  /// which is what a document is; `messages` is required; and which of the two a guardrail looks at is
  /// said nowhere. One that looked at an empty field would find nothing, and say so.
  ///
  /// `metadata` is an object even when it is empty, as Layerup's Python client sends it.
  static func request(guardrails: [String], metadata: [String: String]) -> RequestBody {
    RequestBody(
      before: #"{"guardrails":"# + RequestBody.list(guardrails)
        + #","messages":[{"role":"user","content":"#,
      between: #"}],"untrusted_input":"#,
      after: #","metadata":"# + RequestBody.object(metadata) + "}")
  }
}

extension ScreenerKind {
  static let layerup = ScreenerKind(
    name: "layerup", defaultEndpoint: LayerupGuardrails.defaultEndpoint
  ) { (configuration, http) throws(ScreenerError) -> any Screener in
    try LayerupGuardrails(configuration, http: http)
  }
}
