import LazaretCore

/// Listens to the parser and makes text of an XML document of no particular kind. There is no page that
/// would show one, so what a person reads is the source: text and attributes are visible, comments and
/// instructions are not.
///
/// An element with text begins a line, `name: text`. Elements inside of text belong to that line, without
/// their names. An element that holds elements begins a paragraph. Attributes stand in lines
/// `name attribute: value` before the text of their element, and after it for elements inside of text, so
/// that they do not cut a sentence in two. An element without anything in it is a line with its name.
final class XMLText: MarkupSink {
  /// libxml2 allows 256, and would say so in words of its own.
  static let deepest = 200

  private(set) var reasonToStop: String?
  private(set) var title: String?
  private(set) var language: String?
  private(set) var hidden = HiddenLane()

  private var text = LaidOutText()
  private var open: [Element] = []
  /// Attributes of elements inside of text, until the text is over.
  private var late: [[UInt8]] = []
  /// Where the text of a `title` begins, if one is being read.
  private var titleStart: Int?

  private struct Element {
    var name: String
    var attributes: [MarkupAttribute]
    var isInline: Bool
    var hasText = false
    var hasElements = false
  }

  init(expectedBytes: Int) { text.reserve(expectedBytes) }

  var visible: Passage { Passage(text: String(decoding: text.utf8, as: UTF8.self)) }

  func addHidden(_ piece: some BidirectionalCollection<UInt8>, kind: String) {
    hidden.add(piece, kind: kind)
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if open.isEmpty { language = attributes.value("xml:lang") ?? attributes.value("lang") }
    if open.count >= Self.deepest { reasonToStop = "it nests deeper than \(Self.deepest) elements" }
    let isInline = open.last.map { $0.hasText || $0.isInline } ?? false
    if !isInline, let parent = open.indices.last {
      if !open[parent].hasElements {
        text.startLine(2)
        write(open[parent].attributes, of: open[parent].name)
        open[parent].attributes = []
        open[parent].hasElements = true
      }
      text.startLine(1)
    }
    if isInline {
      for attribute in attributes { late.append(Self.line(attribute, of: name)) }
    }
    open.append(Element(name: name, attributes: isInline ? [] : attributes, isInline: isInline))
  }

  func text(_ bytes: Span<UInt8>) {
    guard let place = open.indices.last else { return }
    if !open[place].hasText, !open[place].isInline {
      guard bytes.withUnsafeBufferPointer({ $0.contains { !$0.isWhitespace } }) else { return }
      open[place].hasText = true
      text.startLine(1)
      if !open[place].hasElements {
        write(open[place].attributes, of: open[place].name)
        open[place].attributes = []
        append(Array((open[place].name + ": ").utf8))
        if open[place].name == "title", title == nil { titleStart = text.utf8.count }
      }
    }
    text.append(bytes)
  }

  func end(_ name: String, namespace: String?) {
    guard let element = open.popLast(), !element.isInline else { return }
    if let start = titleStart, element.name == "title" {
      title = String(
        decoding: text.utf8[min(start, text.utf8.count)...].drop(while: \.isWhitespace), as: UTF8.self)
      titleStart = nil
    }
    if !element.hasText, !element.hasElements {
      text.startLine(1)
      if element.attributes.isEmpty {
        append(Array(element.name.utf8))
      } else {
        write(element.attributes, of: element.name)
      }
    }
    for line in late {
      text.startLine(1)
      append(line)
    }
    late = []
    text.startLine(element.hasElements ? 2 : 1)
  }

  func comment(_ bytes: Span<UInt8>) { add(bytes, kind: "comment") }
  func instruction(_ bytes: Span<UInt8>) { add(bytes, kind: "processing instruction") }

  private func add(_ bytes: Span<UInt8>, kind: String) {
    bytes.withUnsafeBufferPointer { hidden.add($0, kind: kind) }
  }

  private func write(_ attributes: [MarkupAttribute], of name: String) {
    for attribute in attributes {
      append(Self.line(attribute, of: name))
      text.startLine(1)
    }
  }

  private static func line(_ attribute: MarkupAttribute, of name: String) -> [UInt8] {
    Array("\(name) \(attribute.name): \(attribute.value)".utf8)
  }

  private func append(_ bytes: [UInt8]) { text.append(bytes.span) }
}
