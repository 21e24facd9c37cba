/// Whether a media query holds where a page is read: on a screen of 1,280 by 800 pixels. What it asks beyond
/// the size is taken to be otherwise, so that a page's second face (dark, narrow, printed) hides nothing.
enum CSSMedia {
  static func holds(_ query: String) -> Bool {
    let parts = query.split(separator: ",")
    return parts.isEmpty || parts.contains { holds(one: $0) }
  }

  private static func holds(one query: Substring) -> Bool {
    var rest = query.split(separator: " ").joined(separator: " ")[...]
    if rest.isEmpty { return true }
    var isNegated = false
    for word in ["only ", "not "] where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      isNegated = word == "not "
    }
    var holds = true
    if let first = rest.first, first.isLetter {
      let medium = rest.prefix { $0.isLetter }
      holds = medium == "screen" || medium == "all"
      rest = rest.dropFirst(medium.count)
    }
    while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
      if !condition(rest[rest.index(after: open)..<close]) { holds = false }
      rest = rest[rest.index(after: close)...]
    }
    return holds != isNegated
  }

  private static func condition(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let length = CSSLength(String(parts[1].drop { $0 == " " }))?.pixels else {
      return false
    }
    switch parts[0].filter({ $0 != " " }) {
    case "min-width", "min-device-width": return length <= 1_280
    case "max-width", "max-device-width": return length >= 1_280
    case "min-height", "min-device-height": return length <= 800
    case "max-height", "max-device-height": return length >= 800
    default: return false
    }
  }
}
