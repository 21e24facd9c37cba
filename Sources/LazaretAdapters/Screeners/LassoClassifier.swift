package import LazaretCore

/// Lasso's classifier, gateway version 3: `POST …/classifix`, one text in each request. `classifix`
/// answers what `classify` answers, and where to mask.
///
/// An endpoint of version 1 or 2 (`…/gateway/v2`) is asked as Portkey's "Scan Content" asks it: only whether
/// something was found.
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
    let written = configuration.endpoint?.nonEmpty ?? Self.defaultEndpoint
    let api = API(of: written)
    let endpoint = try VendorEndpoint(
      written, screener: configuration.name, path: api.path, known: ["/classifix", "/classify", "/chat"],
      base: "/gateway/v3")
    var headers = [("content-type", "application/json"), ("user-agent", "lazaret")]
    if let key = configuration.apiKey?.nonEmpty { headers.append(("lasso-api-key", key)) }
    name = configuration.name
    fingerprint = Fingerprint(
      kind: "lasso_classifier",
      settings: [
        "endpoint": configuration.endpointIdentity ?? endpoint.place,
        // Lasso says nowhere that its policies do not look at the user.
        "user": configuration.userID ?? "",
        "options": api == .classifier ? "user,PROMPT" : "user",
        "revision": configuration.revision,
        "reading": Self.reading,
      ])
    call = try VendorCall(
      configuration, url: endpoint.url, headers: headers,
      body: Self.request(api, userID: configuration.userID?.nonEmpty, session: configuration.session.text),
      maxTextBytes: maxTextBytes, http: http)
  }

  static let defaultEndpoint = "https://server.lasso.security/gateway/v3"
  /// Raised whenever the same answer would be read in another way: stored answers are then asked for
  /// again.
  private static let reading = "2"

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let answer = try await call.answer(about: text)
    return try Self.screening(from: answer, text: text, screener: name)
  }

  /// Which of Lasso's interfaces an endpoint belongs to.
  enum API: Sendable, Hashable {
    /// Version 3: findings, places, masked text.
    case classifier
    /// Versions 1 and 2: which detectors found something, and no more.
    case scanContent(path: String)

    init(of endpoint: String) {
      let parts = endpoint.lowercased().split(separator: "/")
      guard parts.contains(where: { $0 == "v1" || $0 == "v2" }) else {
        self = .classifier
        return
      }
      self = .scanContent(path: parts.last == "chat" ? "/chat" : "/classify")
    }

    var path: String {
      switch self {
      case .classifier: "/classifix"
      case .scanContent(let path): path
      }
    }
  }

  /// `sessionId` is a ULID because Portkey's page on Lasso asks for a valid one. Nothing else about us
  /// is sent: a malformed agent name makes the server refuse the whole request. The older interface
  /// takes the messages alone.
  static func request(_ api: API = .classifier, userID: String?, session: String) -> RequestBody {
    let before = #"{"messages":[{"role":"user","content":"#
    guard api == .classifier else { return RequestBody(before: before, after: "}]}") }
    let user = userID.map { ",\"userId\":\(RequestBody.quoted($0))" } ?? ""
    return RequestBody(
      before: before,
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
