import LazaretCore

/// What kind of document a ZIP container holds.
enum ContainerContent {
  /// `nil` for an archive that is no document, and for what cannot be read as a ZIP container.
  ///
  /// Throws `malformed` for a container that is two kinds of document at once: each program would read another.
  static func kind(of raw: RawDocument) throws(ExtractionError) -> ContentSignature.Kind? {
    let declared: ContentSignature.Kind?
    do throws(ArchiveError) {
      var container = try ZipContainer(raw.bytes)
      let parts = try container.read(["mimetype"])
      var type = String(decoding: (parts["mimetype"] ?? []).prefix(200), as: UTF8.self)
      type.removeAll { $0.isWhitespace }
      declared = byType[type] ?? (container.directory.entry("META-INF/container.xml") == nil ? nil : .epub)
      if container.directory.entry("[Content_Types].xml") == nil { return declared }
    } catch {
      return nil
    }
    guard let main = try? OfficePackage(raw).main else { return declared }
    let office = officeKind(main.type)
    if office != nil, declared != nil {
      throw .malformed(
        "'\(raw.uri)' is two kinds of document at once, of which programs read one or the other")
    }
    return office ?? declared
  }

  private static func officeKind(_ type: String) -> ContentSignature.Kind? {
    // Templates and documents with macros have types of their own around the same words.
    guard type.hasSuffix("main+xml") else { return nil }
    if type.contains("wordprocessingml") || type.contains("ms-word") { return .docx }
    if type.contains("presentationml") || type.contains("ms-powerpoint") { return .pptx }
    if type.contains("spreadsheetml") || type.contains("ms-excel") { return .xlsx }
    return nil
  }

  private static let byType: [String: ContentSignature.Kind] = [
    "application/epub+zip": .epub,
    "application/vnd.oasis.opendocument.text": .odt,
    "application/vnd.oasis.opendocument.text-template": .odt,
    "application/vnd.oasis.opendocument.text-master": .odt,
    "application/vnd.oasis.opendocument.presentation": .odp,
    "application/vnd.oasis.opendocument.presentation-template": .odp,
    "application/vnd.oasis.opendocument.spreadsheet": .ods,
    "application/vnd.oasis.opendocument.spreadsheet-template": .ods,
  ]
}
