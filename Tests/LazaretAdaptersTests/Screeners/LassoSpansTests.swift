import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct LassoSpansTests {
  private func claim(
    _ start: Int?, _ end: Int?, mask: String? = "<EMAIL>", label: Label = "pii/email", isMasked: Bool = true
  ) -> LassoSpans.Claim {
    LassoSpans.Claim(label: label, isMasked: isMasked, mask: mask, start: start, end: end)
  }

  private func covered(_ text: String, _ spans: LassoSpans) -> [String?] {
    let bytes = Array(text.utf8)
    return spans.outcomes.map { outcome in
      outcome.span.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
    }
  }

  @Test(arguments: ["email a@b.com", "email <EMAIL>", nil])
  func `in ASCII text a place in range stands`(returned: String?) {
    let spans = LassoSpans([claim(6, 13)], text: "email a@b.com", returned: returned)
    #expect(covered("email a@b.com", spans) == ["a@b.com"])
    #expect(spans.explainsAnswer)
  }

  @Test(
    arguments: [
      (nil, nil), (6, nil), (nil, 13), (6, 6), (13, 6), (-1, 13), (Int.min, Int.max),
      (Int.max, Int.min),
    ] as [(Int?, Int?)])
  func `a missing, empty or impossible place is none`(start: Int?, end: Int?) {
    for text in ["email a@b.com", "émail a@b.com"] {
      for returned in [nil, text, text.replacing("a@b.com", with: "<EMAIL>")] {
        let spans = LassoSpans([claim(start, end)], text: text, returned: returned)
        #expect(covered(text, spans) == [nil])
      }
    }
  }

  @Test func `a place beyond the end is none`() {
    for text in ["email a@b.com", "émail a@b.com"] {
      let spans = LassoSpans([claim(6, 15)], text: text, returned: nil)
      #expect(covered(text, spans) == [nil])
    }
    let masked = LassoSpans([claim(6, 15)], text: "email a@b.com", returned: "email <EMAIL>")
    #expect(covered("email a@b.com", masked) == [nil])
  }

  @Test(arguments: ["email <EMAIL>!", "mail <EMAIL>", "[REDACTED]", "<EMAIL>il a@b.com", ""])
  func `a masked text that says otherwise takes the places away`(returned: String) {
    let spans = LassoSpans([claim(6, 13)], text: "email a@b.com", returned: returned)
    #expect(covered("email a@b.com", spans) == [nil])
    #expect(!spans.explainsAnswer)
  }

  @Test func `a masked text that no claim explains is noticed`() {
    let alert = claim(6, 13, isMasked: false)
    let spans = LassoSpans([alert], text: "email a@b.com", returned: "email <EMAIL>")
    #expect(!spans.explainsAnswer)
    #expect(!LassoSpans([], text: "é", returned: "e").explainsAnswer)
    #expect(LassoSpans([], text: "é", returned: "é").explainsAnswer)
    // Canonically equal and yet another text.
    #expect(!LassoSpans([], text: "é", returned: "e\u{301}").explainsAnswer)
  }

  @Test(arguments: 0..<60)
  func `with the masked text, a place in any unit is found exactly`(seed: Int) {
    let placed = PlacedText(seed: seed, value: "jane.roe@mail.example.org")
    let returned = placed.text.replacing("jane.roe@mail.example.org", with: "<EMAIL>")
    for reading in WireReading.all where !reading.isInclusive {
      let (start, end) = reading.offsets(of: placed.span, in: placed.text)
      let spans = LassoSpans([claim(start, end)], text: placed.text, returned: returned)
      if let span = spans.outcomes[0].span { #expect(span == placed.span) }
      if reading.unit == .utf8 || !placed.text.utf8.allSatisfy({ $0 < 0x80 }) {
        #expect(spans.outcomes[0].span == placed.span)
      }
    }
  }

  @Test(arguments: 0..<60)
  func `without the masked text, an address in any unit is found exactly or not at all`(seed: Int) {
    let placed = PlacedText(seed: seed, value: "jane.roe@mail.example.org")
    for reading in WireReading.all where !reading.isInclusive {
      let (start, end) = reading.offsets(of: placed.span, in: placed.text)
      let spans = LassoSpans([claim(start, end)], text: placed.text, returned: nil)
      #expect(spans.outcomes[0].span == nil || spans.outcomes[0].span == placed.span)
    }
  }

  @Test func `the reading that looks right is taken when it is the only one`() {
    let text = "Grüße, mail — jane@example.org today"
    for (start, end) in [(14, 30), (18, 34)] {
      let spans = LassoSpans([claim(start, end)], text: text, returned: text)
      #expect(covered(text, spans) == ["jane@example.org"])
    }
    let vague = LassoSpans([claim(0, 5, label: "pii/name")], text: "Jané Roe und Anna", returned: nil)
    #expect(covered("Jané Roe und Anna", vague) == ["Jané"])
  }

  @Test func `an em dash before the place makes the readings differ, and a vague label decides nothing`() {
    // Code points say "bob", bytes say "ann".
    let text = "—— ann bob"
    let spans = LassoSpans([claim(7, 10, label: "pii/name")], text: text, returned: nil)
    #expect(covered(text, spans) == [nil])
  }

  @Test func `before the first other character all units agree`() {
    let text = "mail jane@example.org — über alles 👋"
    let spans = LassoSpans([claim(5, 21)], text: text, returned: nil)
    #expect(covered(text, spans) == ["jane@example.org"])
    #expect(spans.outcomes[0].note == nil)
  }

  @Test func `several places with the same token are told apart by their order`() {
    let text = "über ann@example.org und zoe@example.org"
    let returned = "über <EMAIL> und <EMAIL>"
    let spans = LassoSpans(
      [claim(25, 40), claim(5, 20)], text: text, returned: returned)
    #expect(covered(text, spans) == ["zoe@example.org", "ann@example.org"])
  }

  @Test func `masks that overlap in ASCII text are not explained by a masked text`() {
    let text = "0123456789"
    let claims = [claim(2, 5, mask: "<A>"), claim(4, 7, mask: "<B>")]
    #expect(!LassoSpans(claims, text: text, returned: "01<A><B>789").explainsAnswer)
  }

  @Test(arguments: [(11, 27), (12, 26), (13, 28), (3, 11)])
  func `a place that nothing proves must look like what it is said to be, also in ASCII text`(
    start: Int, end: Int
  ) {
    let text = "my email is test@example.com today"
    #expect(LassoSpans([claim(12, 28)], text: text, returned: nil).outcomes[0].span == TextSpan(12, 28))
    for returned in [nil, text] {
      let spans = LassoSpans([claim(start, end)], text: text, returned: returned)
      #expect(spans.outcomes[0].span == nil)
      #expect(spans.outcomes[0].note != nil)
    }
  }

  @Test func `the same place twice is one mask`() {
    let text = "mail a@b.com"
    let spans = LassoSpans([claim(5, 12), claim(5, 12)], text: text, returned: "mail <EMAIL>")
    #expect(spans.explainsAnswer)
    #expect(covered(text, spans) == ["a@b.com", "a@b.com"])
  }
}
