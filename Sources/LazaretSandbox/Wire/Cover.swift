import LazaretCore

/// A part of a text and what stands in for it.
struct Cover: Hashable, Sendable {
  /// UTF-8 bytes of the text, on scalar boundaries.
  private(set) var span: TextSpan
  private(set) var token: String
  /// How long the span was that the token belongs to.
  private var longest: Int

  init(span: TextSpan, with token: String) {
    self.span = span
    self.token = token
    longest = span.count
  }

  /// The same covers without empty ones; those that overlap become one, and the longest of them gives
  /// the token.
  ///
  /// - Parameter covers: in order of their spans.
  static func disjoint(_ covers: [Cover]) -> [Cover] {
    var result: [Cover] = []
    for cover in covers where !cover.span.isEmpty {
      guard let last = result.last, last.span.intersects(cover.span) else {
        result.append(cover)
        continue
      }
      var joined = last.longest < cover.longest ? cover : last
      joined.span = last.span.union(cover.span)
      result[result.count - 1] = joined
    }
    return result
  }
}

extension String {
  /// The text with each part replaced by its token.
  ///
  /// - Parameter covers: disjoint and in order.
  func covered(by covers: [Cover]) -> String {
    let bytes = utf8
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = bytes.startIndex
    var offset = 0
    for cover in covers {
      let start = bytes.index(copied, offsetBy: cover.span.start - offset)
      result += bytes[copied..<start]
      result += cover.token.utf8
      copied = bytes.index(start, offsetBy: cover.span.count)
      offset = cover.span.end
    }
    result += bytes[copied...]
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that the span covers.
  func part(_ span: TextSpan) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: span.start)
    return String(decoding: utf8[start..<utf8.index(start, offsetBy: span.count)], as: UTF8.self)
  }
}
