/// Comments on the cells of a sheet, in the old form and as threads.
final class SheetCommentsReader: MarkupSink {
  private let output: OfficeText
  private var text: [UInt8] = []
  private var depth = 0
  var reasonToStop: String? { nil }

  init(output: OfficeText) { self.output = output }

  func wants(attribute name: String) -> Bool { false }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if name == "comment" || name == "threadedComment" { depth += 1 }
  }

  func text(_ bytes: Span<UInt8>) {
    if depth > 0 { bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) } }
  }

  func end(_ name: String, namespace: String?) {
    guard name == "comment" || name == "threadedComment" else { return }
    depth = max(0, depth - 1)
    if depth > 0 { return }
    output.addHidden(SheetTextReader.withoutEscapes(text), kind: "comment")
    text = []
  }

  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
