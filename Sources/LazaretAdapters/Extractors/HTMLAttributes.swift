/// The attributes that matter: those that hide text, and those that a model may read and a person does
/// not see on the page.
enum HTMLAttributes {
  static let wanted: Set<String> = [
    "style", "hidden", "open", "media", "color", "text", "bgcolor", "background", "lang", "xml:lang", "rel",
    "name", "property", "content", "type", "value", "alt", "title", "aria-label", "aria-description",
    "aria-placeholder", "aria-roledescription", "aria-valuetext", "placeholder", "summary", "label", "srcdoc",
  ]

  private static let texts: Set<String> = [
    "alt", "title", "aria-label", "aria-description", "aria-placeholder", "aria-roledescription",
    "aria-valuetext", "placeholder", "summary", "label", "srcdoc",
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
      case let text where texts.contains(text): found.append((text, attribute.value))
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
    guard let key = attributes.value("name") ?? attributes.value("property") else { return false }
    let lower = key.lowercased()
    if settings.contains(lower) { return false }
    if ["description", "keywords", "title", "author", "abstract", "subject"].contains(where: lower.contains) {
      return true
    }
    return value.utf8.contains(where: \.isWhitespace)
  }
}
