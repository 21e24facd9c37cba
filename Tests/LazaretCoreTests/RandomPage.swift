import LazaretCore
import LazaretTesting

/// A page of prose, headings, code, tables and lists, each part with a text of its own.
struct RandomPage {
  enum Kind: CaseIterable {
    case prose, wrapped, heading, fence, indented, table, laidOutTable, list, looseList
  }

  struct Part {
    var kind: Kind
    var text: String
  }

  var parts: [Part] = []
  private var generator: SeededGenerator
  private var number = 0

  init(seed: Int, parts count: Int) {
    generator = SeededGenerator(seed: seed)
    while parts.count < count {
      let kind: Kind =
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<9: .prose
        case 9..<11: .wrapped
        case 11..<13: .heading
        case 13: .fence
        case 14: .indented
        case 15: .table
        case 16: .laidOutTable
        case 17: .looseList
        default: .list
        }
      // Without prose between them two of a kind may be one block to a reader.
      if kind != .prose, parts.last?.kind != .prose, parts.last?.kind != .heading {
        parts.append(Part(kind: .prose, text: text(.prose)))
      }
      parts.append(Part(kind: kind, text: text(kind)))
    }
  }

  /// The parts' texts; each ends with a blank line.
  var text: String { parts.map(\.text).joined() }

  var passage: Passage {
    var headings: [Passage.Heading] = []
    var start = 0
    for part in parts {
      if part.kind == .heading {
        let line = part.text.prefix { $0 != "\n" }
        let level = line.prefix { $0 == "#" }.count
        headings.append(
          .init(
            level: level, title: String(line.dropFirst(level + 1)),
            span: TextSpan(start, start + line.utf8.count)))
      }
      start += part.text.utf8.count
    }
    return Passage(text: text, headings: headings)
  }

  private static let words = [
    "order", "tea", "parcel", "returns", "mint", "water", "minutes", "cup", "label", "store", "grün", "茶葉",
  ]

  private mutating func phrase(_ words: ClosedRange<Int>) -> String {
    number += 1
    let rest = (0..<Int.random(in: words, using: &generator)).map { _ in
      Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
    }
    // The number stands first: the hash of a boundary sees 32 bytes.
    return "N\(number) " + rest.joined(separator: " ")
  }

  private mutating func lines(_ count: ClosedRange<Int>, _ line: (inout RandomPage) -> String) -> [String] {
    (0..<Int.random(in: count, using: &generator)).map { _ in line(&self) }
  }

  mutating func text(_ kind: Kind) -> String {
    switch kind {
    case .prose: lines(1...6) { $0.phrase(3...20) + "." }.joined(separator: " ") + "\n\n"
    case .wrapped: lines(2...8) { $0.phrase(10...12) + "," }.joined(separator: "\n") + "\n\n"
    case .heading:
      String(repeating: "#", count: Int.random(in: 1...4, using: &generator)) + " " + phrase(1...3) + "\n\n"
    case .fence:
      "```\n"
        + lines(2...20) {
          let line = "call(" + $0.phrase(1...6) + "); - x. Y"
          return Int.random(in: 0..<5, using: &$0.generator) == 0 ? line + "\n" : line
        }.joined(separator: "\n").trimmed + "\n```\n\n"
    case .indented: lines(2...12) { "    " + $0.phrase(1...8) + ". Z" }.joined(separator: "\n") + "\n\n"
    case .table:
      "| Name | Price |\n|---|---:|\n"
        + lines(1...25) { "| " + $0.phrase(1...5) + ". A | 3 |" }.joined(separator: "\n") + "\n\n"
    case .laidOutTable:
      lines(2...25) { $0.phrase(1...4) + " | " + $0.phrase(1...4) }.joined(separator: "\n") + "\n\n"
    case .list:
      lines(2...14) {
        let nested = Int.random(in: 0..<4, using: &$0.generator) == 0
        return (nested ? "  - " : "- ") + $0.phrase(1...9) + ". And " + $0.phrase(1...3)
      }.joined(separator: "\n") + "\n\n"
    case .looseList:
      lines(2...6) { "1. " + $0.phrase(3...9) + ".\n\n   " + $0.phrase(3...9) + "." }.joined(
        separator: "\n\n") + "\n\n"
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last?.isNewline ?? false { text.removeLast() }
    return String(text)
  }
}
