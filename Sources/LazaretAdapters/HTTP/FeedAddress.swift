import FoundationEssentials

/// An http or https URL, taken apart so that its credentials and its query stay out of messages.
struct FeedAddress: Sendable, CustomStringConvertible {
  /// As it is asked for: without credentials and fragment. What this type says of the host is of this very
  /// reading, so that no spelling is one host here and another one there.
  let target: WebAddress
  /// Name and password in base 64, for the `Authorization` field.
  let credentials: String?
  let isEncrypted: Bool
  /// True for names and literal addresses that are plainly of this machine or of a private network. What a name
  /// stands for is another matter.
  let isLocal: Bool
  /// The URL without credentials, query and fragment.
  let description: String

  init?(_ text: String, from base: FeedAddress? = nil) {
    let parent = base.flatMap { URL(string: $0.url) }
    guard let full = URL(string: text, relativeTo: parent)?.absoluteURL,
      var parts = URLComponents(url: full, resolvingAgainstBaseURL: true),
      let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https"
    else { return nil }
    if let user = parts.user, !user.isEmpty {
      let pair = "\(user):\(parts.password ?? "")"
      credentials = Data(pair.utf8).base64EncodedString()
    } else {
      credentials = nil
    }
    parts.user = nil
    parts.password = nil
    parts.fragment = nil
    guard let url = parts.string, let target = WebAddress(url) else { return nil }
    self.target = target
    isEncrypted = scheme == "https"
    isLocal = Self.isLocal(target.host.lowercased())
    parts.query = nil
    description = parts.string ?? target.origin
  }

  var url: String { target.url }
  /// Scheme, host and port.
  var origin: String { target.origin }

  /// For a location that is no URL: what stands before a query, without what stands before an `@`.
  static func withoutSecrets(_ text: String) -> String {
    let path = text.prefix { $0 != "?" && $0 != "#" }
    guard let at = path.lastIndex(of: "@") else { return String(path.prefix(200)) }
    return String(path[path.index(after: at)...].prefix(200))
  }

  private static func isLocal(_ host: String) -> Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".local")
      || host.hasSuffix(".internal") || !host.contains(where: { $0 == "." || $0 == ":" })
    {
      return true
    }
    let bare = host.filter { $0 != "[" && $0 != "]" }
    if let address = IPAddress(bare) { return address.privateUse != nil }
    // Also `127.1`, `2130706433` and `0x7f000001`, which resolvers take for loopback: a public site
    // is not named by digits alone.
    let labels = bare.split(separator: ".")
    return labels.last?.first?.isNumber == true
  }
}
