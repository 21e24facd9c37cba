import LazaretCore

/// What every status but 200 means, the same for all vendors. The words say which setting to look at,
/// and never quote the body: a server may repeat the text that it was sent.
enum VendorStatus {
  /// - Parameters:
  ///   - answer: of a status other than 200.
  ///   - now: seconds since 1970, for a `Retry-After` date.
  static func error(for answer: HTTPAnswer, screener: String, now: Int) -> ScreenerError {
    let who = "screener '\(screener)'"
    let status = answer.status
    switch status {
    case 401:
      return .unauthorised("\(who): the service answered 401, check 'api_key' and the region of 'endpoint'")
    case 403 where answer.isHTML, 407, 511:
      return .misconfigured(
        "\(who): a proxy in between answered \(status), not the service; check 'endpoint' and the network")
    case 403:
      return .unauthorised("\(who): the service answered 403, check 'api_key' and what it may do")
    case 402:
      return .misconfigured("\(who): the service answered 402, check the account that 'api_key' belongs to")
    case 400 where ErrorBody(answer.body).says("project with policy not found"):
      return .misconfigured("\(who): the service knows no such project, check 'project_id'")
    case 400, 413, 422:
      return .rejected(status: status, "\(who): the service does not take this text")
    case 404, 405, 410:
      return .misconfigured("\(who): the service answered \(status), check the path of 'endpoint'")
    case 429:
      return .rateLimited(retryAfter: answer.retryAfter(now: now))
    case 408, 425, 500...599:
      return .unavailable(status: status)
    case 300..<400:
      return .misconfigured("\(who): the service redirects (\(status)), put the final URL in 'endpoint'")
    default:
      return .unreadable("\(who): the service answered \(status), which it should not")
    }
  }
}

/// The body of an error, as far as it is looked at: `{"error": "…"}`, `{"error": {"message": "…"}}`,
/// `{"message": "…"}` or `{"detail": "…"}`. Only compared with what is known, never shown.
private struct ErrorBody {
  private let texts: [String]

  init(_ body: [UInt8]) {
    let wire = readJSONObject(Wire.self, from: body)
    texts = (wire?.texts ?? []).map { $0.lowercased() }
  }

  func says(_ words: String) -> Bool { texts.contains { $0.contains(words) } }

  private struct Wire: Decodable {
    var texts: [String] = []

    enum Key: CodingKey, CaseIterable { case error, message, detail }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in Key.allCases {
        if let text = container.ifReadable(String.self, key) {
          texts.append(text)
        } else if let inner = container.ifReadable(Wire.self, key) {
          texts += inner.texts
        }
      }
    }
  }
}
