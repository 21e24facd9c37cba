/// Reads what stands in attributes of a Word document's numbering and settings: prefixes of list items, which
/// are drawn before each, and variables, which are not drawn.
final class WordNamesReader: MarkupSink {
  private(set) var found: [(kind: String, text: String)] = []
  private(set) var language: String?
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    guard let value = attributes.local("val") else { return }
    switch name {
    case "lvlText":
      // `%1.` and `(%2)` are no words.
      if value.count(where: \.isLetter) > 1 { found.append(("list numbering", value)) }
    case "docVar": found.append(("document variable", value))
    case "themeFontLang": if !value.isEmpty { language = language ?? value }
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}

/// All text of an XML document, one line for each element that has some, with its comments.
final class PlainXMLReader: MarkupSink {
  private var lines = LaidOutText()
  var text: [UInt8] { lines.utf8 }
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { false }
  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) { lines.startLine(1) }
  func end(_ name: String, namespace: String?) { lines.startLine(1) }
  func text(_ bytes: Span<UInt8>) { lines.append(bytes) }
  func comment(_ bytes: Span<UInt8>) { lines.append(bytes) }
  func instruction(_ bytes: Span<UInt8>) {}
}
