import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// One of the six ways to write down a place.
struct WireReading: Sendable, CustomTestStringConvertible {
  var unit: TextUnits.Unit
  var isInclusive: Bool

  static let all = [false, true].flatMap { inclusive in
    TextUnits.Unit.allCases.map { WireReading(unit: $0, isInclusive: inclusive) }
  }

  var testDescription: String { "\(unit)\(isInclusive ? ", inclusive" : "")" }

  /// - Parameter span: in UTF-8 bytes, between scalars.
  func offsets(of span: TextSpan, in text: String) -> (start: Int, end: Int) {
    func count(_ byte: Int) -> Int {
      let index = text.utf8.index(text.startIndex, offsetBy: byte)
      return switch unit {
      case .codePoints: text.unicodeScalars.distance(from: text.startIndex, to: index)
      case .utf16: text.utf16.distance(from: text.startIndex, to: index)
      case .utf8: byte
      }
    }
    return (count(span.start), count(span.end) - (isInclusive ? 1 : 0))
  }
}

/// A random text and a random place in it.
struct PlacedText {
  var text: String
  var span: TextSpan
  var slice: String

  init(seed: Int) {
    var random = RandomText(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 1)
    let text = random.paragraph()
    let scalars = text.unicodeScalars
    let low = Int.random(in: 0..<scalars.count, using: &generator)
    let high = Int.random(in: (low + 1)...min(scalars.count, low + 30), using: &generator)
    let from = scalars.index(text.startIndex, offsetBy: low)
    let to = scalars.index(text.startIndex, offsetBy: high)
    self.text = text
    span = TextSpan(
      text.utf8.distance(from: text.startIndex, to: from), text.utf8.distance(from: text.startIndex, to: to))
    slice = String(scalars[from..<to])
  }

  /// A text with a value in it, the value standing between blanks.
  init(seed: Int, value: String) {
    var random = RandomText(seed: seed)
    let before = random.sentence() + " "
    let after = " " + random.sentence()
    text = before + value + after
    span = TextSpan(before.utf8.count, before.utf8.count + value.utf8.count)
    slice = value
  }
}

struct SpanProofTests {
  private func slice(_ text: String, _ span: TextSpan) -> [UInt8] {
    Array(Array(text.utf8)[span.start..<span.end])
  }

  @Test(arguments: 0..<100)
  func `with the text repeated, a place in any reading covers exactly that text`(seed: Int) throws {
    let placed = PlacedText(seed: seed)
    let units = TextUnits(placed.text)
    for reading in WireReading.all {
      let (start, end) = reading.offsets(of: placed.span, in: placed.text)
      let outcome = SpanProof.prove(start: start, end: end, echo: placed.slice, label: "pii/x", in: units)
      let span = try #require(outcome.span)
      #expect(slice(placed.text, span) == Array(placed.slice.utf8))
      if reading.unit == .codePoints, !reading.isInclusive {
        #expect(span == placed.span)
        #expect(outcome.note == nil)
      }
    }
  }

  @Test(arguments: 0..<100)
  func `whatever the numbers are, a proved span covers the repeated text`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let placed = PlacedText(seed: seed)
    let units = TextUnits(placed.text)
    for _ in 0..<20 {
      let start = Int.random(in: -5...(placed.text.utf8.count + 5), using: &generator)
      let end = start &+ Int.random(in: -3...40, using: &generator)
      let outcome = SpanProof.prove(start: start, end: end, echo: placed.slice, label: "pii/x", in: units)
      if let span = outcome.span { #expect(slice(placed.text, span) == Array(placed.slice.utf8)) }
    }
  }

  @Test(arguments: 0..<100)
  func `without the text, a word in code points or UTF-16 is found exactly or not at all`(seed: Int) {
    let placed = PlacedText(seed: seed, value: ["Ann Example", "Zoë", "x", "agent 47"][seed % 4])
    let units = TextUnits(placed.text)
    for reading in WireReading.all where reading.unit != .utf8 {
      let (start, end) = reading.offsets(of: placed.span, in: placed.text)
      let outcome = SpanProof.prove(start: start, end: end, echo: nil, label: "pii/name", in: units)
      #expect(outcome.span == nil || outcome.span == placed.span)
    }
  }

