import CLibXML2

/// libxml2's parser of pages, beside that of XML in ``XMLEvents``: nothing is fetched, and memory does not
/// follow the page. Every pointer of the library lives and dies inside one call of `read`.
///
/// The one listener is known here by its type and lies in place, since a page has an event for every 20
/// bytes: each would cost more through a protocol and a reference than what is done with it.
enum HTMLEvents {
  /// Reads HTML as forgivingly as libxml2 does, or up to where the reader stops. `utf8` must be valid UTF-8;
  /// a charset that the document names is not looked at again.
  ///
  /// - Parameters:
  ///   - condensed: The same page in fewer bytes, for the parser to look at in its place.
  ///   - makeReader: One that has read nothing.
  /// - Returns: the reader, after all events.
  static func read(
    _ utf8: [UInt8], _ condensed: CondensedPage? = nil, with makeReader: () -> HTMLReader
  ) throws(MarkupError) -> HTMLReader {
    if utf8.isEmpty { return makeReader() }
    guard MarkupLibrary.isReady, utf8.count < Int(Int32.max) else {
      throw MarkupError(line: 1, reason: "it is longer than 2 GiB")
    }
    if let condensed, let reader = read(utf8, condensed, makeReader) { return reader }
    var carrier = HTMLCarrier(reader: makeReader())
    guard parse(utf8, for: &carrier) else {
      throw MarkupError(line: 1, reason: "there is no memory to parse it")
    }
    if let start = carrier.unfinishedFrom, start < utf8.count {
      carrier.reader.unfinished(utf8.span.extracting(start..<utf8.count))
    }
    if let failure = carrier.failure { throw failure }
    return carrier.reader
  }

  /// `nil` when the page has to be read as it is: something was not as it was expected, or has to be told with
  /// its place.
  private static func read(
    _ utf8: [UInt8], _ condensed: CondensedPage, _ makeReader: () -> HTMLReader
  ) -> HTMLReader? {
    utf8.withUnsafeBufferPointer { page in
      condensed.runs.withUnsafeBufferPointer { runs in
        var carrier = HTMLCarrier(reader: makeReader())
        carrier.texts = CondensedTexts(runs, of: page)
        carrier.tags = TagAttributes(condensed.tags, of: page)
        guard parse(condensed.utf8, for: &carrier), carrier.failure == nil, carrier.unfinishedFrom == nil,
          carrier.reader.isStopped || carrier.texts?.isComplete == true && carrier.tags?.isComplete == true
        else { return nil }
        return carrier.reader
      }
    }
  }

  private static func parse(_ utf8: [UInt8], for carrier: inout HTMLCarrier) -> Bool {
    withUnsafeMutablePointer(to: &carrier) { pointer in
      utf8.withUnsafeBytes { parse($0.bindMemory(to: CChar.self), for: pointer) }
    }
  }

