import LazaretCore

/// A mail as it lies in a file (RFC 5322 and MIME), through GMime.
///
/// The visible lane has the subject as a heading, the headers that a mail program shows, the text, and under
/// a heading with its name each attachment that the catalogue has an extractor for. Of several forms of
/// the same text the last is shown, as mail programs do; what another form says beside it is hidden, and so
/// are the hidden lanes of the parts, other headers with words in them, and the text around the parts.
///
/// Bounds: mails in mails and files in mails ``maxDepth`` deep, 32 levels and 10,000 parts (what lies beyond is
/// noted), and 64 MiB of text in all (more is `exhausted`).
struct Email: Extractor {
  let name = "email"
  let version = 1

  static let maxDepth = 5
  static let maxTextBytes = 64 << 20

  func extract(_ raw: RawDocument) async throws(ExtractionError) -> Document {
    if raw.bytes.contains(0) {
      throw .malformed("'\(raw.uri)' has NUL bytes, which a mail cannot have: it is no mail, or broken")
    }
    guard let message = MailParser.parse(raw.bytes) else {
      return try withoutHeaders(raw, note: "it has no mail headers and was read as plain text")
    }
    if !message.headers.contains(where: { MailHeaders.isKnown($0.name) }) {
      return try withoutHeaders(raw, note: "it has no mail headers and was read as plain text")
    }
    var reader = MailReader(raw)
    try await reader.read(message, level: 1)
    if reader.isTooLong {
      throw .exhausted("'\(raw.uri)' has more than \(Self.maxTextBytes >> 20) MiB of text in its parts")
    }
    let subject = MailHeaders.subject(of: message)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? subject, mediaType: "message/rfc822",
      modified: raw.modified ?? MailHeaders.date(of: message).flatMap { FeedDate.iso8601($0) },
      fetched: raw.fetched, visible: reader.text.visible, hidden: reader.text.hidden, notes: reader.notes)
  }

  private func withoutHeaders(_ raw: RawDocument, note: String) throws(ExtractionError) -> Document {
    var document = try PlainText().extract(raw)
    document.mediaType = "message/rfc822"
    document.fetched = raw.fetched
    document.notes.append(note)
    return document
  }
}