  @Test(arguments: 0..<100)
  func `without the text, an address or a number in any reading is found exactly or not at all`(seed: Int) {
    let values: [(String, Label)] = [
      ("jane.roe@mail.example.org", "pii/email"), ("4111 1111 1111 1111", "pii/credit_card"),
      ("+1 (555) 123-4567", "pii/phone_number"), ("192.0.2.17", "pii/ip_address"),
    ]
    let (value, label) = values[seed % values.count]
    let placed = PlacedText(seed: seed, value: value)
    let units = TextUnits(placed.text)
    for reading in WireReading.all {
      let (start, end) = reading.offsets(of: placed.span, in: placed.text)
      let outcome = SpanProof.prove(start: start, end: end, echo: nil, label: label, in: units)
      #expect(outcome.span == nil || outcome.span == placed.span)
    }
  }

  @Test func `without the text, ASCII places are found`() {
    let text = "my email is test@example.com"
    let outcome = SpanProof.prove(start: 12, end: 28, echo: nil, label: "pii/email", in: TextUnits(text))
    #expect(outcome == .proved(TextSpan(12, 28), .anyUnit))
  }

  @Test(arguments: [(10, 26), (11, 26), (12, 27), (13, 28), (0, 5), (12, 29), (-1, 28), (28, 12), (12, 12)])
  func `without the text, a place beside the address is none`(start: Int, end: Int) {
    let text = "my email is test@example.com"
    let outcome = SpanProof.prove(start: start, end: end, echo: nil, label: "pii/email", in: TextUnits(text))
    #expect(outcome.span == nil)
    #expect(outcome.note != nil)
  }

  @Test func `behind an astral scalar a place without its text is none`() {
    let units = TextUnits("hi 👋 bob@example.com")
    #expect(SpanProof.prove(start: 5, end: 20, echo: nil, label: "pii/email", in: units).span == nil)
    #expect(
      SpanProof.prove(start: 5, end: 20, echo: "bob@example.com", label: "pii/email", in: units)
        == .proved(TextSpan(8, 23), .codePoints))
    #expect(
      SpanProof.prove(start: 6, end: 21, echo: "bob@example.com", label: "pii/email", in: units)
        == .proved(TextSpan(8, 23), .utf16))
    #expect(
      SpanProof.prove(start: 8, end: 23, echo: "bob@example.com", label: "pii/email", in: units)
        == .proved(TextSpan(8, 23), .utf8))
  }

  @Test func `an included end is noticed`() {
    let outcome = SpanProof.prove(
      start: 3, end: 5, echo: "bob", label: "pii/name", in: TextUnits("hi bob there"))
    #expect(outcome == .proved(TextSpan(3, 6), .anyUnitInclusive))
  }

  @Test func `the repeated text is compared by scalars and not by canonical equivalence`() {
    let units = TextUnits("cafe\u{301} au lait")
    #expect(SpanProof.prove(start: 0, end: 5, echo: "café", label: "pii/x", in: units).span == nil)
    #expect(SpanProof.prove(start: 0, end: 5, echo: "cafe\u{301}", label: "pii/x", in: units).span != nil)
  }

  @Test func `a wrong place is corrected when the text stands once near by`() {
    let units = TextUnits("my email is test@example.com today")
    let outcome = SpanProof.prove(start: 2, end: 18, echo: "test@example.com", label: "pii/email", in: units)
    #expect(outcome == .proved(TextSpan(12, 28), .nearby))
  }

  @Test func `twice near by, or far away, is no place`() {
    let twice = TextUnits("ann, bob and ann")
    #expect(SpanProof.prove(start: 5, end: 8, echo: "ann", label: "pii/name", in: twice).span == nil)
    let overlapping = TextUnits("aaaa")
    #expect(SpanProof.prove(start: 9, end: 12, echo: "aaa", label: "pii/x", in: overlapping).span == nil)
    let far = TextUnits("ann" + String(repeating: ".", count: 200))
    #expect(SpanProof.prove(start: 150, end: 153, echo: "ann", label: "pii/name", in: far).span == nil)
    #expect(SpanProof.prove(start: 0, end: 3, echo: "", label: "pii/x", in: far).span == nil)
  }

  @Test(arguments: ["", "plain", "é", "👩‍👩‍👧‍👦 text"], [nil, "", "plain", "é"])
  func `no number traps`(text: String, echo: String?) {
    let units = TextUnits(text)
    let numbers = [nil, Int.min, -1, 0, 1, 4, Int.max - 1, Int.max]
    for start in numbers {
      for end in numbers {
        let outcome = SpanProof.prove(start: start, end: end, echo: echo, label: "pii/x", in: units)
        if let span = outcome.span {
          #expect(span.end <= text.utf8.count && !span.isEmpty)
          #expect(start != nil && end != nil)
        }
      }
    }
  }
}

