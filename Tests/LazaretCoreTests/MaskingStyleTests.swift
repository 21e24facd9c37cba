import LazaretTesting
import Testing

@testable import LazaretCore

struct MaskingStyleTests {
  private let text = "a@x.example, b@x.example and a@x.example; card 4111 1111 1111 1111"

  private func finding(_ value: String, _ label: Label, from: Int = 0) throws -> Finding {
    let range = try #require(text.utf8.dropFirst(from).firstRange(of: value.utf8))
    let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
    return Finding(screener: "s", label: label, span: TextSpan(start, start + value.utf8.count))
  }

  private func findings() throws -> [Finding] {
    [
      try finding("a@x.example", "pii/email"), try finding("b@x.example", "pii/email"),
      try finding("a@x.example", "pii/email", from: 14),
      try finding("4111 1111 1111 1111", "pii/credit_card"),
    ]
  }

  private func masked(_ masker: Masker, _ part: TextSpan? = nil) throws -> String {
    let part = part ?? TextSpan(0, text.utf8.count)
    let findings = try findings()
    let plan = try #require(MaskPlan(findings, within: part))
    let names = masker.names(findings, in: text)
    return masker.mask(text.slice(part), by: plan, names: names, at: part.start).text
  }

  @Test func `numbers count the values of a label, and equal values have one`() throws {
    let masker = Masker(placeholder: try Placeholder("[{TYPE}_{n}]"))
    #expect(try masked(masker) == "[EMAIL_1], [EMAIL_2] and [EMAIL_1]; card [CREDIT_CARD_1]")
  }

  @Test func `hashes are equal where values are, under one key and no other`() throws {
    let first = try #require(MaskKey("0123456789abcdef"))
    let second = try #require(MaskKey("0123456789abcdeg"))
    let table = PlaceholderTable(standard: try Placeholder("<{hash}>"))
    let parts = try masked(Masker(placeholders: table, key: first)).split(separator: " ").map {
      String($0.prefix(14))
    }
    #expect(parts[0] == parts[3] && parts[0] != parts[1])
    #expect(first.hash(of: "a") == first.hash(of: "a"))
    #expect(first.hash(of: "a") != second.hash(of: "a") && first.hash(of: "a") != first.hash(of: "b"))
    #expect(MaskKey("too short") == nil)
  }

  @Test func `the end of a value shows a third of it at most`() throws {
    let last4 = try Placeholder("…{last4}")
    for (value, end) in [
      ("4111 1111 1111 1234", "1234"), ("123456", "56"), ("12", ""), ("a@b.example", "ple"),
    ] {
      #expect(last4.text(for: "x", name: MaskName(value: value, number: 1)) == "…" + end, "\(value)")
    }
  }

  @Test func `each label may have a placeholder of its own, and the most specific pattern wins`() throws {
    let table = try PlaceholderTable(
      standard: .standard,
      byLabel: ["pii/*": try Placeholder("<PII>"), "pii/credit_card": try Placeholder("[CARD …{last4}]")])
    #expect(try masked(Masker(placeholders: table, key: nil)) == "<PII>, <PII> and <PII>; card [CARD …1111]")
    #expect(table.placeholder(for: "secret/x") == .standard)
  }

  @Test func `both sides of a border call a value by one name`() throws {
    let masker = Masker(placeholder: try Placeholder("[{n}:{last4}]"))
    let border = 16
    let left = try masked(masker, TextSpan(0, border))
    let right = try masked(masker, TextSpan(border, text.utf8.count))
    #expect(left == "[1:ple], [2:ple]")
    #expect(right.hasPrefix("[2:ple] and [1:ple]"))
  }

  @Test(arguments: 0..<50)
  func `whatever the style, no byte of a value survives but the end that was asked for`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    let text = random.document(paragraphs: 3)
    let count = text.utf8.count
    let findings = (0..<8).map { _ -> Finding in
      let start = Int.random(in: 0..<count, using: &generator)
      return Finding(
        screener: "s", label: "l/a",
        span: TextSpan(start, min(count, start + Int.random(in: 1...30, using: &generator))))
    }
    let plan = try #require(MaskPlan(findings, within: TextSpan(0, count)))
    for template in ["[{n}]", "[{TYPE} {n}]"] {
      let masker = Masker(placeholder: try Placeholder(template))
      let masked = masker.mask(text, by: plan, names: masker.names(findings, in: text))
      let plain = Masker().mask(text, by: plan)
      #expect(masked.masks.map(\.original) == plain.masks.map(\.original))
      for mask in masked.masks {
        #expect(masked.text.slice(mask.span).contains { $0.isNumber })
      }
      #expect(!masked.text.contains("[0]"))
    }
  }
}
