import LazaretCore

/// Social security numbers of the United States: `AAA-GG-SSSS` or with spaces. Areas 000, 666 and 900 to
/// 999, group 00 and serial 0000 are never given out (20 CFR part 422; SSA POMS RM 10201.035). Nine digits
/// in one piece count only behind a word that says what they are.
struct USSocialSecurityNumberDetector: Detector {
  /// From the word to the digits: ` number is: `.
  private static let longestCueGap = 32

  let triggers: [Trigger] =
    [.digits]
    + ["ssn", "ssns", "social security", "soc sec", "ss#", "ss no", "taxpayer id"].map {
      .literal(Literal(ignoringCase: $0, edges: .start))
    }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var cueEnd: Int?
    for hit in hits {
      if hit.trigger > 0 {
        cueEnd = hit.end
        continue
      }
      let isCued = cueEnd.map { hit.start - $0 <= Self.longestCueGap && hit.start >= $0 } ?? false
      if let end = end(from: hit.start, isCued: isCued, in: text) {
        found.append(Detection(label: "pii/us_social_security_number", span: TextSpan(hit.start, end)))
      }
    }
    return found
  }

  private func end(from start: Int, isCued: Bool, in text: TextBytes) -> Int? {
    if text.hasLetter(before: start) { return nil }
    let before = text[start - 1]
    if before == "." || before == "-" || before == "/", text[start - 2].isAlphanumeric { return nil }
    let sign = text[start + 3]
    if before == " ", sign == " ", text[start - 2].isDigit { return nil }
    let isParted = sign == "-" || sign == " "
    if !isParted, !isCued { return nil }
    let width = isParted ? 1 : 0
    let group = start + 3 + width
    let serial = group + 2 + width
    let end = serial + 4
    if isParted, text[group + 2] != sign { return nil }
    guard let area = number(text, start, 3), let middle = number(text, group, 2),
      let last = number(text, serial, 4), !text.hasLetter(at: end)
    else { return nil }
    if area == 0 || area == 666 || area >= 900 || middle == 0 || last == 0 { return nil }
    let behind = text[end]
    if behind == "." || behind == "-" || behind == "/", text[end + 1].isAlphanumeric { return nil }
    return behind == " " && sign == " " && text[end + 1].isDigit ? nil : end
  }

  private func number(_ text: TextBytes, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for place in start..<start + count {
      if !text[place].isDigit { return nil }
      value = value * 10 + Int(text[place]) - 48
    }
    return value
  }
}
