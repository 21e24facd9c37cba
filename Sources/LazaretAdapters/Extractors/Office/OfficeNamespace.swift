/// The vocabularies of Office documents, in their strict and their usual form.
enum OfficeNamespace: Hashable {
  case word
  /// Text and shapes in drawings.
  case drawing
  /// Where a drawing stands in a text document.
  case placement
  case slides
  case sheets
  case chart
  case diagram
  case math
  case vml
  case compatibility
  case other

  init(_ uri: String?) {
    guard let uri else {
      self = .other
      return
    }
    self = Self.known[uri] ?? .other
  }

  private static let known: [String: OfficeNamespace] = {
    var known: [String: OfficeNamespace] = [
      "http://schemas.openxmlformats.org/markup-compatibility/2006": .compatibility,
      "urn:schemas-microsoft-com:vml": .vml,
    ]
    for (path, kind) in [
      ("wordprocessingml", OfficeNamespace.word), ("drawingml", .drawing), ("presentationml", .slides),
      ("spreadsheetml", .sheets),
    ] {
      known["http://schemas.openxmlformats.org/\(path)/2006/main"] = kind
      known["http://purl.oclc.org/ooxml/\(path)/main"] = kind
    }
    for (path, kind) in [
      ("wordprocessingDrawing", OfficeNamespace.placement), ("chart", .chart), ("diagram", .diagram),
    ] {
      known["http://schemas.openxmlformats.org/drawingml/2006/\(path)"] = kind
      known["http://purl.oclc.org/ooxml/drawingml/\(path)"] = kind
    }
    known["http://schemas.openxmlformats.org/officeDocument/2006/math"] = .math
    known["http://purl.oclc.org/ooxml/officeDocument/math"] = .math
    return known
  }()
}

extension [MarkupAttribute] {
  /// The first attribute of this name, whatever its prefix.
  func local(_ name: String) -> String? {
    first { attribute in
      let written = attribute.name.utf8
      guard written.count > name.utf8.count else { return attribute.name == name }
      return written.dropLast(name.utf8.count).last == 0x3A && attribute.name.hasSuffix(name)
    }?.value
  }

  /// An attribute of this name that has a prefix: `r:id` beside `id`.
  func prefixed(_ name: String) -> String? {
    first { $0.name.hasSuffix(":" + name) }?.value
  }
}
