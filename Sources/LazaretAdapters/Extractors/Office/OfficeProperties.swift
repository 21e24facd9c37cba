/// What stands in the property parts of an Office document or in the `meta.xml` of an OpenDocument file.
final class OfficeProperties: MarkupSink {
  private(set) var title: String?
  private(set) var language: String?
  /// What a model may read and nobody sees on a page.
  private(set) var others: [String] = []
  var reasonToStop: String? { nil }

  private var open: [(name: String, text: [UInt8])] = []

  /// Names of properties that speak to programs, or that are names of the parts of the text.
  private static let settings: Set<String> = [
    "created", "modified", "revision", "lastPrinted", "Template", "Application", "AppVersion", "DocSecurity",
    "TotalTime", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs", "Slides",
    "Notes",
    "HiddenSlides", "MMClips", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "i4", "i2",
    "bool",
    "PresentationFormat", "generator", "creation-date", "date", "editing-cycles", "editing-duration",
    "print-date", "filetime", "r8", "r4", "int", "decimal", "TitlesOfParts", "HeadingPairs",
  ]

  func wants(attribute name: String) -> Bool { name == "name" }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    // Custom properties have names that people choose.
    if name == "property", let key = attributes.value("name") { keep(key) }
    open.append((name, []))
  }

  func text(_ bytes: Span<UInt8>) {
    if open.isEmpty { return }
    bytes.withUnsafeBufferPointer { open[open.count - 1].text.append(contentsOf: $0) }
  }

  func end(_ name: String, namespace: String?) {
    guard let last = open.popLast(), last.text.contains(where: { !$0.isWhitespace }) else { return }
    let text = String(decoding: last.text, as: UTF8.self)
    switch name {
    case "title": if title == nil { title = text } else { others.append(text) }
    case "language": if language == nil { language = text } else { others.append(text) }
    default:
      let isSetting = Self.settings.contains(name) || open.contains { Self.settings.contains($0.name) }
      if !isSetting { others.append(text) }
    }
  }

  private func keep(_ key: String) { if key.utf8.contains(where: \.isWhitespace) { others.append(key) } }

  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { others.append(String(decoding: $0, as: UTF8.self)) }
  }
  func instruction(_ bytes: Span<UInt8>) {}
}
