/// Covers parts of a text with placeholders.
package struct Masker: Sendable, Hashable {
  package var placeholder: Placeholder

  package init(placeholder: Placeholder = .standard) {
    self.placeholder = placeholder
  }

  /// Replaces every byte of every part of the plan. Overlapping parts become one placeholder; parts
  /// that only touch stay two. A part that begins or ends inside a Unicode scalar is widened to the
  /// whole scalar, never narrowed.
  ///
  /// - Precondition: the plan was made for this text.
  package func mask(_ text: String, by plan: MaskPlan) -> MaskedText {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var masks: [MaskedText.Mask] = []
    var copied = 0
    for part in disjoint(plan, in: bytes) {
      result += bytes[copied..<part.span.start]
      let start = result.count
      result += placeholder.text(for: part.label).utf8
      masks.append(
        .init(label: part.label, span: TextSpan(start, result.count), original: part.span))
      copied = part.span.end
    }
    result += bytes[copied...]
    return MaskedText(text: String(decoding: result, as: UTF8.self), masks: masks)
  }

  private struct Cover {
    var span: TextSpan
    var label: Label
    var bytes: Int
  }

  private func disjoint(_ plan: MaskPlan, in bytes: [UInt8]) -> [Cover] {
    var covers: [Cover] = []
    let widened = plan.parts
      .map { Cover(span: widen($0.span, in: bytes), label: $0.label, bytes: $0.findingBytes) }
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
      covers[covers.count - 1] = Cover(
        span: last.span.union(cover.span), label: named.label, bytes: named.bytes)
    }
    return covers
  }

  private func widen(_ span: TextSpan, in bytes: [UInt8]) -> TextSpan {
    precondition(span.end <= bytes.count, "a mask ends within its text")
    var start = span.start
    while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    var end = span.end
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return TextSpan(start, end)
  }
}

/// A text in which parts are covered.
package struct MaskedText: Sendable, Hashable {
  package let text: String
  /// In order of place, without overlap.
  package let masks: [Mask]

  init(text: String, masks: [Mask]) {
    self.text = text
    self.masks = masks
  }

  /// A text in which nothing had to be covered.
  package init(unmasked text: String) {
    self.init(text: text, masks: [])
  }

  package struct Mask: Sendable, Hashable, Codable {
    package let label: Label
    /// Of the placeholder, in the masked text.
    package let span: TextSpan
    /// Of what it covers, in the text before.
    package let original: TextSpan

    package init(label: Label, span: TextSpan, original: TextSpan) {
      self.label = label
      self.span = span
      self.original = original
    }
  }
}
