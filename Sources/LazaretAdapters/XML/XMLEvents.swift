import CLibXML2

/// The one file that talks to libxml2. Every pointer of the library lives and dies inside one call of
/// `readHTML` or `readXML`; what leaves is a series of events with bytes that are lent.
///
/// Events and not a tree: it is twice as fast, memory does not follow the document, and the depth
/// of the tree is the listener's to limit. Nothing is fetched, no document type definition is
/// loaded, no entity but the predefined ones is replaced.
enum XMLEvents {
  /// Reads HTML as forgivingly as libxml2 does. `utf8` must be valid UTF-8; a charset that the
  /// document names is not looked at again.
  static func readHTML(_ utf8: [UInt8], into sink: any MarkupSink) throws(MarkupError) {
    try read(utf8, into: sink) { carrier, bytes in
      guard let context = htmlNewParserCtxt() else { return false }
      defer { htmlFreeParserCtxt(context) }
      guard let handler = context.pointee.sax else { return false }
      handler.pointee = xmlSAXHandler()
      handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
      handler.pointee.startElement = { carried($0)?.startHTML($1, $2) }
      handler.pointee.endElement = { carried($0)?.end($1, nil, nil) }
      handler.pointee.characters = { carried($0)?.text($1, $2) }
      handler.pointee.ignorableWhitespace = { carried($0)?.text($1, $2) }
      handler.pointee.cdataBlock = { carried($0)?.text($1, $2) }
      handler.pointee.comment = { carried($0)?.comment($1) }
      handler.pointee.processingInstruction = { carried($0)?.instruction($1, $2) }
      handler.pointee.serror = { carried($0)?.errorInHTML($1.map { $0.pointee.code } ?? 0) }
      carrier.context = context
      context.pointee.userData = Unmanaged.passUnretained(carrier).toOpaque()
      let options =
        HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      let tree = htmlCtxtReadMemory(
        context, bytes.baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
      xmlFreeDoc(tree)
      return true
    }
  }

  /// Reads XML up to its end or to the first place where it is not well-formed. Undeclared
  /// namespaces and characters that XML forbids are let pass.
  static func readXML(_ utf8: [UInt8], into sink: any MarkupSink) throws(MarkupError) {
    try read(utf8, into: sink) { carrier, bytes in
      guard let context = xmlNewParserCtxt() else { return false }
      defer { xmlFreeParserCtxt(context) }
      guard let handler = context.pointee.sax else { return false }
      handler.pointee = xmlSAXHandler()
      handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
      handler.pointee.startElementNs = { data, name, prefix, uri, _, _, count, _, attributes in
        carried(data)?.startXML(name, prefix, uri, Int(count), attributes)
      }
      handler.pointee.endElementNs = { carried($0)?.end($1, $2, $3) }
      handler.pointee.characters = { carried($0)?.text($1, $2) }
      handler.pointee.ignorableWhitespace = { carried($0)?.text($1, $2) }
      handler.pointee.cdataBlock = { carried($0)?.text($1, $2) }
      handler.pointee.comment = { carried($0)?.comment($1) }
      handler.pointee.processingInstruction = { carried($0)?.instruction($1, $2) }
      handler.pointee.serror = { data, error in
        guard let error else { return }
        carried(data)?.errorInXML(
          error.pointee.code, isFatal: error.pointee.level == XML_ERR_FATAL,
          line: Int(error.pointee.line))
      }
      carrier.context = context
      context.pointee.userData = Unmanaged.passUnretained(carrier).toOpaque()
      // Without NOENT and the DTD options nothing is loaded or expanded. RECOVER lets the listener
      // above decide which errors end the document.
      let options = XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue
      let tree = xmlCtxtReadMemory(
        context, bytes.baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
      xmlFreeDoc(tree)
      return true
    }
  }

  /// What a name means in HTML 4: `nbsp` is U+00A0. Letters count as written.
  static func character(named name: String) -> Unicode.Scalar? {
    htmlEntityLookup(name).flatMap { Unicode.Scalar($0.pointee.value) }
  }

  /// Must have happened before two tasks parse at the same time.
  private static let isReady: Bool = {
    xmlInitParser()
    return true
  }()

  private static func read(
    _ utf8: [UInt8], into sink: any MarkupSink,
    with parse: (Carrier, UnsafeBufferPointer<CChar>) -> Bool
  ) throws(MarkupError) {
    if utf8.isEmpty { return }
    guard isReady, utf8.count < Int(Int32.max) else {
      throw MarkupError(line: 1, reason: "it is longer than 2 GiB")
    }
    let carrier = Carrier(sink: sink)
    let started = utf8.withUnsafeBytes { bytes in
      withExtendedLifetime(carrier) {
        parse(carrier, bytes.bindMemory(to: CChar.self))
      }
    }
    guard started else { throw MarkupError(line: 1, reason: "there is no memory to parse it") }
    if let start = carrier.unfinishedFrom, start < utf8.count {
      sink.unfinished(utf8.span.extracting(start..<utf8.count))
    }
    if let failure = carrier.failure { throw failure }
  }
}

private func carried(_ data: UnsafeMutableRawPointer?) -> Carrier? {
  data.map { Unmanaged<Carrier>.fromOpaque($0).takeUnretainedValue() }
}

/// What the C callbacks find behind their data pointer.
private final class Carrier {
  let sink: any MarkupSink
  var context: xmlParserCtxtPtr?
  var failure: MarkupError?
  var unfinishedFrom: Int?
  private var lastEvent = 0

  init(sink: any MarkupSink) { self.sink = sink }

  func startHTML(
    _ name: UnsafePointer<xmlChar>?, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let name else { return }
    var attributes: [MarkupAttribute] = []
    if let list {
      var index = 0
      while let key = list[index] {
        let attribute = String(cString: key)
        if sink.wants(attribute: attribute) {
          let value = list[index + 1].map { String(cString: $0) } ?? ""
          attributes.append(MarkupAttribute(name: attribute, value: value))
        }
        index += 2
      }
    }
    started(String(cString: name), nil, attributes)
  }

  func startXML(
    _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?, _ count: Int,
    _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let name else { return }
    var attributes: [MarkupAttribute] = []
    // Five pointers each: name, prefix, namespace, start and end of the value.
    for place in 0..<count {
      guard let list, let local = list[place * 5], let start = list[place * 5 + 3],
        let end = list[place * 5 + 4]
      else { continue }
      let prefix = list[place * 5 + 1].map { String(cString: $0) + ":" } ?? ""
      let attribute = prefix + String(cString: local)
      guard sink.wants(attribute: attribute) else { continue }
      let bytes = UnsafeBufferPointer(start: start, count: end - start)
      attributes.append(MarkupAttribute(name: attribute, value: Self.value(bytes)))
    }
    started(String(cString: name), namespace(prefix, uri), attributes)
  }

  /// Where entities are not replaced, libxml2 leaves each `&` of a value as `&#38;`, and that alone.
  private static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(0x26) else { return String(decoding: bytes, as: UTF8.self) }
    var plain: [UInt8] = []
    var place = 0
    while place < bytes.count {
      plain.append(bytes[place])
      place += bytes[place...].starts(with: "&#38;".utf8) ? 5 : 1
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private func started(_ name: String, _ namespace: String?, _ attributes: [MarkupAttribute]) {
    mark()
    sink.start(name, namespace: namespace, attributes: attributes)
    if let reason = sink.reasonToStop, failure == nil { stop(reason) }
  }

  func end(
    _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?
  ) {
    guard let name else { return }
    mark()
    sink.end(String(cString: name), namespace: namespace(prefix, uri))
  }

  func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard let bytes, count > 0 else { return }
    mark()
    sink.text(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
  }

  func comment(_ text: UnsafePointer<xmlChar>?) {
    guard let text else { return }
    mark()
    sink.comment(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))).span)
  }

