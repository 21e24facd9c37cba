import FoundationEssentials
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

  private let http: VendorHTTP
  private let target: VendorHTTP.Target
  private let body: RequestBody

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
    self.http = http
    do throws(ScreenerError) {
      target = try VendorHTTP.target(
        url: endpoint.url, headers: headers, timeout: configuration.timeout,
        maxAnswerBytes: 8 * 1024 * 1024)
    } catch {
      throw error.named(configuration.name)
    }
    body = Self.request(
      projectID: configuration.projectID?.nonEmpty, metadata: configuration.metadata,
      session: configuration.session.text)
  }

  static let defaultEndpoint = "https://api.lakera.ai"
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "1"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let bytes = text.utf8.count
    guard bytes <= maxTextBytes else { throw .tooLong(bytes: bytes, limit: maxTextBytes) }
    let answer: HTTPAnswer
    do throws(ScreenerError) {
      answer = try await http.post(body.bytes(for: text), to: target)
    } catch {
      throw error.named(name)
    }
    guard answer.status == 200 else {
      throw VendorStatus.error(for: answer, screener: name, now: Int(Date().timeIntervalSince1970))
    }
    return try Self.screening(from: answer.body, text: text, screener: name)
  }
}

extension ScreenerKind {
  static let lakeraGuard = ScreenerKind(
    name: "lakera_guard", defaultEndpoint: LakeraGuard.defaultEndpoint
  ) { (configuration, http) throws(ScreenerError) -> any Screener in
    try LakeraGuard(configuration, http: http)
  }
}

extension ScreenerError {
  /// The same error, saying whose setting it is about: the transport does not know.
  func named(_ screener: String) -> ScreenerError {
    if case .misconfigured(let why) = self { .misconfigured("screener '\(screener)': \(why)") } else { self }
  }
}
