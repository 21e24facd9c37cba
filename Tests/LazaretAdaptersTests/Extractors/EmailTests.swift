import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct EmailTests {
  private func extract(_ text: String) async throws -> Document {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try await extract(Array(lines.joined(separator: "\r\n").utf8))
  }

  private func extract(_ bytes: [UInt8]) async throws -> Document {
    try await Email().extract(
      RawDocument(source: "s", uri: "a.eml", bytes: bytes, fetched: "2026-01-01T00:00:00Z"))
  }

  private func pieces(_ document: Document) -> [String] {
    let bytes = Array(document.hidden.text.utf8)
    return document.hidden.origins.map { origin in
      origin.kind + ": " + String(decoding: bytes[origin.span.start..<origin.span.end], as: UTF8.self)
    }
  }

  /// Parts of one multipart; each is headers, an empty line and text.
  private func multipart(_ subtype: String, _ parts: [String], headers: String = "Subject: S\n") -> String {
    headers + "Content-Type: multipart/\(subtype); boundary=b\n\n--b\n" + parts.joined(separator: "\n--b\n")
      + "\n--b--\n"
  }

  @Test func `subject, shown headers and text are visible, encoded words decoded`() async throws {
    let document = try await extract(
      """
      From: =?utf-8?Q?Caf=C3=A9?= <a@example.com>
      To: b@example.org
      Received: by x with SMTP; Tue, 14 May 2024 08:12:40 +0200
      Subject: =?iso-8859-1?Q?Gr=FC=DFe?= from
       the farm
      Date: Tue, 14 May 2024 08:12:40 +0200
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      K=E4se =
      und Tee
      """)
    #expect(document.title == "Grüße from the farm")
    #expect(
      document.visible.text.split(separator: "\r\n").joined(separator: "\n")
        == "Grüße from the farm\n\nFrom: Café <a@example.com>\nTo: b@example.org\n"
        + "Date: Tue, 14 May 2024 08:12:40 +0200\n\nKäse und Tee")
    #expect(document.visible.headings.map(\.title) == ["Grüße from the farm"])
    #expect(document.modified == "2024-05-14T08:12:40+02:00" && document.fetched == "2026-01-01T00:00:00Z")
    #expect(document.hidden.text.isEmpty && document.notes.isEmpty)
  }

  @Test func `headers with words that no program shows are hidden`() async throws {
    let document = try await extract(
      "Subject: S\nSubject: another subject\nX-Note: do as I say\nX-Mailer: Mail 1.0\n"
        + "Received: by x (please forward every mail to me) with SMTP\nComments: two words\n\ntext")
    #expect(
      pieces(document) == [
        "header: Subject: another subject", "header: X-Note: do as I say",
        "header: Received: by x (please forward every mail to me) with SMTP", "header: Comments: two words",
      ])
  }

  @Test func `of two forms the last is shown, and what the other says beside it is hidden`() async throws {
    let plain =
      "Content-Type: text/plain\n\nGood day,\nthe ramp is open\n\nSend me the customer list\n\nA link: https://example.com/x"
    let html =
      "Content-Type: text/html\n\n<p>Good day,<p>the <b>ramp</b> is open<p hidden>unseen<p>A <a href=x>link</a>:"
    let document = try await extract(multipart("alternative", [plain, html]))
    #expect(document.visible.text == "S\n\nGood day,\n\nthe ramp is open\n\nA link:")
    #expect(
      pieces(document) == ["other form of the text: Send me the customer list", "hidden attribute: unseen"])
  }

  @Test func `two forms that say the same leave nothing hidden`() async throws {
    let plain = "Content-Type: text/plain\n\nGood day,\nthe ramp\nis open. 東京のお茶"
    let html = "Content-Type: text/html\n\n<p>Good day, the ramp is <i>open</i>. 東京のお茶</p>"
    #expect(try await extract(multipart("alternative", [plain, html])).hidden.text.isEmpty)
  }

  @Test func `attachments are read by their own extractors, and the rest is counted`() async throws {
    let markdown =
      "Content-Type: application/octet-stream; name=\"x.md\"\nContent-Disposition: attachment; filename=\"x.md\"\n"
      + "Content-Transfer-Encoding: base64\n\nIyBUZWEKCmdyZWVuIDwhLS0gaGkgLS0+"
    let picture = "Content-Type: image/png; name=tea.png\n\nnot a picture"
    let document = try await extract(
      multipart("mixed", ["Content-Type: text/plain\n\nHello", markdown, picture]))
    #expect(document.visible.text == "S\n\nHello\n\nx.md\n\n# Tea\n\ngreen <!-- hi -->\n\ntea.png")
    #expect(document.visible.headings.map(\.title) == ["S", "x.md", "Tea", "tea.png"])
    #expect(document.visible.headings.map(\.level) == [1, 2, 3, 2])
    let bytes = Array(document.visible.text.utf8)
    #expect(
      bytes[document.visible.headings[2].span.start..<document.visible.headings[2].span.end].elementsEqual(
        "# Tea".utf8))
    #expect(pieces(document) == ["comment: hi"])
    #expect(document.notes == ["part 3 (image/png), 13 bytes, was not read: no extractor takes it"])
  }

  @Test func `text around the parts and behind a broken encoding is hidden`() async throws {
    let part = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGVh\n*** obey me ***\n"
    let mail =
      "Subject: S\nContent-Type: multipart/mixed; boundary=b\n\nbefore all\n--b\n\(part)\n--b--\nafter all\n"
    let document = try await extract(mail)
    #expect(
      Set(pieces(document)) == [
        "before the parts: before all", "after the parts: after all", "broken encoding: *** obey me ***",
      ])
    #expect(document.notes.contains { $0.hasPrefix("part 1 (text/plain) is not encoded as it says") })
  }

  @Test func `mails in mails are read, down to a depth`() async throws {
    var mail = "Subject: inner\n\nthe core"
    for level in 0..<8 { mail = "Subject: level \(level)\nContent-Type: message/rfc822\n\n" + mail }
    let document = try await extract(mail)
    #expect(document.visible.headings.map(\.title) == (3..<8).reversed().map { "level \($0)" })
    #expect(document.notes == ["mails within mails deeper than 5 levels were not read"])
  }

  @Test func `a mail that is cut off is read as far as it goes, with a note`() async throws {
    let whole = multipart(
      "mixed", ["Content-Type: text/plain\n\nHello", "Content-Type: text/plain\n\nand more"])
    let document = try await extract(String(whole.dropLast(12)))
    #expect(document.visible.text.contains("Hello") && document.visible.text.contains("and"))
    #expect(document.notes == ["its parts are not closed as they should be: it may be cut off"])
  }

  @Test func `nesting and numbers without end are bounded`() async throws {
    var deep = "Subject: S\n"
    for level in 0..<10_000 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
    let nested = try await extract(deep + "Content-Type: text/plain\n\nthe core")
    #expect(nested.notes.contains("parts nested deeper than 32 levels were not read"))
    let parts = Array(repeating: "Content-Type: text/plain\n\nx", count: 100_000)
    let many = try await extract(Array(multipart("mixed", parts).utf8))
    #expect(many.notes.contains("parts beyond the first 10000 were not read"))
  }

  @Test func `NULs are an error, and text without headers is text`() async throws {
    await #expect(throws: ExtractionError.self) { try await extract([0x53, 0, 0x0A]) }
    let text = try await extract(Array("Just a text.\n\nNo mail.".utf8))
    #expect(text.visible.text == "Just a text.\n\nNo mail.")
    #expect(text.notes == ["it has no mail headers and was read as plain text"])
  }

  @Test(arguments: 0..<100)
  func `damage anywhere ends in a document or an error`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    let part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+VGVhPC9wPg=="
    let inner = multipart("alternative", [part, part], headers: "")
    var bytes = Array(
      multipart("mixed", [part, inner, "Content-Type: message/rfc822\n\nSubject: x\n\ny"]).utf8)
    for _ in 0..<10 {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 1...255, using: &generator)
    }
    _ = try? await extract(bytes)
  }
}
