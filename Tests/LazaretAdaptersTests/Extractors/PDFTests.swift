import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct PDFTests {
  private func extract(_ bytes: [UInt8]) async throws -> Document {
    try await PDF().extract(
      RawDocument(source: "s", uri: "a.pdf", bytes: bytes, fetched: "2026-01-01T00:00:00Z"))
  }

  private func extract(_ pdf: SamplePDF) async throws -> Document { try await extract(pdf.bytes) }

  private func kinds(_ document: Document) -> [String: String] {
    let bytes = Array(document.hidden.text.utf8)
    let pairs = document.hidden.origins.map { origin in
      (origin.kind, String(decoding: bytes[origin.span.start..<origin.span.end], as: UTF8.self))
    }
    return Dictionary(pairs) { $0 + "|" + $1 }
  }

  @Test func `pages are numbered where they begin, and lines stand in reading order`() async throws {
    let first = SamplePDF.text("First line", y: 700) + SamplePDF.text("second line", y: 685)
    let third = SamplePDF.text("On page three", y: 700)
    let document = try await extract(SamplePDF(pages: [first, "", third]))
    #expect(document.visible.text == "First line\nsecond line\n\nOn page three")
    #expect(
      document.visible.pages == [Passage.Page(number: 1, start: 0), Passage.Page(number: 3, start: 24)])
    #expect(document.hidden.text.isEmpty)
    #expect(document.notes == ["no text on 1 of 3 pages (scanned?)"])
    #expect(document.mediaType == "application/pdf" && document.fetched == "2026-01-01T00:00:00Z")
  }

  @Test func `larger letters are headings, and a word broken at a line's end is one word`() async throws {
    let page =
      SamplePDF.text("Large", y: 740, size: 24) + SamplePDF.text("Middle", y: 700, size: 16)
      + SamplePDF.text("The herbs of Septem-", y: 650) + SamplePDF.text("ber are dried in the loft", y: 635)
    let document = try await extract(SamplePDF(pages: [page]))
    #expect(document.visible.text == "Large\n\nMiddle\n\nThe herbs of September are dried in the loft")
    #expect(document.visible.headings.map(\.title) == ["Large", "Middle"])
    #expect(document.visible.headings.map(\.level) == [1, 2])
    #expect(document.visible.headings.map(\.span) == [TextSpan(0, 5), TextSpan(7, 13)])
  }

  @Test(arguments: [
    (SamplePDF.text("secret words", y: 400, color: "1 1 1"), "invisible text"),
    (SamplePDF.text("secret words", y: 400, color: "0.99 1 0.99"), "invisible text"),
    (SamplePDF.text("secret words", y: 400, mode: 3), "invisible text"),
    (SamplePDF.text("secret words", y: 400) + "0.2 0.4 0.6 rg 50 390 300 40 re f\n", "invisible text"),
    ("q 10 10 5 5 re W n " + SamplePDF.text("secret words", y: 400) + "Q\n", "invisible text"),
    (SamplePDF.text("secret words", y: 400, size: 1), "tiny text"),
    (SamplePDF.text("secret words", x: -400, y: 400), "off the page"),
    (SamplePDF.text("secret words", y: 2000), "off the page"),
  ])
  func `what nobody sees is hidden and nowhere else`(content: String, kind: String) async throws {
    let page = SamplePDF.text("Plain words", y: 700) + content
    let document = try await extract(SamplePDF(pages: [page]))
    #expect(document.visible.text == "Plain words")
    #expect(kinds(document) == [kind: "secret words"])
    #expect(document.hidden.pages == [Passage.Page(number: 1, start: 0)])
  }

  @Test func `white letters on a dark ground are seen, and so are turned lines and pages`() async throws {
    let page =
      "0 0 0.4 rg 50 690 400 40 re f\n" + SamplePDF.text("White on blue", y: 700, color: "1 1 1")
      + "BT 0 0 0 rg /F1 12 Tf 0 1 -1 0 300 300 Tm (Going upwards) Tj ET\n"
    for turn in [0, 90, 180, 270] {
      let document = try await extract(SamplePDF(pages: [page], pageEntries: "/Rotate \(turn)"))
      #expect(
        document.visible.text.contains("White on blue") && document.visible.text.contains("Going upwards"))
      #expect(document.hidden.text.isEmpty)
    }
  }

  @Test func `outside the crop box is off the page`() async throws {
    let page = SamplePDF.text("Inside", y: 700) + SamplePDF.text("secret words", y: 20)
    let document = try await extract(SamplePDF(pages: [page], pageEntries: "/CropBox [0 100 595 842]"))
    #expect(document.visible.text == "Inside")
    #expect(kinds(document) == ["off the page": "secret words"])
  }

  @Test func `comments, form values, alternative texts, bookmarks and metadata are hidden`() async throws {
    let annotations =
      "/Annots [<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (a comment \\(sic\\)) >>"
      + " << /Type /Annot /Subtype /Widget /FT /Tx /Rect [10 50 30 70] /TU (a tip) /V <FEFF00E4> >>]"
    let pdf = SamplePDF(
      pages: [SamplePDF.text("Plain words", y: 700)], pageEntries: annotations,
      catalogEntries: "/Lang (de-AT) /Outlines 6 0 R",
      trailerEntries: "/Info << /Title (A title) /Subject (a subject) >>",
      objects: [
        "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        "<< /Title (a bookmark) /Parent 6 0 R /Dest [4 0 R /Fit] /JS (app.alert) >>",
      ])
    let document = try await extract(pdf)
    #expect(document.title == "A title" && document.language == "de-AT")
    #expect(
      kinds(document) == [
        "title": "A title", "metadata": "a subject", "annotation": "a comment (sic)", "form field": "a tip|ä",
        "bookmark": "a bookmark",
      ])
    #expect(document.notes == ["it has JavaScript, which is not text and was left aside"])
  }

  @Test func `a page without any visible letter is no proof, unless the letters are white`() async throws {
    let scan = try await extract(SamplePDF(pages: [SamplePDF.text("by a scanner", y: 700, mode: 3)]))
    #expect(scan.visible.text == "by a scanner")
    let white = try await extract(SamplePDF(pages: [SamplePDF.text("in white", y: 700, color: "1 1 1")]))
    #expect(white.visible.text.isEmpty && kinds(white) == ["invisible text": "in white"])
  }

  @Test(arguments: [
    ("%PDF-1.4\n", "broken or cut off"), ("%PDF-1.7\n%%EOF", "broken or cut off"),
    ("%PDF-1.4\u{0}\u{0}\u{0}trailer << /Root 1 0 R >>", "broken or cut off"),
  ])
  func `what is no PDF is an error that says so`(content: String, reason: String) async {
    let error = await #expect(throws: ExtractionError.self) { try await extract(Array(content.utf8)) }
    #expect(error?.description.contains(reason) ?? false)
    if case .malformed = error {} else { Issue.record("\(String(describing: error))") }
  }

  @Test func `a password that nobody has is an error that names it`() async {
    let key = String(repeating: "61", count: 32)
    let pdf = SamplePDF(
      pages: [SamplePDF.text("Plain words", y: 700)],
      trailerEntries:
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <\(key)> /U <\(key)> >> /ID [<00> <00>]")
    await #expect(
      throws: ExtractionError.malformed(
        "'a.pdf' is encrypted and opens only with a password; save it without one")
    ) { try await extract(pdf) }
  }

  @Test func `a file that lost its end is read, and damage that poppler meets is counted in a note`()
    async throws
  {
    let whole = SamplePDF(pages: [SamplePDF.text("Plain words", y: 700)]).bytes
    #expect(try await extract(Array(whole.dropLast(20))).visible.text == "Plain words")
    let damaged = try await extract(SamplePDF(pages: [SamplePDF.text("Plain words", y: 700) + ") "]))
    #expect(damaged.visible.text == "Plain words")
    #expect(damaged.notes.count == 1 && (damaged.notes.first ?? "").hasPrefix("it is broken: poppler found"))
  }

  @Test(arguments: ["/Kids [2 0 R 4 0 R]", "/Kids [4 0 R] /Count 2000000000", "/Kids [1 0 R]"])
  func `page trees without end are bounded`(entries: String) async throws {
    let pdf = String(decoding: SamplePDF(pages: [SamplePDF.text("Plain", y: 700)]).bytes, as: UTF8.self)
    let broken = pdf.split(separator: "/Count 1 /Kids [4 0 R]").joined(separator: entries)
    #expect(broken != pdf)
    _ = try? await extract(Array(broken.utf8))
  }

  @Test(arguments: 0..<30)
  func `damage anywhere ends in a document or an error`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    var bytes = SamplePDF(pages: [SamplePDF.text("Plain words", y: 700)]).bytes
    for _ in 0..<20 {
      bytes[Int.random(in: 5..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    _ = try? await extract(bytes)
  }

  @Test func `a text from right to left is given as it is read`() {
    #expect(ReadingDirection.logical("םולש") == "שלום")
    #expect(ReadingDirection.logical("12 םולש") == "שלום 12")
    #expect(ReadingDirection.logical("the word םולש here") == "the word שלום here")
    #expect(ReadingDirection.logical("plain") == "plain")
  }
}