struct SpanPlausibilityTests {
  /// The span is what stands between the brackets.
  private func fits(_ marked: String, _ label: Label) -> Bool {
    // By bytes: a bracket and a combining mark behind it are one character.
    let bytes = Array(marked.utf8)
    let open = bytes.firstIndex(of: UInt8(ascii: "[")) ?? 0
    let close = bytes.firstIndex(of: UInt8(ascii: "]")) ?? 0
    let text = String(decoding: bytes.filter { $0 != bytes[open] && $0 != bytes[close] }, as: UTF8.self)
    return SpanPlausibility.fits(
      label, TextSpan(open, close - 1), in: TextUnits(text))
  }

  @Test(
    arguments: [
      ("at [jane@example.org].", "pii/email"), ("[jane@example.org]", "pii/email"),
      ("<[jane@example.org]>", "pii/email"), ("邮箱[jane@example.org]请", "pii/email"),
      ("card [4111-1111-1111-1111], thanks", "pii/credit_card"),
      ("call [+1 555 123 4567].", "pii/phone_number"),
      ("[123-45-6789]", "pii/us_social_security_number"), ("host [192.0.2.1]:", "pii/ip_address"),
      ("iban [DE89 3704 0044 0532 0130 00] ok", "pii/iban_code"), ("by [Zoë Müller], who", "pii/name"),
      ("[Łukasz]-x", "pii/name"),
    ] as [(String, Label)])
  func `what looks like its label fits`(marked: String, label: Label) {
    #expect(fits(marked, label))
  }

  @Test(
    arguments: [
      ("at j[ane@example.org]", "pii/email"), ("at [jane@example.or]g", "pii/email"),
      ("at [ jane@example.org]", "pii/email"), ("john.[doe@example.org]", "pii/email"),
      ("[jane@example.co].uk", "pii/email"), ("[conta]ct", "pii/email"), ("[jane example]", "pii/email"),
      ("[a@b@c]", "pii/email"), ("[@example.org]", "pii/email"), ("jö[rg@example.org]", "pii/email"),
      ("[jane@mail]-x.org", "pii/email"), ("4111 [1111 1111 1111]", "pii/credit_card"),
      ("[4111 1111 1111] 1111", "pii/credit_card"), ("[4111-1111]", "pii/credit_card"),
      ("[no digits]", "pii/phone_number"), ("192.[0.2.1]", "pii/ip_address"),
      ("[192.0.2].1", "pii/ip_address"),
      ("Ma[rie] ", "pii/name"), ("[Zoe\u{301}]\u{302}", "pii/name"), ("山田[太郎]さん", "pii/name"),
      ("[name ]", "pii/name"), ("[a-]b", "pii/name"), ("x_[y]", "secret/token"),
    ] as [(String, Label)])
  func `what is cut off or looks otherwise does not`(marked: String, label: Label) {
    #expect(!fits(marked, label))
  }
}
