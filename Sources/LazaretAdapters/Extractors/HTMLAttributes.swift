/// The attributes that matter: those that hide text, and those that a model may read and a person does
/// not see on the page.
enum HTMLAttributes {
  static let wanted: Set<String> = [
    "style", "hidden", "open", "media", "color", "text", "bgcolor", "background", "lang", "xml:lang", "rel",
    "name", "property", "content", "type", "value", "alt", "title", "aria-label", "aria-description",
    "aria-placeholder", "aria-roledescription", "aria-valuetext", "placeholder", "summary", "label", "srcdoc",
    "itemprop", "standby", "abbr",
  ]

  private static let texts: Set<String> = [
    "alt", "title", "aria-label", "aria-description", "aria-placeholder", "aria-roledescription",
    "aria-valuetext", "placeholder", "summary", "label", "standby", "abbr",
  ]

  /// Metadata that speaks to browsers and services.
  private static let settings: Set<String> = [
    "viewport", "robots", "googlebot", "generator", "format-detection", "referrer", "theme-color",
    "color-scheme", "csrf-token", "csrf-param", "msvalidate.01", "google-site-verification",
    "content-security-policy",
  ]

  /// What there is to read in the attributes of one element, with the origin's name.
  static func readable(_ attributes: [MarkupAttribute], of name: String) -> [(String, String)] {
    var found: [(String, String)] = []
    for attribute in attributes {
      switch attribute.name {
      case "style", "class", "id": break
      case let text where texts.contains(text): found.append((text, attribute.value))
      case let text where text.hasPrefix("data-"):
        if isSentence(attribute.value) { found.append(("data attribute", attribute.value)) }
      case "content" where name == "meta":
        if isProse(attribute.value, attributes) { found.append(("meta", attribute.value)) }
      case "value" where name == "input":
        let isHidden = attributes.value("type")?.lowercased() == "hidden"
        found.append((isHidden ? "hidden input" : "input value", attribute.value))
      default: break
      }
    }
    return found
  }

  /// Any metadata of more than one word, and what is known to be words. Settings are not for reading.
  private static func isProse(_ value: String, _ attributes: [MarkupAttribute]) -> Bool {
    guard
      let key = attributes.value("name") ?? attributes.value("property") ?? attributes.value("itemprop")
    else { return false }
    let lower = key.lowercased()
    if settings.contains(lower) { return false }
    if ["description", "keywords", "title", "author", "abstract", "subject"].contains(where: lower.contains) {
      return true
    }
    return value.utf8.contains(where: \.isWhitespace)
  }

  /// Four words in a row and more, out of letters and what stands around words. Lists of settings, addresses
  /// and numbers have none.
  static func isSentence(_ text: String) -> Bool {
    var words = 0
    var letters = 0
    var isWord = true
    for byte in text.utf8 {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x80...: letters += 1
      case 0x20, 9, 0x0A, 0x0D:
        if letters > 0 { words = isWord ? words + 1 : 0 }
        (letters, isWord) = (0, true)
      case 0x27, 0x2C, 0x2E, 0x21, 0x3F, 0x3B, 0x3A, 0x22, 0x28, 0x29, 0x2D: break
      default: isWord = false
      }
      if words >= 4 { return true }
      // Scripts that do not part words.
      if letters >= 45, isWord { return true }
    }
    return words >= 3 && letters > 0 && isWord
  }
}
