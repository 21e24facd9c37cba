package import LazaretCore

/// Lasso's classifier, gateway version 3: `POST …/classifix`, one text in each request. `classifix`
/// answers what `classify` answers, and where to mask.
///
/// What is sent and how each answer is read stands in `docs/vendors.md`.
package struct LassoClassifier: Screener {
  package let name: String
  package let fingerprint: Fingerprint
  /// Lasso documents no limit; the same as for the other vendor, so that one chunk suits both.
  package let maxTextBytes = 100_000

  private let call: VendorCall

  /// - Throws: `.misconfigured` when the endpoint is no URL or the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    let endpoint = try VendorEndpoint(
      configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint, screener: configuration.name,
      path: "/classifix", known: ["/classifix", "/classify"], base: "/gateway/v3")
    var headers = [("content-type", "application/json"), ("user-agent", "lazaret")]
    if let key = configuration.apiKey?.nonEmpty { headers.append(("lasso-api-key", key)) }
    name = configuration.name
    fingerprint = Fingerprint(
      kind: "lasso_classifier",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        // Lasso says nowhere that its policies do not look at the user.
        "user": configuration.userID ?? "",
        "options": "user,PROMPT",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: Self.request(userID: configuration.userID?.nonEmpty, session: configuration.session.text),
      maxTextBytes: maxTextBytes, http: http)
  }

  static let defaultEndpoint = "https://server.lasso.security/gateway/v3"
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let answer = try await call.answer(about: text)
    return try Self.screening(from: answer, text: text, screener: name)
  }

  /// `sessionId` is a ULID because Portkey's page on Lasso asks for a valid one. Nothing else about us
  /// is sent: a malformed agent name makes the server refuse the whole request.
  static func request(userID: String?, session: String) -> RequestBody {
    let user = userID.map { ",\"userId\":\(RequestBody.quoted($0))" } ?? ""
    return RequestBody(
      before: #"{"messages":[{"role":"user","content":"#,
      after: #"}],"messageType":"PROMPT","sessionId":"# + RequestBody.quoted(session) + user
        + #","source":{"type":"lazaret"}}"#)
  }
}

extension ScreenerKind {
  static let lassoClassifier = ScreenerKind(
    name: "lasso_classifier", defaultEndpoint: LassoClassifier.defaultEndpoint
  ) { (configuration, http) throws(ScreenerError) -> any Screener in
    try LassoClassifier(configuration, http: http)
  }
}
