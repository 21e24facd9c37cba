/// What a server answered, whatever the status.
struct HTTPAnswer: Sendable {
  var status: Int
  var body: [UInt8]
  /// The lines of the head as they came, each with its line end. Few of its fields are ever looked at.
  private let head: [UInt8]

  init(status: Int, head: [UInt8], body: [UInt8]) {
    self.status = status
    self.head = head
    self.body = body
  }

  init(status: Int, headers: [(String, String)] = [], body: String = "") {
    let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    self.init(status: status, head: Array(lines.utf8), body: Array(body.utf8))
  }

  /// The first field of this name, in either case, without the blanks around its value.
  func header(_ name: String) -> String? {
    for line in head.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].elementsEqual(name.utf8, by: { $0.lowercasedASCII == $1.lowercasedASCII })
      else { continue }
      let end = line.last == UInt8(ascii: "\r") ? line.endIndex - 1 : line.endIndex
      return String(decoding: line[(colon + 1)..<end], as: UTF8.self).trimmingHTTPSpace()
    }
    return nil
  }

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

extension UInt8 {
  fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
