import CGMime

/// The one file that talks to GMime. Every object of the library lives and dies inside one call of
/// ``parse(_:)``; what leaves is a tree of values.
///
/// Time and memory follow the mail's size: what is decoded is never longer than what it is decoded from.
/// ``maxDepth`` levels of parts and ``maxParts`` parts are read, and the tree says where there were more.
enum MailParser {
  static let maxDepth = 32
  static let maxParts = 10_000

  /// `nil` when there is nothing in `bytes` that could be a mail. There must be no NUL among them.
  static func parse(_ bytes: [UInt8]) -> MailMessage? {
    guard isReady, let stream = Reference(memory(bytes)) else { return nil }
    guard let parser = Reference(g_mime_parser_new_with_stream(stream.pointer)) else { return nil }
    g_mime_parser_set_format(parser.pointer, GMIME_FORMAT_MESSAGE)
    let options = g_mime_parser_options_new()
    defer { g_mime_parser_options_free(options) }
    let warnings = Warnings()
    g_mime_parser_options_set_warning_callback(
      options,
      { _, code, _, data in
        guard let data else { return }
        Unmanaged<Warnings>.fromOpaque(data).takeUnretainedValue().add(code)
      }, Unmanaged.passUnretained(warnings).toOpaque())
    return withExtendedLifetime(warnings) {
      guard let message = Reference(g_mime_parser_construct_message(parser.pointer, options)) else {
        return nil
      }
      var reading = Reading()
      var mail = reading.message(message.pointer, depth: 0)
      mail.isCutOff = warnings.isCutOff
      mail.isTooDeep = reading.isTooDeep || warnings.isTooDeep
      mail.hasTooMany = reading.hasTooMany
      return mail
    }
  }

  private static let isReady: Bool = {
    g_mime_init()
    return true
  }()

  private static func memory(_ bytes: [UInt8]) -> UnsafeMutablePointer<GMimeStream>? {
    bytes.withUnsafeBytes { buffer in
      buffer.bindMemory(to: CChar.self).baseAddress.flatMap {
        buffer.isEmpty ? nil : g_mime_stream_mem_new_with_buffer($0, buffer.count)
      }
    }
  }

  /// Decides on what GMime complains of whether something is missing.
  private final class Warnings {
    private(set) var isCutOff = false
    private(set) var isTooDeep = false

    func add(_ code: GMimeParserWarning) {
      switch code {
      case GMIME_WARN_TRUNCATED_MESSAGE, GMIME_WARN_MALFORMED_MULTIPART,
        GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY:
        isCutOff = true
      case GMIME_CRIT_NESTING_OVERFLOW: isTooDeep = true
      default: break
      }
    }
  }
}

/// Holds a GObject for as long as it lives.
private final class Reference<Object> {
  let pointer: UnsafeMutablePointer<Object>

  init?(_ pointer: UnsafeMutablePointer<Object>?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { g_object_unref(pointer) }
}

private struct Reading {
  private(set) var isTooDeep = false
  private(set) var hasTooMany = false
  private var parts = 0

  mutating func message(_ message: UnsafeMutablePointer<GMimeMessage>, depth: Int) -> MailMessage {
    let object = UnsafeMutableRawPointer(message).assumingMemoryBound(to: GMimeObject.self)
    var mail = MailMessage(headers: headers(of: object))
    if let part = g_mime_message_get_mime_part(message) { mail.body = self.part(part, depth: depth + 1) }
    return mail
  }

