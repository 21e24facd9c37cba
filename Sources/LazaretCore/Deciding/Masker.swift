/// Covers parts of a text with placeholders.
package struct Masker: Sendable, Hashable {
  package var placeholders: PlaceholderTable
  /// For `{hash}`.
  package var key: MaskKey?

  package init(placeholder: Placeholder = .standard) {
    placeholders = PlaceholderTable(standard: placeholder)
  }

  package init(placeholders: PlaceholderTable, key: MaskKey?) {
    self.placeholders = placeholders
    self.key = key
  }

  /// Replaces every byte of every part of the plan. Overlapping parts become one placeholder; parts
  /// that only touch stay two. A part that begins or ends inside a Unicode scalar is widened to the
  /// whole scalar, never narrowed.
  ///
  /// - Parameters:
  ///   - names: of the values in the lane; see ``names(_:in:)``.
  ///   - offset: where the text begins in the lane.
  /// - Precondition: the plan was made for this text.
  package func mask(
    _ text: String, by plan: MaskPlan, names: MaskNames = .none, at offset: Int = 0
  ) -> MaskedText {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var masks: [MaskedText.Mask] = []
    var copied = 0
    for cover in MaskCovers.disjoint(plan, in: bytes) {
      result += bytes[copied..<cover.span.start]
      let start = result.count
      let name = names.name(at: cover.span.shifted(by: offset))
      result += placeholder(for: cover.label, name: name).utf8
      masks.append(
        .init(label: cover.label, span: TextSpan(start, result.count), original: cover.span))
      copied = cover.span.end
    }
    result += bytes[copied...]
    return MaskedText(text: String(decoding: result, as: UTF8.self), masks: masks)
  }

  package func placeholder(for label: Label, name: MaskName?) -> String {
    placeholders.placeholder(for: label).text(for: label, name: name, key: key)
  }

  /// The names of the values of a lane, if a placeholder says anything about values.
  ///
  /// - Parameter findings: all that ask for masking, with spans in the text.
  package func names(_ findings: @autoclosure () -> [Finding], in text: String) -> MaskNames {
    placeholders.readsTheValue ? MaskNames(findings(), in: text) : .none
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
