package import LazaretCore

/// Lakera Guard, API version 2: `POST /v2/guard`, one text in each request.
///
/// What is sent and how each answer is read stands in `docs/vendors.md`.
package struct LakeraGuard: Screener {
  package let name: String
  package let fingerprint: Fingerprint
  /// Lakera documents 128 kB for the content, not saying of what; this leaves room for the rest of the
  /// request.
  package let maxTextBytes = 100_000

  private let call: VendorCall

  /// - Throws: `.misconfigured` when the endpoint is no URL or the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    let endpoint = try VendorEndpoint(
      configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint, screener: configuration.name,
      path: "/v2/guard", known: ["/v2/guard/results", "/v2/guard", "/v2"])
    var headers = [("content-type", "application/json"), ("user-agent", "lazaret")]
    // A self-hosted Guard has no authorization.
    if let key = configuration.apiKey?.nonEmpty { headers.append(("authorization", "Bearer \(key)")) }
    name = configuration.name
    fingerprint = Fingerprint(
      kind: "lakera_guard",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        "project": configuration.projectID ?? "",
        "options": "user,payload,breakdown",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: Self.request(
        projectID: configuration.projectID?.nonEmpty, metadata: configuration.metadata,
        session: configuration.session.text),
      maxTextBytes: maxTextBytes, http: http)
  }

  static let defaultEndpoint = "https://api.lakera.ai"
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let answer = try await call.answer(about: text)
    return try Self.screening(from: answer, text: text, screener: name)
  }
}

extension ScreenerKind {
  static let lakeraGuard = ScreenerKind(
    name: "lakera_guard", defaultEndpoint: LakeraGuard.defaultEndpoint
  ) { (configuration, http) throws(ScreenerError) -> any Screener in
    try LakeraGuard(configuration, http: http)
  }
}
