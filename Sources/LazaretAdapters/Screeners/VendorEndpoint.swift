package import LazaretCore

/// The URL of a vendor's call, from what people write as `endpoint`: a bare host, a base URL, or the
/// whole URL as the vendor's page shows it.
package struct VendorEndpoint: Hashable, Sendable {
  /// What is posted to.
  package let url: String
  /// Scheme, host, port and path: what can change an answer, in the fingerprint.
  package let place: String

  /// - Parameters:
  ///   - text: as written in the pipeline file.
  ///   - path: what the call's path ends with, such as `/v2/guard`.
  ///   - known: ends that may be missing or stand there already, longest first; the first that fits is
  ///     taken off before `path` is put on.
  ///   - base: put before `path` when nothing but a host was written.
  /// - Throws: `.misconfigured`, without quoting more than the host: people paste keys into URLs.
  package init(
    _ text: String, screener: String, path: String, known: [String], base: String = ""
  ) throws(ScreenerError) {
    var rest = Substring(text.trimmingHTTPSpace())
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    guard scheme == "https" || scheme == "http" else {
      throw .misconfigured("screener '\(screener)': 'endpoint' is neither https nor http")
    }
    guard !rest.contains("@"), !rest.contains("?"), !rest.contains("#") else {
      throw .misconfigured(
        "screener '\(screener)': 'endpoint' has a name, a query or a fragment, write https://host/path")
    }
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    for end in known where rest.hasSuffix(end) {
      rest = rest.dropLast(end.utf8.count)
      while rest.hasSuffix("/") { rest = rest.dropLast() }
      break
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let host = rest[..<slash].lowercased()
    let prefix = rest[slash...]
    let sound = host.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
        true
      default: false
      }
    }
    guard !host.isEmpty, sound, prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .misconfigured("screener '\(screener)': 'endpoint' names no host, write https://host")
    }
    place = "\(scheme)://\(host)\(prefix.isEmpty ? base : String(prefix))\(path)"
    url = place
  }
}
