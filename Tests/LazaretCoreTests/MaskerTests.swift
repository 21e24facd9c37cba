import LazaretCore
import LazaretTesting
import Testing

struct MaskerTests {
  private func finding(_ label: Label, _ start: Int, _ end: Int) -> Finding {
    Finding(screener: "s", label: label, span: TextSpan(start, end))
  }

  private func mask(_ text: String, _ findings: [Finding], _ masker: Masker = Masker()) throws -> MaskedText {
    let plan = try #require(MaskPlan(findings, within: TextSpan(0, text.utf8.count)))
    return masker.mask(text, by: plan)
  }

  @Test(arguments: 0..<200)
  func `what is left of a masked text is what no finding covered`(seed: Int) throws {
    var random = RandomText(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let text = random.document(paragraphs: 2)
    let bytes = Array(text.utf8)
    let findings = (0..<Int.random(in: 1...8, using: &generator)).map { number in
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = Int.random(in: (start + 1)...min(bytes.count, start + 40), using: &generator)
      return finding(Label("pii/kind\(number % 3)"), start, end)
    }
    let masked = try mask(text, findings)

    // The masks stand in order, apart from each other, and each is its placeholder.
    let result = Array(masked.text.utf8)
    var place = 0
    var originalPlace = 0
    for item in masked.masks {
      #expect(item.span.start >= place)
      #expect(Array(result[place..<item.span.start]) == Array(bytes[originalPlace..<item.original.start]))
      #expect(masked.text.slice(item.span) == "[\(item.label.placeholderType)]")
      place = item.span.end
      originalPlace = item.original.end
    }
    #expect(Array(result[place...]) == Array(bytes[originalPlace...]))

    // No masked byte survives: every byte of every finding lies under a mask.
    for finding in findings {
      let span = try #require(finding.span)
      #expect(masked.masks.contains { $0.original.contains(span) })
    }
    #expect(String(validating: result, as: UTF8.self) != nil)
  }

  @Test(arguments: 0..<50)
  func `the order of the findings does not change the masked text`(seed: Int) throws {
    var random = RandomText(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let text = random.paragraph()
    let count = text.utf8.count
    let findings = (0..<6).map { number in
      let start = Int.random(in: 0..<count, using: &generator)
      return finding(
        Label("pii/kind\(number)"), start,
        Int.random(in: start...min(count, start + 20), using: &generator) + (start == count ? 0 : 0))
    }.filter { ($0.span?.count ?? 0) > 0 }
    guard !findings.isEmpty else { return }
    #expect(try mask(text, findings) == mask(text, findings.shuffled(using: &generator)))
  }

  @Test func `overlapping findings become one placeholder named by the widest`() throws {
    let masked = try mask("0123456789", [finding("pii/a", 2, 5), finding("pii/bb", 4, 8)])
    #expect(masked.text == "01[BB]89")
    #expect(masked.masks == [.init(label: "pii/bb", span: TextSpan(2, 6), original: TextSpan(2, 8))])
  }

  @Test func `touching findings stay two placeholders`() throws {
    #expect(try mask("0123456789", [finding("pii/a", 2, 5), finding("pii/b", 5, 7)]).text == "01[A][B]789")
  }

  @Test(arguments: [
    ("call 👩‍👩‍👧‍👦 now", "👩‍👩‍👧‍👦", "call [X] now"),
    ("a cafe\u{301} b", "cafe\u{301}", "a [X] b"),
    ("one\r\ntwo\r\nthree", "two", "one\r\n[X]\r\nthree"),
    ("🇩🇪🇫🇷", "🇩🇪", "[X]🇫🇷"),
    ("jane@example.org", "jane@example.org", "[X]"),
    ("Grüße an Åsa", "Åsa", "Grüße an [X]"),
  ])
  func `emoji, combining marks and CRLF are covered exactly`(text: String, value: String, expected: String)
    throws
  {
    let range = try #require(text.utf8.firstRange(of: value.utf8))
    let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
    let masked = try mask(text, [finding("pii/x", start, start + value.utf8.count)])
    #expect(Array(masked.text.utf8) == Array(expected.utf8))
  }

  @Test func `a finding that begins inside a scalar is widened, never narrowed`() throws {
    let masked = try mask("a€b", [finding("pii/x", 2, 3)])
    #expect(masked.text == "a[X]b")
  }

  @Test func `a finding across the border of a chunk is masked on this side`() throws {
    let chunk = TextSpan(10, 20)
    let plan = try #require(MaskPlan([finding("pii/email", 5, 13)], within: chunk))
    #expect(Masker().mask("abcdefghij", by: plan).text == "[EMAIL]defghij")
  }

  @Test func `a plan that would leave a finding out cannot be built`() {
    let located = finding("pii/email", 0, 3)
    let unlocated = Finding(screener: "s", label: "pii/name")
    #expect(MaskPlan([located, unlocated], within: TextSpan(0, 10)) == nil)
    #expect(MaskPlan([], within: TextSpan(0, 10)) == nil)
    #expect(MaskPlan([located], within: TextSpan(5, 10)) == nil)
  }

  @Test(arguments: [
    ("pii/email", "[EMAIL]"), ("pii/credit_card", "[CREDIT_CARD]"), ("prompt_attack", "[PROMPT_ATTACK]"),
    ("odd/na]me é", "[NA_ME__]"), ("", "[MASKED]"), ("a/", "[A]"),
  ])
  func `a placeholder is the last word of the label`(label: String, expected: String) {
    #expect(Placeholder.standard.text(for: Label(label)) == expected)
  }

  @Test func `a template may be anything but empty or of unknown fields`() throws {
    #expect(try Placeholder("<{LABEL}>").text(for: "pii/email") == "<pii/email>")
    #expect(try Placeholder("***").text(for: "pii/email") == "***")
    #expect(throws: Placeholder.TemplateError.empty) { try Placeholder("") }
    #expect(throws: Placeholder.TemplateError.unknownField("m")) { try Placeholder("[{TYPE}_{m}]") }
  }
}
