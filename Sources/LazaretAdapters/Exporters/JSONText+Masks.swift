package import LazaretCore

extension JSONText {
  /// What was masked, with its place in the masked text: `[{"label":"pii/email","start":10,"end":17}]`.
  package mutating func masks(_ masks: [MaskedText.Mask]) {
    array(masks) { json, mask in
      json.object { json in
        json.field("label", mask.label.rawValue)
        json.field("start", mask.span.start)
        json.field("end", mask.span.end)
      }
    }
  }
}
