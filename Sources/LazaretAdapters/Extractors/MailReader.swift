import LazaretCore

/// Sorts a mail's parts into lanes. One use, one mail.
struct MailReader {
  var text = MailText()
  private(set) var notes: [String] = []
  private(set) var isTooLong = false

  private let raw: RawDocument
  private let catalog: CatalogExtractor
  private var partCount = 0
  private var textBytes = 0

  /// How many files the one that is being read lies in.
  @TaskLocal private static var depth = 0

  init(_ raw: RawDocument) {
    self.raw = raw
    // Made here and not in `init` of the extractor: the catalogue holds that one.
    catalog = CatalogExtractor()
  }

  /// One body or attachment, as the catalogue read it.
  private struct Piece {
    var title: String?
    var document: Document?
    var level: Int
    var isBody: Bool
  }

  mutating func read(_ message: MailMessage, level: Int) async throws(ExtractionError) {
    if level == 1 {
      if message.isCutOff { notes.append("its parts are not closed as they should be: it may be cut off") }
      if message.isTooDeep {
        notes.append("parts nested deeper than \(MailParser.maxDepth) levels were not read")
      }
      if message.hasTooMany { notes.append("parts beyond the first \(MailParser.maxParts) were not read") }
    }
    text.addHeading(MailHeaders.subject(of: message) ?? "", level: level)
    text.add(MailHeaders.lines(of: message))
    for header in MailHeaders.hidden(message.headers, besidesShown: true) {
      text.hide(header, kind: "header")
    }
    guard let body = message.body else { return }
    for piece in try await pieces(of: body, level: level) { add(piece) }
  }

  private mutating func add(_ piece: Piece) {
    if let title = piece.title { text.addHeading(title, level: piece.level) }
    if let document = piece.document { text.add(document, below: piece.level) }
  }

  /// Recursion goes as deep as ``MailParser/maxDepth``.
  private mutating func pieces(of part: MailPart, level: Int) async throws(ExtractionError) -> [Piece] {
    switch part.content {
    case .bytes(let bytes): return try await leaf(part, bytes, level: level)
    case .message(let message):
      hideHeaders(of: part)
      return try await nested(message, level: level)
    case .parts(let parts, let before, let after):
      hideHeaders(of: part)
      text.hide(before, kind: "before the parts")
      var forms: [[Piece]] = []
      for part in parts { forms.append(try await pieces(of: part, level: level)) }
      text.hide(after, kind: "after the parts")
      return part.mediaType == "multipart/alternative" ? chosen(of: forms) : forms.flatMap { $0 }
    }
  }

  /// The last form that has text is the one that mail programs show.
  private mutating func chosen(of forms: [[Piece]]) -> [Piece] {
    let shown = forms.lastIndex { form in
      form.contains { $0.isBody && !($0.document?.visible.text.isEmpty ?? true) }
    }
    guard let shown else { return forms.flatMap { $0 } }
    let bodies = forms[shown].compactMap { $0.isBody ? $0.document : nil }
    let other = OtherForm(shown: bodies.flatMap { [$0.visible.text, $0.hidden.text] })
    var pieces: [Piece] = []
    for (index, form) in forms.enumerated() {
      for piece in form {
        if index != shown, piece.isBody, let document = piece.document {
          for line in other.unsaid(in: document.visible.text) {
            text.hide(line, kind: "other form of the text")
          }
          text.hideLane(of: document)
        } else {
          pieces.append(piece)
        }
      }
    }
    return pieces
  }

  private mutating func nested(_ message: MailMessage, level: Int) async throws(ExtractionError) -> [Piece] {
    guard level < Email.maxDepth else {
      notes.append("mails within mails deeper than \(Email.maxDepth) levels were not read")
      return []
    }
    var inner = MailReader(raw)
    inner.partCount = partCount
    inner.textBytes = textBytes
    try await inner.read(message, level: level + 1)
    partCount = inner.partCount
    textBytes = inner.textBytes
    notes += inner.notes
    isTooLong = isTooLong || inner.isTooLong
    let document = Document(
      source: raw.source, uri: raw.uri, mediaType: "message/rfc822", visible: inner.text.visible,
      hidden: inner.text.hidden)
    return [Piece(document: document, level: 0, isBody: false)]
  }

