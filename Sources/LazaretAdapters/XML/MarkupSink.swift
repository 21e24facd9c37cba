/// What listens to a parser of XML. Bytes are UTF-8 and are lent for the length of the call.
protocol MarkupSink: AnyObject {
  /// Asked for each attribute, so that the many that nobody reads are never copied.
  func wants(attribute name: String) -> Bool

  /// `namespace` is the URI that the element's prefix stands for, `prefix:` and the prefix itself
  /// where the document does not declare it.
  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute])
  func end(_ name: String, namespace: String?)
  func text(_ bytes: Span<UInt8>)
  func comment(_ bytes: Span<UInt8>)
  func instruction(_ bytes: Span<UInt8>)

  /// Asked after each start tag: why the parser should go no further.
  var reasonToStop: String? { get }
}

struct MarkupAttribute: Hashable {
  /// As written in XML, prefix included; in lower case in HTML.
  var name: String
  var value: String
}

extension [MarkupAttribute] {
  func value(_ name: String) -> String? {
    first { $0.name == name }?.value
  }
}

/// The parser went no further than this. What came before was reported.
struct MarkupError: Error, Hashable {
  /// Counted from 1.
  var line: Int
  /// In our own words: the parser's would quote the document.
  var reason: String
  /// True when the text was over before its elements were.
  var isAtEnd = false
}
