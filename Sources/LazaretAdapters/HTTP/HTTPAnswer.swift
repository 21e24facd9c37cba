import NIOHTTP1

/// What a server answered, whatever the status.
struct HTTPAnswer: Sendable {
  var status: Int
  var body: [UInt8]
  private let fields: HTTPHeaders

  init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
    self.status = status
    self.fields = headers
    self.body = body
  }

  init(status: Int, headers: [(String, String)] = [], body: String = "") {
    self.init(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
  }

  /// The first field of this name, in either case.
  func header(_ name: String) -> String? { fields.first(name: name) }

  /// True for a web page, which no vendor sends: a proxy or a captive portal stands in between.
  var isHTML: Bool {
    if let type = header("content-type")?.lowercased(), type.contains("html") { return true }
    return body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  /// What a 429 asks for.
  ///
  /// - Parameter now: seconds since 1970 by our clock. A date is counted from the server's own `Date`
  ///   field where there is one, so that a clock that is wrong on either side does no harm.
  func retryAfter(now: Int) -> Duration? {
    guard let value = header("retry-after") else { return nil }
    return RetryAfter.parse(value, now: header("date").flatMap(HTTPDate.seconds) ?? now)
  }
}
