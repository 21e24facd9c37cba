import FoundationEssentials

/// Addresses as feeds write them.
enum FeedLink {
  /// The address seen from its base; as written when it is absolute, or when there is no base to see it from.
  static func resolved(_ link: String, from base: String?) -> String {
    guard !hasScheme(link), let base, let parent = URL(string: base),
      let whole = URL(string: link, relativeTo: parent)?.absoluteURL.absoluteString
    else { return link }
    return whole
  }

  static func hasScheme(_ link: String) -> Bool {
    let scheme = link.utf8.prefix {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
    }
    guard let first = scheme.first, (0x61...0x7A).contains(first | 0x20) else { return false }
    return scheme.endIndex < link.utf8.endIndex && link.utf8[scheme.endIndex] == 0x3A
  }

  private static func starts(_ link: String, with scheme: StaticString) -> Bool {
    var rest = link.utf8.makeIterator()
    return scheme.withUTF8Buffer { wanted in
      wanted.allSatisfy { byte in rest.next().map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } == byte }
    }
  }

  static func isWeb(_ link: String) -> Bool {
    starts(link, with: "http://") || starts(link, with: "https://")
  }
}
