/// `sharedStrings.xml`.
final class SharedStringsReader: MarkupSink {
  private var reader: SheetTextReader
  var reasonToStop: String? { nil }

  var strings: SheetStrings { reader.strings }
  var phonetics: [[UInt8]] { reader.phonetics }

  init(palette: SheetPalette) { reader = SheetTextReader(palette: palette) }

  func wants(attribute name: String) -> Bool { true }
  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    reader.start(name, attributes)
  }
  func end(_ name: String, namespace: String?) {
    reader.end(name)
    if name == "si" { reader.endItem() }
  }
  func text(_ bytes: Span<UInt8>) { bytes.withUnsafeBufferPointer { reader.text($0) } }
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
