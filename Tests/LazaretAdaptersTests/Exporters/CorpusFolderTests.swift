import Foundation
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct CorpusFolderTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("corpus") }

  init() throws { directory = try TemporaryDirectory() }

  private static let manifest = CorpusManifest(
    format: "markdown", policy: Fingerprint(hex: "p1"),
    corpus: CorpusSnapshot(documents: 1, clean: 1, masked: 0, withheldByPolicy: 0, cursor: "s-7"), run: "01J",
    createdAt: "2026-01-01T00:00:00Z")

  private static func chunk(
    _ uri: String, _ text: String, at span: TextSpan, masks: [MaskedText.Mask] = []
  ) -> CleanChunk {
    var chunk = ExporterCatalogTests.chunk(text: text, title: "A \"title\"")
    chunk.uri = uri
    chunk.documentID = DocumentID(source: chunk.source, uri: uri)
    chunk.span = span
    chunk.masks = masks
    return chunk
  }

  private func write(_ chunks: [CleanChunk]) throws {
    try CorpusFolder.write(to: path, MarkdownFolder()) { sink in
      for chunk in chunks { try sink(chunk) }
      return Self.manifest
    }
  }

  private func body(_ name: String) throws -> String {
    let file = try String(contentsOfFile: path + "/docs/" + name, encoding: .utf8)
    return String(file.components(separatedBy: "---\n\n").dropFirst().joined(separator: "---\n\n"))
  }

  private var files: [String] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: directory.url.path).filter { $0.contains(".md") }
        .sorted()
    }
  }

  @Test func `a document is a file with front matter, overlaps once and gaps marked`() throws {
    let mask = MaskedText.Mask(label: "pii/email", span: TextSpan(2, 9), original: TextSpan(2, 5))
    try write([
      Self.chunk("guide/a.md", "abcdef", at: TextSpan(0, 6)),
      // Its first five bytes are the last of the one before: the mask reaches across none of the rest.
      Self.chunk("guide/a.md", "bc[EMAIL]ghi", at: TextSpan(1, 9), masks: [mask]),
      Self.chunk("guide/a.md", "xyz", at: TextSpan(20, 23)),
      Self.chunk("guide/b.html", "after", at: TextSpan(7, 12)),
    ])
    #expect(
      try body("guide/a.md") == "abcdef" + "ghi" + "\n\n<!-- a part of this document is withheld -->\n\nxyz\n"
    )
    #expect(
      try body("guide/b.html.md").hasPrefix("\n\n<!-- a part of this document is withheld -->\n\nafter"))
    let file = try String(contentsOfFile: path + "/docs/guide/a.md", encoding: .utf8)
    #expect(file.hasPrefix("---\ndocument_id: \""))
    #expect(file.contains("title: \"A \\\"title\\\"\"\n"))
    #expect(
      try files == ["corpus.manifest.json"].filter { $0.contains(".md") } + [
        "corpus/docs/guide/a.md", "corpus/docs/guide/b.html.md",
      ])
  }

  @Test func `a mask across an overlap stays whole`() throws {
    let mask = MaskedText.Mask(label: "pii/email", span: TextSpan(2, 9), original: TextSpan(2, 8))
    try write([
      Self.chunk("a.md", "ab[EMAIL]", at: TextSpan(0, 6)),
      Self.chunk("a.md", "ab[EMAIL]z", at: TextSpan(0, 9), masks: [mask]),
    ])
    #expect(try body("a.md") == "ab[EMAIL][EMAIL]z\n")
  }

  @Test func `an earlier export is replaced whole, and anything else is left alone`() throws {
    try write([Self.chunk("a.md", "old", at: TextSpan(0, 3)), Self.chunk("b.md", "old", at: TextSpan(0, 3))])
    try write([Self.chunk("a.md", "new", at: TextSpan(0, 3))])
    #expect(try files == ["corpus/docs/a.md"])
    #expect(try body("a.md") == "new\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() == [
        "corpus", "corpus.manifest.json",
      ])
    try FileManager.default.removeItem(atPath: path + ".manifest.json")
    #expect(throws: ExportError.foreignFolder(path: path)) { try write([]) }
    #expect(try body("a.md") == "new\n")
  }

  @Test func `a failure on the way leaves the old folder and no other`() throws {
    struct Broken: Error {}
    try write([Self.chunk("a.md", "old", at: TextSpan(0, 3))])
    #expect(throws: Broken.self) {
      try CorpusFolder.write(to: path, MarkdownFolder()) { sink in
        try sink(Self.chunk("a.md", "new", at: TextSpan(0, 3)))
        throw Broken()
      }
    }
    #expect(try body("a.md") == "old\n")
    #expect(try files == ["corpus/docs/a.md"])
  }

  private static let addresses = [
    "a.md", "a", "a.html", "a.html.md", "a.md.md", "../a.md", "../../etc/passwd", "/etc/passwd", "a//b.md",
    "a/b.md",
    "./a.md", "a/./b.md", "a/../b.md", "..", ".", "", "/", "a/", ".md", ".hidden.md", "a.md/b.md",
    "a.md_/b.md",
    "https://example.com/a?b=c#d", "C:\\a.md", "con.md", "CON", "a\u{0}b.md", "a\nb.md", "a\u{202E}b.md",
    "a b.md",
    "a .md", "a.", "é.md", "e\u{301}.md", String(repeating: "x", count: 500) + ".md",
    String(repeating: "x", count: 501) + ".md", String(repeating: "d/", count: 60) + "a.md",
    "a-0123456789abcdef0123456789abcdef.md", "a-" + DocumentID(source: "docs", uri: "a").text + ".md",
    "mail.zip!/b.md", "~/a.md", "-rf.md", "日本語.md", "a/b/c.pdf",
  ]

  @Test func `no two documents share a file, none stands on another's folder, and none leaves the folder`() {
    var seen: [String: String] = [:]
    for source in ["docs", "..", "a/b", "a_b", ""] {
      for uri in Self.addresses {
        let path = DocumentPath.path(source: source, uri: uri, id: DocumentID(source: source, uri: uri))
        let lowered = path.precomposedStringWithCanonicalMapping
        let place = "\(source) \(uri)"
        if !uri.hasSuffix("\u{E9}.md"), !uri.hasSuffix("e\u{301}.md") {
          #expect(seen[lowered] == nil, "\(place) and \(seen[lowered] ?? "")")
        }
        seen[lowered] = place
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        #expect(parts.count >= 2)
        for part in parts { #expect(!part.isEmpty && part.first != "." && part.utf8.count <= 200, "\(path)") }
        #expect(path.hasSuffix(".md"))
        #expect(!path.unicodeScalars.contains { $0.value < 32 || "<>:\"\\|?*".unicodeScalars.contains($0) })
        for part in parts.dropLast() { #expect(!part.hasSuffix(".md"), "\(path)") }
      }
    }
  }

  @Test(arguments: [
    ("a.md", "docs/a.md"), ("guide/install.html", "docs/guide/install.html.md"), ("日本語.md", "docs/日本語.md"),
  ])
  func `a plain address keeps its name`(uri: String, expected: String) {
    #expect(DocumentPath.path(source: "docs", uri: uri, id: DocumentID(source: "docs", uri: uri)) == expected)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_003])
  func `a compressed export has the same bytes each time, and gives its lines back`(bytes: Int) throws {
    let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    let content = (0..<bytes).map { place -> UInt8 in place % 97 == 96 ? 10 : letters[place * place % 26] }
    for name in ["a.jsonl.gz", "b.jsonl.gz"] {
      try CorpusFile.write(to: directory.path(name)) { sink in
        for start in stride(from: 0, to: bytes, by: 1000) {
          try sink(Array(content[start..<min(start + 1000, bytes)]))
        }
        return Self.manifest
      }
    }
    let first = try Data(contentsOf: directory.url.appendingPathComponent("a.jsonl.gz"))
    #expect(try first == Data(contentsOf: directory.url.appendingPathComponent("b.jsonl.gz")))
    #expect(Array(first.prefix(3)) == [0x1F, 0x8B, 8])
    #expect(Array(first[4..<8]) == [0, 0, 0, 0], "no time")
    let file = try ExportFile(directory.path("a.jsonl.gz"))
    var lines: [[UInt8]] = []
    while let line = try file.line() { lines.append(line) }
    var expected = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Array.init)
    if expected.last == [] { expected.removeLast() }
    #expect(lines == expected)
    let manifest = try String(contentsOfFile: directory.path("a.jsonl.gz.manifest.json"), encoding: .utf8)
    #expect(manifest.contains(#""compression":"gzip","#))
    #expect(manifest.contains(Digest(of: first).hex))
  }

  @Test func `a compressed export that was cut off is an error`() throws {
    try CorpusFile.write(to: directory.path("a.gz")) { sink in
      for number in 0..<10_000 { try sink(Array("\(number * number)\n".utf8)) }
      return Self.manifest
    }
    let whole = try Data(contentsOf: directory.url.appendingPathComponent("a.gz"))
    try whole.prefix(whole.count / 2).write(to: directory.url.appendingPathComponent("a.gz"))
    let file = try ExportFile(directory.path("a.gz"))
    #expect(throws: ExportError.self) { while try file.line() != nil {} }
  }
}
