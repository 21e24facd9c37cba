/// A part of a text that one placeholder covers.
struct MaskCover: Hashable {
  var span: TextSpan
  var label: Label
  /// How many bytes the finding has in all that gives the label.
  var bytes: Int
}

/// Makes the parts of a plan disjoint.
enum MaskCovers {
  /// Overlapping parts become one; parts that only touch stay two. A part that begins or ends inside a
  /// Unicode scalar is widened to the whole scalar, never narrowed.
  ///
  /// - Parameter bytes: UTF-8.
  /// - Precondition: the plan was made for this text.
  static func disjoint(_ plan: MaskPlan, in bytes: [UInt8]) -> [MaskCover] {
    var covers: [MaskCover] = []
    let widened = plan.parts
      .map { MaskCover(span: widen($0.span, in: bytes), label: $0.label, bytes: $0.findingBytes) }
      .sorted { ($0.span, $0.label) < ($1.span, $1.label) }
    for cover in widened {
      guard let last = covers.last, last.span.intersects(cover.span) else {
        covers.append(cover)
        continue
      }
      // The widest finding names the placeholder, and the order of the alphabet settles a tie, so
      // that the name does not depend on which screener answered first.
      let named =
        (last.bytes, cover.label) < (cover.bytes, last.label) ? cover : last
      covers[covers.count - 1] = MaskCover(
        span: last.span.union(cover.span), label: named.label, bytes: named.bytes)
    }
    return covers
  }

  private static func widen(_ span: TextSpan, in bytes: [UInt8]) -> TextSpan {
    precondition(span.end <= bytes.count, "a mask ends within its text")
    var start = span.start
    while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    var end = span.end
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return TextSpan(start, end)
  }
}
