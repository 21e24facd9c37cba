import LazaretCore

/// Telephone numbers. Taken are
/// - `+` or `00`, a country code that is in use (ITU-T E.164), 8 to 15 digits in groups or in one piece;
/// - the form of the United States and Canada, 3-3-4 digits, with or without parentheses, `1` or extension;
/// - a trunk `0` and 9 to 12 digits in groups, as in most of Europe, Japan and Australia;
/// - behind a word such as "phone" or "tel", any 7 to 15 digits.
///
/// Dates, versions, ISBNs, addresses of machines, amounts and numbers of cards have other groups or other
/// signs between them.
struct PhoneNumberDetector: Detector {
  let triggers: [Trigger] =
    [.digits]
    + [
      "phone", "phones", "phone number", "telephone", "tel", "mobile", "cell", "cellphone", "fax", "call",
      "call me", "whatsapp", "sms", "hotline", "dial", "telefon", "telefonnummer", "rufnummer", "handy",
      "téléphone", "teléfono", "telefono", "telefone", "celular", "móvil", "portable", "телефон", "тел",
      "моб",
    ].map { .literal(Literal(ignoringCase: $0, edges: .word)) }
    + ["电话", "電話", "手机", "手機", "携帯"].map { .literal(Literal($0)) }

  /// From the cue to the number: ` number is: +`.
  private static let longestCueGap = 16

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var covered = 0
    var cueEnd = -Self.longestCueGap - 1
    for hit in hits {
      if hit.trigger > 0 {
        cueEnd = hit.end
        continue
      }
      if hit.start < covered { continue }
      let groups = DialString(from: hit.start, in: text)
      covered = groups.readEnd
      let numbers = groups.numbers { number in
        PhoneNumberShape.fits(number, isCued: isCue(cueEnd, of: number, in: text), in: text)
      }
      for number in numbers {
        let end = PhoneNumberShape.extensionEnd(from: number.end, in: text)
        found.append(Detection(label: "pii/phone_number", span: TextSpan(number.start, end)))
        covered = max(covered, end)
      }
    }
    return found
  }

  private func isCue(_ cueEnd: Int, of number: DialString.Number, in text: TextBytes) -> Bool {
    number.start >= cueEnd && number.start - cueEnd <= Self.longestCueGap
      && !(cueEnd..<number.start).contains { "\n\r|,;<{".utf8.contains(text[$0]) || text[$0].isDigit }
  }
}
