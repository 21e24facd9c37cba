/// A sortable identifier: 48 bits of milliseconds since 1970 and 80 random bits, written in 26
/// characters of Crockford's base 32 (no I, L, O, U). Runs bear one, and a vendor may ask for one as
/// the identifier of a session.
package struct ULID: Hashable, Sendable {
  package let text: String

  /// - Parameter milliseconds: since 1970; only the lower 48 bits count.
  package init(milliseconds: Int64, using generator: inout some RandomNumberGenerator) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    var characters = [UInt8](repeating: 0, count: 26)
    var time = UInt64(bitPattern: milliseconds) & 0xFFFF_FFFF_FFFF
    for place in stride(from: 9, through: 0, by: -1) {
      characters[place] = alphabet[Int(time & 31)]
      time >>= 5
    }
    for place in 10..<26 {
      characters[place] = alphabet[Int.random(in: 0..<32, using: &generator)]
    }
    text = String(decoding: characters, as: UTF8.self)
  }

  /// Accepts 26 characters of the alphabet, the first at most `7`, in either case.
  package init?(_ text: String) {
    let upper = text.uppercased()
    let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    guard upper.utf8.count == 26, upper.allSatisfy(alphabet.contains),
      let first = upper.first, first <= "7"
    else { return nil }
    self.text = upper
  }
}

extension ULID {
  /// When it was made.
  package var timestamp: Timestamp {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    return Timestamp(
      milliseconds: text.utf8.prefix(10).reduce(0) { time, character in
        time << 5 | Int64(alphabet.firstIndex(of: character) ?? 0)
      })
  }
}

extension ULID: CustomStringConvertible {
  package var description: String { text }
}