  func instruction(_ target: UnsafePointer<xmlChar>?, _ text: UnsafePointer<xmlChar>?) {
    guard let target else { return }
    mark()
    let whole = String(cString: target) + (text.map { " " + String(cString: $0) } ?? "")
    sink.instruction(Array(whole.utf8).span)
  }

  func errorInHTML(_ code: Int32) {
    let unclosed = [
      XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_GT_REQUIRED,
      XML_ERR_PI_NOT_FINISHED, XML_ERR_LITERAL_NOT_FINISHED, XML_ERR_DOCTYPE_NOT_FINISHED,
    ]
    let isUnclosed = unclosed.contains { Int32(bitPattern: $0.rawValue) == code }
    if isUnclosed, unfinishedFrom == nil, isAtEnd { unfinishedFrom = lastEvent }
    let limits = [XML_ERR_NO_MEMORY, XML_ERR_INTERNAL_ERROR, XML_ERR_NAME_TOO_LONG]
    if limits.contains(where: { Int32(bitPattern: $0.rawValue) == code }) {
      stop("libxml2 gave up on it (code \(code))")
    }
  }

  func errorInXML(_ code: Int32, isFatal: Bool, line: Int) {
    guard isFatal, failure == nil else { return }
    switch xmlParserErrors(UInt32(bitPattern: code)) {
    case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF, XML_ERR_UNDECLARED_ENTITY,
      XML_ERR_RESERVED_XML_NAME, XML_ERR_ATTRIBUTE_REDEFINED, XML_ERR_UNKNOWN_ENCODING,
      XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_VERSION,
      XML_ERR_VERSION_MISSING:
      return
    case XML_ERR_TAG_NAME_MISMATCH: stop("an element is closed that is not the open one", at: line)
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END:
      stop("it ends inside an element", at: line, isAtEnd: true)
    case XML_ERR_DOCUMENT_EMPTY, XML_ERR_DOCUMENT_START: stop("it is not XML", at: line)
    default:
      stop(
        isAtEnd ? "it ends inside an element" : "it is not well-formed (libxml2 code \(code))", at: line,
        isAtEnd: isAtEnd)
    }
  }

  private func stop(_ reason: String, at line: Int? = nil, isAtEnd: Bool = false) {
    let here = context?.pointee.input.map { Int($0.pointee.line) }
    failure = MarkupError(line: max(line ?? here ?? 1, 1), reason: reason, isAtEnd: isAtEnd)
    xmlStopParser(context)
  }

  /// Remembers how far the parser had read when it last reported something: what lies between there
  /// and an end that comes too early was reported by nobody.
  private func mark() {
    if isAtEnd { return }
    guard let input = context?.pointee.input else { return }
    lastEvent = Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
  }

  private var isAtEnd: Bool {
    guard let input = context?.pointee.input else { return true }
    return input.pointee.cur >= input.pointee.end
  }

  private func namespace(
    _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?
  ) -> String? {
    uri.map { String(cString: $0) } ?? prefix.map { "prefix:" + String(cString: $0) }
  }
}