  private static func parse(
    _ bytes: UnsafeBufferPointer<CChar>, for carrier: UnsafeMutablePointer<HTMLCarrier>
  ) -> Bool {
    guard let context = htmlNewParserCtxt() else { return false }
    defer { htmlFreeParserCtxt(context) }
    guard let handler = context.pointee.sax else { return false }
    handler.pointee = xmlSAXHandler()
    handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
    handler.pointee.startDocument = { carried($0).pointee.begin() }
    handler.pointee.startElement = { carried($0).pointee.start($1, $2) }
    handler.pointee.endElement = { data, name in carried(data).pointee.end(name) }
    handler.pointee.characters = { carried($0).pointee.text($1, $2) }
    handler.pointee.ignorableWhitespace = { carried($0).pointee.text($1, $2) }
    handler.pointee.cdataBlock = { carried($0).pointee.text($1, $2) }
    handler.pointee.comment = { data, text in carried(data).pointee.comment(text) }
    handler.pointee.processingInstruction = { carried($0).pointee.instruction($1, $2) }
    handler.pointee.serror = { data, error in
      carried(data).pointee.error(error.map { $0.pointee.code } ?? 0)
    }
    carrier.pointee.context = context
    context.pointee.userData = UnsafeMutableRawPointer(carrier)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    let tree = htmlCtxtReadMemory(
      context, bytes.baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
    xmlFreeDoc(tree)
    return true
  }
}

/// libxml2 hands back what it was given, in every call.
private func carried(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<HTMLCarrier> {
  guard let data else { preconditionFailure("libxml2 lost its listener") }
  return data.assumingMemoryBound(to: HTMLCarrier.self)
}

/// What the C callbacks find behind their data pointer.
private struct HTMLCarrier {
  var reader: HTMLReader
  var context: xmlParserCtxtPtr?
  var failure: MarkupError?
  var unfinishedFrom: Int?
  /// What the texts of a condensed page stand for.
  var texts: CondensedTexts?
  /// The attributes that a condensed page is without.
  var tags: TagAttributes?
  /// What the names of those attributes are to the reader; empty until it was asked.
  private var condensedNames: [HTMLNameTable.Known] = []
  private var hasStopped = false
  private var lastEvent = 0
  /// Of the reader, when it was last asked which attributes it wants.
  private var wishes: Int

  init(reader: HTMLReader) {
    self.reader = reader
    wishes = reader.wishes
  }

  /// The whole page is in memory, and there it stays: libxml2 2.9 asks for more within 250 bytes of the end, which
  /// may move what it has, and drops the beginning of a reference of more than 100 letters that it is reading then
  /// (`htmlParseNameComplex`).
  mutating func begin() { context?.pointee.input?.pointee.buf?.pointee.readcallback = nil }

  mutating func start(
    _ name: UnsafePointer<xmlChar>?, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let name else { return }
    mark()
    if wishes != reader.wishes { askAgain() }
    reader.attributes.removeAll()
    if texts != nil, !readCondensed(hasList: list != nil) {
      stop("a tag is not where it was expected")
      return
    }
    if let list {
      var index = 0
      while let key = list[index] {
        let attribute = known(at: key)
        if attribute.isWanted {
          let value = list[index + 1]
          let length = value.map { Int(xmlStrlen($0)) } ?? 0
          reader.attributes.append(attribute.name, UnsafeBufferPointer(start: value, count: length))
        }
        index += 2
      }
    }
    reader.start(known(at: name).name)
    if reader.isStopped { stop(reader.reasonToStop) }
  }

  /// Reads the attributes that the page is without.
  ///
  /// - Returns: False when they belong to another tag, which was not reported.
  private mutating func readCondensed(hasList: Bool) -> Bool {
    let end = place
    switch tags?.tag(at: end) {
    case .attributes(let range) where !hasList:
      if condensedNames.isEmpty { askForCondensed() }
      for index in range {
        guard let attribute = tags?.attribute(index) else { return false }
        let known = condensedNames[attribute.name]
        if known.isWanted { reader.attributes.append(known.name, attribute.value) }
      }
      return true
    case .asItIs: return true
    default: return false
    }
  }

  mutating func end(_ name: UnsafePointer<xmlChar>?) {
    guard let name else { return }
    mark()
    reader.end(known(at: name).name)
    if reader.isStopped { stop(reader.reasonToStop) }
  }

  mutating func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard let start = bytes, count > 0 else { return }
    let bytes = UnsafeBufferPointer(start: start, count: Int(count))
    if texts != nil {
      textOfCondensed(bytes)
      return
    }
    mark()
    reader.text(bytes.span)
  }

  private mutating func textOfCondensed(_ bytes: UnsafeBufferPointer<UInt8>) {
    let end = place
    let keepsSpace = reader.keepsWhitespace
    switch texts?.text(reported: bytes.count, upTo: end, keepingSpace: keepsSpace) {
    case .asItIs: reader.text(bytes.span)
    case .run(let whole, behind: let before):
      if before > 0 { reader.text(UnsafeBufferPointer(rebasing: bytes[..<before]).span) }
      reader.text(whole.span)
    case .unknown, nil: stop("a text is not where it was expected")
    }
  }

  mutating func comment(_ text: UnsafePointer<xmlChar>?) {
    guard let text else { return }
    mark()
    reader.comment(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))).span)
  }

  mutating func instruction(_ target: UnsafePointer<xmlChar>?, _ text: UnsafePointer<xmlChar>?) {
    guard let target else { return }
    mark()
    let whole = String(cString: target) + (text.map { " " + String(cString: $0) } ?? "")
    reader.instruction(Array(whole.utf8).span)
  }

  mutating func error(_ code: Int32) {
    switch xmlParserErrors(UInt32(bitPattern: code)) {
    case XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_GT_REQUIRED,
      XML_ERR_PI_NOT_FINISHED, XML_ERR_LITERAL_NOT_FINISHED, XML_ERR_DOCTYPE_NOT_FINISHED:
      if unfinishedFrom == nil, isAtEnd { unfinishedFrom = lastEvent }
    case XML_ERR_NO_MEMORY, XML_ERR_INTERNAL_ERROR, XML_ERR_NAME_TOO_LONG:
      stop("libxml2 gave up on it (code \(code))")
    default: break
    }
  }

  private mutating func known(at pointer: UnsafePointer<xmlChar>) -> HTMLNameTable.Known {
    if let known = reader.names.known(at: pointer) { return known }
    let text = String(cString: pointer)
    let name = reader.names.name(written: text)
    let known = HTMLNameTable.Known(name: name, isWanted: reader.wants(name, written: text))
    reader.names.add(known, at: pointer)
    return known
  }

  private mutating func askForCondensed() {
    for text in tags?.names ?? [] {
      let name = reader.names.name(written: text)
      condensedNames.append(HTMLNameTable.Known(name: name, isWanted: reader.wants(name, written: text)))
    }
  }

  private mutating func askAgain() {
    wishes = reader.wishes
    condensedNames = []
    var names = reader.names
    names.choose { reader.wants($0, written: $1) }
    reader.names = names
  }

  /// With a reason, what was read is not the page.
  private mutating func stop(_ reason: String?) {
    if hasStopped { return }
    hasStopped = true
    if let reason {
      let line = context?.pointee.input.map { Int($0.pointee.line) }
      failure = MarkupError(line: max(line ?? 1, 1), reason: reason)
    }
    xmlStopParser(context)
  }

  /// Remembers how far the parser had read when it last reported something: what lies between there
  /// and an end that comes too early was reported by nobody.
  private mutating func mark() {
    if texts == nil, !isAtEnd { lastEvent = place }
  }

  /// How far the parser has read.
  private var place: Int {
    guard let input = context?.pointee.input else { return 0 }
    return Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
  }

  private var isAtEnd: Bool {
    guard let input = context?.pointee.input else { return true }
    return input.pointee.cur >= input.pointee.end
  }
}
