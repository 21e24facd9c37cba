/// The `Retry-After` field of RFC 9110, section 10.2.3: a number of seconds or a date.
enum RetryAfter {
  /// Longer waits are cut to this: a run asks again now and then rather than sleep for hours.
  static let longest: Duration = .seconds(3600)
  /// A number beyond this is not a wait but a mistake, and is ignored.
  static let absurd = 7 * 86_400

  /// - Parameter now: seconds since 1970, what a date is counted from.
  /// - Returns: 0 s to ``longest``, or `nil` when the value cannot be read, lies in the past or is
  ///   absurd.
  static func parse(_ value: String, now: Int) -> Duration? {
    let text = value.trimmingHTTPSpace()
    let seconds: Int
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let number = Int(text) else { return nil }
      seconds = number
    } else {
      guard let date = HTTPDate.seconds(text) else { return nil }
      let (difference, overflow) = date.subtractingReportingOverflow(now)
      guard !overflow else { return nil }
      seconds = difference
    }
    guard seconds >= 0, seconds <= absurd else { return nil }
    return min(.seconds(seconds), longest)
  }
}

extension String {
  /// Without the blanks and tabs around it, which HTTP allows around every field value.
  func trimmingHTTPSpace() -> String {
    var rest = Substring(self).utf8
    while let first = rest.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
