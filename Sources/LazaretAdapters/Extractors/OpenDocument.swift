import LazaretCore

/// OpenDocument texts, presentations and spreadsheets (ISO/IEC 26300), as LibreOffice writes them.
///
/// The visible lane: the text with headings, lists, tables, notes and text boxes; slides and sheets, each a page;
/// headers and footers. The hidden lane: text that a style or a section hides, tracked deletions, comments, speaker
/// notes, hidden slides, sheets and rows, text in the colour of its background or of a point and less, alternative
/// texts, fields that are not shown, metadata.
///
/// Bounds are those of ``ZipContainer`` and ``OfficeXML``; memory is that of the unpacked parts and their text.
struct OpenDocument: Extractor {
  /// The catalogue lists each kind as a format of its own.
  let name: String
  let mediaType: String
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    do throws(ArchiveError) {
      var container = try ZipContainer(raw.bytes)
      let parts = try container.read(["content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"])
      if let manifest = parts["META-INF/manifest.xml"] {
        let reader = OpenDocumentManifestReader()
        try OfficeXML.read(manifest, into: reader, as: "list of files")
        if reader.isEncrypted { throw ArchiveError(reason: "is encrypted; save it without a password") }
      }
      guard let content = parts["content.xml"] else {
        throw ArchiveError(reason: "holds no 'content.xml', so it is no OpenDocument file")
      }
      let output = OfficeText()
      var styles = OpenDocumentStyles()
      output.startBox()
      if let part = parts["styles.xml"] {
        let reader = OpenDocumentReader(output: output)
        try OfficeXML.read(part, into: reader, as: "list of styles")
        styles = reader.styles
      }
      let margins = output.takeBox()
      let reader = OpenDocumentReader(output: output, styles: styles)
      try OfficeXML.read(content, into: reader, as: "main text")
      if let margins { output.place(margins) }
      let properties = OfficeProperties()
      if let part = parts["meta.xml"] { try OfficeXML.read(part, into: properties, as: "list of properties") }
      output.addHidden(properties.others.joined(separator: "\n"), kind: "properties")
      if container.names.contains(where: { $0.hasPrefix("Object ") && $0.hasSuffix("content.xml") }) {
        output.note("objects that are embedded in it were not opened")
      }
      return output.document(
        of: raw, mediaType: mediaType, title: properties.title, language: properties.language,
        notes: container.notes)
    } catch {
      throw .malformed("'\(raw.uri)' \(error.reason)")
    }
  }
}

/// `META-INF/manifest.xml`, which says what is encrypted.
private final class OpenDocumentManifestReader: MarkupSink {
  private(set) var isEncrypted = false
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { false }
  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if name == "encryption-data" || name == "encrypted-key" { isEncrypted = true }
  }
  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