  // MARK: Parts with content

  private mutating func leaf(
    _ part: MailPart, _ bytes: [UInt8], level: Int
  ) async throws(ExtractionError) -> [Piece] {
    partCount += 1
    let label = "part \(partCount)" + (part.mediaType.isEmpty ? "" : " (\(Self.plain(part.mediaType)))")
    hideHeaders(of: part)
    if let broken = part.broken {
      let places = "\(broken.count) \(broken.count == 1 ? "character" : "characters")"
      notes.append("\(label) is not encoded as it says, in \(places)")
      text.hide(broken.lines, kind: "broken encoding")
    }
    let isText = part.mediaType == "text/plain" || part.mediaType == "text/html" || part.mediaType.isEmpty
    let isBody = isText && !part.isAttachment && part.name == nil
    let title = isBody ? nil : part.name
    if bytes.isEmpty { return title.map { [Piece(title: $0, level: level + 1, isBody: false)] } ?? [] }
    do throws(ExtractionError) {
      let document = try await document(part, bytes, isBody: isBody)
      notes += document.notes.map { label + ": " + $0 }
      textBytes += document.visible.text.utf8.count + document.hidden.text.utf8.count
      if textBytes > Email.maxTextBytes {
        isTooLong = true
        return []
      }
      return [Piece(title: title, document: document, level: level + 1, isBody: isBody)]
    } catch {
      if Task.isCancelled { throw error }
      let why =
        switch error {
        case .unknownType: "no extractor takes it"
        case .programMissing(let why), .malformed(let why), .exhausted(let why): why
        }
      notes.append("\(label), \(bytes.count) bytes, was not read: \(why)")
      return title.map { [Piece(title: $0, level: level + 1, isBody: false)] } ?? []
    }
  }

  private func document(
    _ part: MailPart, _ bytes: [UInt8], isBody: Bool
  ) async throws(ExtractionError) -> Document {
    let ending = Self.ending(of: part.name)
    var inner = RawDocument(
      source: raw.source, uri: "\(raw.uri)#part\(partCount)" + (ending.map { "." + $0 } ?? ""), bytes: bytes,
      charset: part.charset)
    let isText = part.mediaType.isEmpty || part.mediaType.hasPrefix("text/")
    // A type that mail programs write when they do not know says less than the name.
    let isVague = ["", "text/plain", "application/octet-stream"].contains(part.mediaType)
    if !isVague || ending == nil { inner.mediaType = part.mediaType.isEmpty ? "text/plain" : part.mediaType }
    let depth = Self.depth
    guard depth < Email.maxDepth else {
      throw .exhausted("files within files deeper than \(Email.maxDepth) levels are not read")
    }
    let result = await Self.$depth.withValue(depth + 1) { await Self.extract(inner, with: catalog) }
    do throws(ExtractionError) {
      return try result.get()
    } catch {
      guard isText, case .unknownType = error else { throw error }
      return try PlainText().extract(inner)
    }
  }

  private static func extract(
    _ raw: RawDocument, with catalog: CatalogExtractor
  ) async -> Result<Document, ExtractionError> {
    do throws(ExtractionError) {
      return .success(try await catalog.extract(raw))
    } catch {
      return .failure(error)
    }
  }

  private mutating func hideHeaders(of part: MailPart) {
    for header in MailHeaders.hidden(part.headers, besidesShown: false) {
      text.hide(header, kind: "header")
    }
  }

  /// Of the file name, lower case; `nil` for what no file name ends in.
  private static func ending(of name: String?) -> String? {
    guard let name, let dot = name.utf8.lastIndex(of: 0x2E) else { return nil }
    let ending = String(name[name.index(after: dot)...]).lowercased()
    let isPlain = ending.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    return isPlain && (1...10).contains(ending.utf8.count) ? ending : nil
  }

  /// A media type without what does not belong into one, for notes.
  private static func plain(_ type: String) -> String {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789/.+-".utf8)
    return String(decoding: type.utf8.filter(allowed.contains).prefix(60), as: UTF8.self)
  }
}
