import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct CatalogExtractorTests {
  private let catalog = CatalogExtractor()

  private func extract(
    _ uri: String, _ content: some Sequence<UInt8>, mediaType: String? = nil
  ) async throws -> Document {
    try await catalog.extract(
      RawDocument(source: "s", uri: uri, bytes: Array(content), mediaType: mediaType))
  }

  @Test(arguments: [
    ("a.md", nil, "# x", "text/markdown"), ("a.MARKDOWN", nil, "x", "text/markdown"),
    ("a.txt", nil, "x", "text/plain"), ("b/a.log", nil, "x", "text/plain"), ("a.htm", nil, "x", "text/html"),
    ("a.b/README", nil, "x", "text/plain"), (".gitignore", nil, "x", "text/plain"),
    ("a.txt", "text/markdown", "x", "text/markdown"),
    ("https://example.com/a.md", "text/html", "x", "text/html"),
    ("a.md", "application/octet-stream", "x", "text/markdown"),
    ("a.txt", nil, "<!-- x --><!DOCTYPE html><p>x", "text/html"),
    ("a.unknown", nil, "\n<html lang=en>x", "text/html"), ("a.md", nil, "<p align=center>x", "text/markdown"),
    ("a.md", nil, "<html5>x", "text/markdown"), ("a.txt", nil, "", "text/plain"),
    ("a.rst", nil, "x", "text/x-rst"), ("a.ADOC", nil, "x", "text/asciidoc"),
    ("a.xml", nil, "<x/>", "application/xml"),
    ("a.svg", nil, "<?xml version='1.0'?><svg/>", "application/xml"),
    ("a.txt", nil, "\u{FEFF}<?xml version='1.0'?><x/>", "application/xml"),
    ("a.txt", nil, "<x/>", "text/plain"), ("a.txt", nil, "<?xmlx?>", "text/plain"),
    ("a.md", nil, "<?xml version='1.0'?>", "text/markdown"),
    ("a.xml", nil, "<?xml version='1.0'?><html><body>x", "text/html"),
    ("a.html", nil, "<?xml version='1.0'?><p>x</p>", "text/html"),
    ("a.json", nil, "{}", "application/json"), ("a", "application/ld+json", "{}", "application/json"),
    ("a", "application/atom+xml", "<feed/>", "application/xml"), ("a.txt", nil, "{}", "text/plain"),
    ("a.jsonl", nil, "{}", "application/x-ndjson"), ("a.ndjson", nil, "", "application/x-ndjson"),
    ("a.csv", nil, "a,b", "text/csv"), ("a.tsv", nil, "a\tb", "text/tab-separated-values"),
    ("a.yaml", nil, "a: b", "text/plain"), ("a.py", nil, "# x", "text/plain"),
    ("a.php", nil, "<!DOCTYPE html><?php x ?>", "text/html"),
  ])
  func `content decides first, then the media type, then the name`(
    uri: String, mediaType: String?, content: String, expected: String
  ) async throws {
    #expect(try await extract(uri, content.utf8, mediaType: mediaType).mediaType == expected)
  }

  @Test(arguments: [
    ("%PDF-1.7", "PDF"), ("PK\u{3}\u{4}", "ZIP"), ("a\u{0}b", "data with NUL bytes"),
    ("\u{7F}ELF", "ELF"), ("SQLite format 3\u{0}", "SQLite"), ("GIF89a", "GIF"),
  ])
  func `binary content under a text's name is an error that names it`(content: String, kind: String) async {
    let reason = "'a.txt' is named as text but its content is binary (looks like \(kind))"
    await #expect(throws: ExtractionError.malformed(reason)) { try await extract("a.txt", content.utf8) }
    #expect(throws: ExtractionError.malformed(reason)) {
      try PlainText().extract(RawDocument(source: "s", uri: "a.txt", bytes: Array(content.utf8)))
    }
  }

  @Test func `control characters without end are an error too`() async {
    await #expect(
      throws: ExtractionError.malformed(
        "'a.md' is named as text but its content is binary (control characters)")
    ) { try await extract("a.md", Array(repeating: 1, count: 100)) }
  }

  @Test(arguments: [("a.bin", "\u{0}", " (looks like data with NUL bytes)"), ("a.rtf", "x", "")])
  func `what no extractor takes is skipped with the list of formats`(
    uri: String, content: String, what: String
  ) async {
    let formats = ExtractorCatalog.all.map { format in
      "\(format.name) (\(format.fileExtensions.map { ".\($0)" }.joined(separator: ", ")))"
    }.joined(separator: ", ")
    #expect(formats.hasPrefix("markdown (.md, .markdown), html (.html, .htm, .xhtml)"))
    await #expect(
      throws: ExtractionError.unknownType("no extractor takes '\(uri)'\(what); formats: \(formats)")
    ) {
      try await extract(uri, content.utf8)
    }
  }

  @Test func `an archive that is no document is skipped, and a container is what it holds`() async throws {
    let zip = ZipWriter(["a.txt": "x"]).bytes
    await #expect {
      try await extract("a.zip", zip)
    } throws: { error in
      guard case .unknownType(let why)? = error as? ExtractionError else { return false }
      return why.contains("archives are not opened")
    }
    await #expect {
      try await extract("a.docx", zip)
    } throws: { error in
      error as? ExtractionError
        == .malformed("'a.docx' holds no '[Content_Types].xml', so it is no Office document")
    }
    let word = OfficeSamples.document(of: "docx", text: "x")
    #expect(try await extract("a.zip", word).visible.text == "x")
    await #expect(throws: ExtractionError.self) { try await extract("a.txt", word) }
    let macros = OfficeSamples.docx("<w:p/>", type: "vnd.ms-word.document.macroEnabled")
    #expect(try await extract("a.docm", macros.bytes).visible.text.isEmpty)
  }

  @Test func `each name, media type and ending stands in the list once`() {
    let formats = ExtractorCatalog.all
    for list in [
      formats.map(\.name), formats.flatMap(\.mediaTypes), formats.flatMap(\.fileExtensions),
    ] {
      #expect(Set(list).count == list.count)
      #expect(list.allSatisfy { $0 == $0.lowercased() })
    }
    for format in formats { #expect(format.make().name == format.name) }
  }

  @Test func `the version follows the list`() {
    #expect(CatalogExtractor().version == CatalogExtractor().version)
    let fewer = Array(ExtractorCatalog.all.dropLast())
    #expect(CatalogExtractor(formats: fewer).version != CatalogExtractor().version)
  }

  /// Random text is no PDF; what PDFs give is tested apart.
  @Test(arguments: ExtractorCatalog.all.filter { $0.name != "pdf" }.map(\.name), 0..<20)
  func `each format gives the same document twice, with lanes that are whole`(
    name: String, seed: Int
  ) async throws {
    let format = try #require(ExtractorCatalog.all.first { $0.name == name })
    var random = RandomText(seed: seed)
    let text = random.document(paragraphs: 6)
    let raw = RawDocument(
      source: "s", uri: "x/y." + (format.fileExtensions.first ?? ""),
      bytes: format.isText
        ? Array(FormatSample.text(text, in: name).utf8) : OfficeSamples.document(of: name, text: text),
      modified: "2026-01-02T03:04:05Z")
    let document = try await format.make().extract(raw)
    #expect(try await format.make().extract(raw) == document)
    #expect(document.source == raw.source && document.uri == raw.uri)
    #expect(document.modified == raw.modified)
    #expect(format.mediaTypes.contains(document.mediaType))
    #expect(try await catalog.extract(raw) == document)
  }

  @Test(arguments: ExtractorCatalog.all.map(\.name), 0..<40)
  func `bytes of any kind end in a document or an error`(name: String, seed: Int) async throws {
    let format = try #require(ExtractorCatalog.all.first { $0.name == name })
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    _ = try? await format.make().extract(RawDocument(source: "s", uri: "x", bytes: bytes))
    if format.isText || name == "pdf" { return }
    // A document with some bytes changed gets further than chance does.
    var document = OfficeSamples.document(of: name, text: "Tea.")
    for byte in bytes.prefix(5) where !document.isEmpty {
      document[Int.random(in: 0..<document.count, using: &generator)] = byte
    }
    _ = try? await format.make().extract(RawDocument(source: "s", uri: "x", bytes: document))
  }
}
