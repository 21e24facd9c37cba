import CLibXML2

/// The library behind the parsers.
enum MarkupLibrary {
  /// That this program was built with. The one that is loaded has the same binary interface.
  static let version = LIBXML_DOTTED_VERSION

  /// Must have happened before two tasks parse at the same time.
  static let isReady: Bool = {
    xmlInitParser()
    return true
  }()
}
