package import LazaretCore

extension JSONText {
  /// What was masked, with its place in the masked text: `[{"label":"pii/email","start":10,"end":17}]`.
  package mutating func masks(_ masks: [MaskedText.Mask]) {
    array(masks) { json, mask in
      json.object { json in
        json.key("label")
        json.string(mask.label.rawValue)
        json.key("start")
        json.number(mask.span.start)
        json.key("end")
        json.number(mask.span.end)
      }
    }
  }
}
