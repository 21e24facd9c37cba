/// The attributes that matter: those that hide text, and those that a model may read and a person does
/// not see on the page.
enum HTMLAttributes {
  /// Whether the attribute is read on any page. Rules of style sheets may ask for others.
  static func isWanted(_ word: HTMLWord) -> Bool {
    switch word {
    case .style, .hidden, .open, .media, .color, .text, .bgcolor, .background, .lang, .xmlLang, .rel, .name,
      .property, .content, .type, .value, .alt, .title, .ariaLabel, .ariaDescription, .ariaPlaceholder,
      .ariaRoleDescription, .ariaValueText, .placeholder, .summary, .label, .srcdoc, .itemprop, .standby,
      .abbr, .data:
      true
    default: false
    }
  }

  /// The names for which ``isWanted(_:)`` holds, but for the many of `data-`.
  static let kept = {
    var names = AttributeNames()
    for word in HTMLWord.allCases where word != .data && isWanted(word) { names.insert(word.rawValue) }
    return names
  }()

  /// Metadata that speaks to browsers and services.
  private static let settings: Set<String> = [
    "viewport", "robots", "googlebot", "generator", "format-detection", "referrer", "theme-color",
    "color-scheme", "csrf-token", "csrf-param", "msvalidate.01", "google-site-verification",
    "content-security-policy",
  ]

  /// Adds what there is to read in the attributes of one element, by the name of its origin.
  static func add(_ attributes: HTMLAttributeList, of element: HTMLWord, to lane: inout HiddenLane) {
    for attribute in attributes.entries {
      let word = attribute.name.word
      switch word {
      case .alt, .title, .ariaLabel, .ariaDescription, .ariaPlaceholder, .ariaRoleDescription, .ariaValueText,
        .placeholder, .summary, .label, .standby, .abbr:
        lane.add(attributes.value(of: attribute), kind: word.rawValue)
      case .data:
        let value = attributes.value(of: attribute)
        if isSentence(value) { lane.add(value, kind: "data attribute") }
      case .content where element == .meta:
        let value = attributes.value(of: attribute)
        if isProse(value, attributes) { lane.add(value, kind: "meta") }
      case .value where element == .input:
        let isHidden = attributes.text(.type)?.lowercased() == "hidden"
        lane.add(attributes.value(of: attribute), kind: isHidden ? "hidden input" : "input value")
      default: break
      }
    }
  }

  /// Any metadata of more than one word, and what is known to be words. Settings are not for reading.
  private static func isProse(_ value: ArraySlice<UInt8>, _ attributes: HTMLAttributeList) -> Bool {
    guard let key = attributes.text(.name) ?? attributes.text(.property) ?? attributes.text(.itemprop) else {
      return false
    }
    let lower = key.lowercased()
    if settings.contains(lower) { return false }
    let words: [StaticString] = ["description", "keywords", "title", "author", "abstract", "subject"]
    return words.contains(where: lower.holds) || value.contains(where: \.isWhitespace)
  }

  /// Four words in a row and more, out of letters and what stands around words. Lists of settings, addresses
  /// and numbers have none.
  static func isSentence(_ text: some Collection<UInt8>) -> Bool {
    var words = 0
    var letters = 0
    var isWord = true
    for byte in text {
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