  private mutating func part(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> MailPart? {
    parts += 1
    if parts > MailParser.maxParts {
      hasTooMany = true
      return nil
    }
    if depth > MailParser.maxDepth {
      isTooDeep = true
      return nil
    }
    var part = MailPart()
    if let type = g_mime_object_get_content_type(object) {
      let name = g_mime_content_type_get_mime_type(type)
      part.mediaType = Self.text(name).lowercased()
      g_free(name)
      part.charset = g_mime_content_type_get_parameter(type, "charset").map { Self.text($0) }
      part.name = g_mime_content_type_get_parameter(type, "name").map { Self.text($0) }
    }
    let disposition = g_mime_object_get_disposition(object).map { Self.text($0) }
    part.isAttachment = disposition?.lowercased() == "attachment"
    if let name = g_mime_object_get_content_disposition_parameter(object, "filename") {
      part.name = Self.text(name)
    }
    part.headers = headers(of: object)
    let raw = UnsafeMutableRawPointer(object)
    if Self.isA(object, g_mime_multipart_get_type()) {
      part.content = multipart(raw.assumingMemoryBound(to: GMimeMultipart.self), depth: depth)
    } else if Self.isA(object, g_mime_message_part_get_type()) {
      let message = g_mime_message_part_get_message(raw.assumingMemoryBound(to: GMimeMessagePart.self))
      if let message { part.content = .message(self.message(message, depth: depth)) }
    } else if Self.isA(object, g_mime_part_get_type()) {
      part.content = leaf(raw.assumingMemoryBound(to: GMimePart.self), &part)
    }
    return part
  }

  private mutating func multipart(
    _ multipart: UnsafeMutablePointer<GMimeMultipart>, depth: Int
  ) -> MailPart.Content {
    var children: [MailPart] = []
    for index in 0..<max(g_mime_multipart_get_count(multipart), 0) {
      if hasTooMany { break }
      guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
      if let part = part(child, depth: depth + 1) { children.append(part) }
    }
    return .parts(
      children, before: g_mime_multipart_get_prologue(multipart).map { Self.text($0) } ?? "",
      after: g_mime_multipart_get_epilogue(multipart).map { Self.text($0) } ?? "")
  }

  private func leaf(_ leaf: UnsafeMutablePointer<GMimePart>, _ part: inout MailPart) -> MailPart.Content {
    guard let content = g_mime_part_get_content(leaf) else { return .bytes([]) }
    part.encoding =
      switch g_mime_part_get_content_encoding(leaf) {
      case GMIME_CONTENT_ENCODING_BASE64: .base64
      case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE: .quotedPrintable
      default: .plain
      }
    if part.encoding != .plain, let stream = g_mime_data_wrapper_get_stream(content) {
      _ = g_mime_stream_reset(stream)
      let encoded = Self.bytes { g_mime_stream_write_to_stream(stream, $0) }
      part.broken = TransferEncoding.broken(encoded, part.encoding)
      _ = g_mime_stream_reset(stream)
    }
    return .bytes(Self.bytes { g_mime_data_wrapper_write_to_stream(content, $0) })
  }

  /// What `write` writes to the stream that it is given.
  private static func bytes(_ write: (UnsafeMutablePointer<GMimeStream>) -> some BinaryInteger) -> [UInt8] {
    guard let target = Reference(g_mime_stream_mem_new()) else { return [] }
    _ = write(target.pointer)
    let memory = UnsafeMutableRawPointer(target.pointer).assumingMemoryBound(to: GMimeStreamMem.self)
    guard let array = g_mime_stream_mem_get_byte_array(memory), let data = array.pointee.data else {
      return []
    }
    return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
  }

  private func headers(of object: UnsafeMutablePointer<GMimeObject>) -> [MailHeader] {
    guard let list = g_mime_object_get_header_list(object) else { return [] }
    var headers: [MailHeader] = []
    for index in 0..<max(g_mime_header_list_get_count(list), 0) {
      guard let header = g_mime_header_list_get_header_at(list, index) else { continue }
      let name = g_mime_header_get_raw_name(header).map { Self.text($0) } ?? ""
      guard let raw = g_mime_header_get_raw_value(header) else { continue }
      // Folded lines are one line, and encoded words are words.
      guard let unfolded = g_mime_utils_header_unfold(raw) else { continue }
      defer { g_free(unfolded) }
      guard let decoded = g_mime_utils_header_decode_text(nil, unfolded) else { continue }
      defer { g_free(decoded) }
      headers.append(MailHeader(name: name, value: Self.text(decoded)))
    }
    return headers
  }

  /// Repaired where it is not UTF-8.
  private static func text(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }

  private static func isA(_ object: UnsafeMutablePointer<GMimeObject>, _ type: GType) -> Bool {
    let instance = UnsafeMutableRawPointer(object).assumingMemoryBound(to: GTypeInstance.self)
    return g_type_check_instance_is_a(instance, type) != 0
  }
}
