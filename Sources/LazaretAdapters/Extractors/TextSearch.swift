extension StringProtocol {
  /// Whether these ASCII bytes stand in the text. Finding text in text as Swift has it compares characters,
  /// which for a word of ASCII in a short value is fifty times the work.
  func holds(_ part: StaticString) -> Bool { place(of: part) != nil }

  /// Where these ASCII bytes begin, and where what follows them does.
  func place(of part: StaticString) -> Range<Index>? {
    part.withUTF8Buffer { wanted in
      guard let first = wanted.first else { return startIndex..<startIndex }
      var rest = utf8[...]
      while let start = rest.firstIndex(of: first) {
        rest = rest[start...]
        if rest.starts(with: wanted) { return start..<rest.index(start, offsetBy: wanted.count) }
        rest = rest.dropFirst()
      }
      return nil
    }
  }
}
