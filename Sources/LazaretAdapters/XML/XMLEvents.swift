import CLibXML2

/// libxml2's parser of XML; ``HTMLEvents`` has that of pages. Every pointer of the library lives and dies
/// inside one call of `readXML`; what leaves is a series of events with bytes that are lent.
///
/// Events and not a tree: it is twice as fast, memory does not follow the document, and the depth
/// of the tree is the listener's to limit. Nothing is fetched, no document type definition is
/// loaded, no entity but the predefined ones is replaced.
enum XMLEvents {
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
      let options =
        XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue
      // A charset that is named is converted from, even UTF-8. Unnamed it is taken for UTF-8, unless one of
      // the first four bytes is NUL.
      let isPlain = !bytes.prefix(4).contains(0)
      let tree = xmlCtxtReadMemory(
        context, bytes.baseAddress, Int32(bytes.count), nil, isPlain ? nil : "UTF-8", Int32(options))
      xmlFreeDoc(tree)
      return true
    }
  }

  /// What a name means in HTML 4: `nbsp` is U+00A0. Letters count as written.
  static func character(named name: String) -> Unicode.Scalar? {
    htmlEntityLookup(name).flatMap { Unicode.Scalar($0.pointee.value) }
  }

  private static func read(
    _ utf8: [UInt8], into sink: any MarkupSink,
    with parse: (Carrier, UnsafeBufferPointer<CChar>) -> Bool
  ) throws(MarkupError) {
    if utf8.isEmpty { return }
    guard MarkupLibrary.isReady, utf8.count < Int(Int32.max) else {
      throw MarkupError(line: 1, reason: "it is longer than 2 GiB")
    }
    let carrier = Carrier(sink: sink)
    let started = padded(utf8).withUnsafeBytes { bytes in
      withExtendedLifetime(carrier) {
        parse(carrier, bytes.bindMemory(to: CChar.self))
      }
    }
    guard started else { throw MarkupError(line: 1, reason: "there is no memory to parse it") }
    if let failure = carrier.failure { throw failure }
  }
}

/// With white space behind a short text that ends with a tag: within 250 bytes of the end, libxml2 asks after
/// each name whether there is more to come, which for small feeds took a twentieth of the time. White space
/// may stand there in any document.
private func padded(_ utf8: [UInt8]) -> [UInt8] {
  guard utf8.count < 1 << 14, utf8.last(where: { !$0.isWhitespace }) == 0x3E else { return utf8 }
  return utf8 + [UInt8](repeating: 0x20, count: 256)
}

private func carried(_ data: UnsafeMutableRawPointer?) -> Carrier? {
  data.map { Unmanaged<Carrier>.fromOpaque($0).takeUnretainedValue() }
}

/// What the C callbacks find behind their data pointer.
private final class Carrier {
  let sink: any MarkupSink
  var context: xmlParserCtxtPtr?
  var failure: MarkupError?
  /// libxml2 keeps one copy of each address, and documents have few of them.
  private var lastURI: UnsafePointer<xmlChar>?
  private var lastNamespace = ""

  init(sink: any MarkupSink) { self.sink = sink }

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
    sink.start(name, namespace: namespace, attributes: attributes)
    if let reason = sink.reasonToStop, failure == nil { stop(reason) }
  }

  func end(
    _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?
  ) {
    guard let name else { return }
    sink.end(String(cString: name), namespace: namespace(prefix, uri))
  }

  func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard let bytes, count > 0 else { return }
    sink.text(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
  }

  func comment(_ text: UnsafePointer<xmlChar>?) {
    guard let text else { return }
    sink.comment(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))).span)
  }

  func instruction(_ target: UnsafePointer<xmlChar>?, _ text: UnsafePointer<xmlChar>?) {
    guard let target else { return }
    let whole = String(cString: target) + (text.map { " " + String(cString: $0) } ?? "")
    sink.instruction(Array(whole.utf8).span)
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

  private var isAtEnd: Bool {
    guard let input = context?.pointee.input else { return true }
    return input.pointee.cur >= input.pointee.end
  }

  private func namespace(
    _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?
  ) -> String? {
    guard let uri else { return prefix.map { "prefix:" + String(cString: $0) } }
    if uri != lastURI {
      lastURI = uri
      lastNamespace = String(cString: uri)
    }
    return lastNamespace
  }
}
