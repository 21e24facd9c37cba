import CCurl

/// An http or https URL as libcurl reads it: what is looked at here and where the connection goes cannot
/// be two things.
struct WebAddress: Sendable, Hashable {
  let url: String
  /// As it is connected to, an IPv6 address in brackets. Spellings such as `127.1` are written out.
  let host: String
  let port: Int
  /// Scheme, host and port: what a connection belongs to.
  let origin: String

  /// `nil` for anything else, and for a URL that holds a name and a password.
  init?(_ text: String) {
    guard let parts = curl_url() else { return nil }
    defer { curl_url_cleanup(parts) }
    guard curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: parts), scheme == "http" || scheme == "https",
      let host = Self.part(CURLUPART_HOST, of: parts), !host.isEmpty,
      let digits = Self.part(CURLUPART_PORT, of: parts, UInt32(CURLU_DEFAULT_PORT)), let port = Int(digits),
      Self.part(CURLUPART_USER, of: parts) == nil, Self.part(CURLUPART_PASSWORD, of: parts) == nil
    else { return nil }
    url = text
    self.host = host
    self.port = port
    origin = "\(scheme)://\(host.lowercased()):\(port)"
  }

  /// The address that the URL itself holds instead of a name.
  var literal: IPAddress? { IPAddress(host.filter { $0 != "[" && $0 != "]" }) }

  private static func part(_ part: CURLUPart, of parts: OpaquePointer, _ flags: UInt32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
