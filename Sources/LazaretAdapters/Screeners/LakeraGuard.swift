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
  let healthCheck: HealthCheck

  /// - Throws: `.misconfigured` when the endpoint is no URL or the key cannot be sent.
  package init(_ configuration: ScreenerConfiguration, http: VendorHTTP) throws(ScreenerError) {
    let written = configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint
    let endpoint = try VendorEndpoint(
      written, screener: configuration.name, path: "/v2/guard", known: Self.knownEnds)
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
    let health = try VendorEndpoint(
      written, screener: configuration.name, path: "/v2/policies/health", known: Self.knownEnds)
    let project = configuration.projectID?.nonEmpty.map { "\"project_id\":\(RequestBody.quoted($0))" }
    do throws(ScreenerError) {
      healthCheck = HealthCheck(
        http: http,
        target: try VendorHTTP.target(
          url: health.url, headers: headers, timeout: configuration.timeout, maxAnswerBytes: 1024 * 1024),
        body: Array("{\(project ?? "")}".utf8))
    } catch {
      throw error.named(configuration.name)
    }
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: Self.request(
        projectID: configuration.projectID?.nonEmpty, metadata: configuration.metadata,
        session: configuration.session.text),
      maxTextBytes: maxTextBytes, http: http)
  }

  static let defaultEndpoint = "https://api.lakera.ai"
  private static let knownEnds = ["/v2/guard/results", "/v2/policies/health", "/v2/guard", "/v2"]
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
