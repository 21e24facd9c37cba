/// The colours of a theme by their own names and by those that slides use for them. Masters map one to the other,
/// nearly all of them in this way.
final class ThemeReader: MarkupSink {
  private(set) var colors: [String: CSSColor] = [:]
  private var name = ""
  private static let aliases = ["lt1": "bg1", "dk1": "tx1", "lt2": "bg2", "dk2": "tx2"]
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { name == "val" || name == "lastClr" }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if Self.aliases[name] != nil || name.hasPrefix("accent") { self.name = name }
    guard name == "srgbClr" || name == "sysClr", !self.name.isEmpty,
      let color = (attributes.value("lastClr") ?? attributes.value("val")).flatMap({ CSSColor("#" + $0) })
    else { return }
    colors[self.name] = color
    if let alias = Self.aliases[self.name] { colors[alias] = color }
  }

  func end(_ name: String, namespace: String?) { if name == self.name { self.name = "" } }
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
