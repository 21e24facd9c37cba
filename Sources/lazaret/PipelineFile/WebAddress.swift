import Foundation

/// An `https` or `http` address, taken apart as far as the pipeline file has to judge it.
struct WebAddress: Sendable, Hashable {
  /// As written, without white space around it.
  let text: String
  let isEncrypted: Bool
  /// In lower case, without the brackets of an IPv6 address.
  let host: String
  let path: String
  let hasQuery: Bool

  enum Fault: Error, Hashable {
    case malformed
    case scheme
    case userInfo

    /// What is wrong with "it"; the address itself is not repeated.
    var message: String {
      switch self {
      case .malformed: "is not an address; write it like https://example.com/path"
      case .scheme: "must begin with https:// or http://"
      case .userInfo:
        "must not hold a user name or a password, which would end up in logs"
      }
    }
  }

  init(_ text: String) throws(Fault) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else {
      throw .malformed
    }
    guard scheme == "https" || scheme == "http" else { throw .scheme }
    guard parts.user == nil, parts.password == nil else { throw .userInfo }
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { throw .malformed }
    guard let host = parts.host, !host.isEmpty else { throw .malformed }
    if let port = parts.port, !(1...65_535).contains(port) { throw .malformed }
    self.text = text
    isEncrypted = scheme == "https"
    self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    path = parts.path
    hasQuery = parts.query != nil || parts.fragment != nil
  }

  /// True when what is sent to the host does not leave the machine.
  var isLoopback: Bool {
    if host == "localhost" || host == "::1" || host == "0:0:0:0:0:0:0:1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    // All four written out: resolvers disagree about what stands for `127.1`.
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        Quantity.integer(String(part)).map { (0...255).contains($0) } ?? false
      }
  }
}
