#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An address that can be connected to: 4 bytes, or 16.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  package let bytes: [UInt8]
  /// As it is written.
  package let description: String

  /// `nil` for what is not written the one full way. `127.1`, `0x7f000001` and `fe80::1%eth0` are names here, and
  /// mean what the resolver makes of them.
  package init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: six) { Array($0) }
    } else {
      return nil
    }
    description = text
  }

  /// What the address is for, if it is not for the public internet: it must not be connected to because somebody
  /// else says so. After the registries of special-purpose addresses (RFC 6890, kept by IANA).
  package var privateUse: String? {
    bytes.count == 4 ? Self.privateUse(four: bytes[...]) : Self.privateUse(six: bytes)
  }

  private static func privateUse(four bytes: ArraySlice<UInt8>) -> String? {
    let parts = Array(bytes)
    switch (parts[0], parts[1], parts[2]) {
    case (0, _, _): return "this machine"
    case (127, _, _): return "this machine"
    case (10, _, _), (172, 16...31, _), (192, 168, _): return "a private network"
    case (100, 64...127, _): return "a provider's own network"
    case (169, 254, _): return "the local link"
    case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113):
      return "special purposes"
    case (224...239, _, _): return "many receivers"
    case (240...255, _, _): return "special purposes"
    default: return nil
    }
  }

  /// Addresses that hold one of four bytes are what that one is.
  private static func privateUse(six bytes: [UInt8]) -> String? {
    func starts(_ prefix: UInt8...) -> Bool { bytes.starts(with: prefix) }
    if bytes == [UInt8](repeating: 0, count: 15) + [1] || bytes.allSatisfy({ $0 == 0 }) {
      return "this machine"
    }
    // Mapped, and translated by the network (RFC 4291, RFC 6052).
    if starts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF) || starts(0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)
    {
      return privateUse(four: bytes[12...])
    }
    // 6to4 (RFC 3056).
    if starts(0x20, 0x02) { return privateUse(four: bytes[2..<6]) ?? "special purposes" }
    switch (bytes[0], bytes[1]) {
    case (0xFC...0xFD, _): return "a private network"
    case (0xFE, 0x80...0xBF): return "the local link"
    case (0xFE, 0xC0...0xFF): return "a private network"
    case (0xFF, _): return "many receivers"
    default: break
    }
    // Only 2000::/3 was ever given out. Of it 2001::/23 is for protocols, and two parts are for documents.
    guard bytes[0] & 0xE0 == 0x20, !(starts(0x20, 0x01) && bytes[2] < 2), !starts(0x20, 0x01, 0x0D, 0xB8),
      !(starts(0x3F, 0xFF) && bytes[2] < 0x10)
    else { return "special purposes" }
    return nil
  }
}
