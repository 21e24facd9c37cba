package import LazaretCore

/// Picks the extractor for each item: by content first, then by the media type that the source was told,
/// then by name. A name without any ending is taken for plain text if its content is text.
package struct CatalogExtractor: Extractor {
  package let name = "catalog"
  /// Changes whenever a format is added, one of them raises its version, or ``rules`` is raised. It is a
  /// part of the policy's fingerprint, so every file is read and extracted again under a new one; what is
  /// cut into the windows of before is not screened again.
  package let version: Int

  /// Raised whenever the same bytes would go to another extractor, or what the extractors share
  /// (decoding, charsets, lanes, hidden styles, concealed text) would make another text of them.
  static let rules = 4

  private let formats: [(format: ExtractorCatalog.Format, extractor: any Extractor)]

  package init(formats: [ExtractorCatalog.Format] = ExtractorCatalog.all) {
    self.formats = formats.map { ($0, $0.make()) }
    let fields = ["rules \(Self.rules)"] + self.formats.map { "\($0.extractor.name) \($0.extractor.version)" }
    version = Int(Digest(fields: fields).hex.prefix(8), radix: 16) ?? 0
  }

  package func extract(_ raw: RawDocument) async throws(ExtractionError) -> Document {
    try await extracted(raw).revealingConcealedText()
  }

  private func extracted(_ raw: RawDocument) async throws(ExtractionError) -> Document {
    let claimed = claimed(by: raw)
    if let kind = ContentSignature.binary(raw.bytes) {
      if claimed?.format.isText == true {
        throw .malformed(
          "'\(raw.uri)' is named as text but its content is binary (looks like \(kind.rawValue))")
      }
      return try await extractor(of: kind, raw, claimed).extract(raw)
    }
    if ContentSignature.isHTML(raw.bytes), let html = formats.first(where: { $0.format.name == "html" }) {
      return try await html.extractor.extract(raw)
    }
    // An XML declaration is clear enough for names that promise no other markup.
    if claimed == nil || claimed?.format.name == "plain-text", ContentSignature.isXML(raw.bytes),
      let xml = formats.first(where: { $0.format.name == "xml" })
    {
      return try await xml.extractor.extract(raw)
    }
    if let claimed { return try await claimed.extractor.extract(raw) }
    if raw.mediaType == nil, Self.fileExtension(of: raw.uri) == nil,
      let plain = formats.first(where: { $0.format.name == "plain-text" })
    {
      return try await plain.extractor.extract(raw)
    }
    throw unknown(raw, looksLike: nil)
  }

  /// A container is what it holds. One that cannot be told is given to the format that it claims to be, which
  /// says what is wrong with it.
  private func extractor(
    of kind: ContentSignature.Kind, _ raw: RawDocument,
    _ claimed: (format: ExtractorCatalog.Format, extractor: any Extractor)?
  ) throws(ExtractionError) -> any Extractor {
    let content = kind == .zip ? try ContainerContent.kind(of: raw) ?? kind : kind
    if let match = formats.first(where: { $0.format.signature == content }) { return match.extractor }
    guard let claimed else { throw unknown(raw, looksLike: content) }
    if content == .zip { return claimed.extractor }
    throw .malformed(
      "'\(raw.uri)' is named as \(claimed.format.name) but its content is something else (looks like "
        + "\(content.rawValue))")
  }

  private func claimed(
    by raw: RawDocument
  ) -> (format: ExtractorCatalog.Format, extractor: any Extractor)? {
    if let mediaType = raw.mediaType,
      let match = formats.first(where: { $0.format.mediaTypes.contains(mediaType) })
    {
      return match
    }
    // RFC 6839: `+json` and `+xml` say what a type without a reader of its own is written in.
    if let suffix = raw.mediaType?.split(separator: "+").dropFirst().last,
      let match = formats.first(where: { $0.format.name == suffix })
    {
      return match
    }
    guard let ending = Self.fileExtension(of: raw.uri) else { return nil }
    return formats.first { $0.format.fileExtensions.contains(ending) }
  }

  private func unknown(_ raw: RawDocument, looksLike kind: ContentSignature.Kind?) -> ExtractionError {
    let endings = formats.map { entry in
      entry.format.name + " (" + entry.format.fileExtensions.map { "." + $0 }.joined(separator: ", ") + ")"
    }
    let isArchive = kind.map { Self.archives.contains($0) } ?? false
    let content =
      kind.map { " (looks like \($0.rawValue)\(isArchive ? "; archives are not opened" : ""))" } ?? ""
    return .unknownType(
      "no extractor takes '\(raw.uri)'\(content); formats: \(endings.joined(separator: ", "))")
  }

  private static let archives: Set<ContentSignature.Kind> = [
    .zip, .gzip, .bzip2, .xz, .zstandard, .sevenZip, .tar,
  ]

  /// Lower case; `nil` for a name without a dot, or with one at its start only.
  private static func fileExtension(of uri: String) -> String? {
    let name = uri.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).last ?? Substring(uri).utf8
    guard let dot = name.lastIndex(of: 0x2E), dot != name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...]
    return ending.isEmpty ? nil : String(decoding: ending, as: UTF8.self).lowercased()
  }
}
