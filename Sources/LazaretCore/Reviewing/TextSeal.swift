import Crypto
package import FoundationEssentials

/// Encrypts what was withheld: AES-256-GCM with a fresh nonce for each text. What the text belongs to is
/// authenticated with it, so that a sealed text cannot be moved to another row.
package struct TextSeal: Sendable {
  /// The first 64 bits of a hash of the key: tells keys apart and says nothing about them.
  package let keyID: String
  private let key: SymmetricKey

  package enum KeyError: Error, Hashable, CustomStringConvertible {
    case malformed

    package var description: String {
      "an encryption key is 32 random bytes in base64 or 64 hexadecimal digits; "
        + "'openssl rand -base64 32' makes one"
    }
  }

  package enum OpenError: Error, Hashable {
    /// Another key, or bytes that were changed.
    case notAuthentic
  }

  /// - Parameter text: 32 bytes in base64, or in hexadecimal digits. White space at both ends is ignored.
  package init(key text: String) throws(KeyError) {
    let trimmed = text.filter { !$0.isWhitespace }
    guard let bytes = Self.hexadecimal(trimmed) ?? Data(base64Encoded: trimmed), bytes.count == 32 else {
      throw .malformed
    }
    key = SymmetricKey(data: bytes)
    var hash = SHA256()
    hash.update(data: Array("lazaret quarantine key\n".utf8))
    hash.update(data: bytes)
    keyID = String(Digest(finished: hash).hex.prefix(16))
  }

  /// - Parameter place: what the text belongs to, such as the identifier of its chunk.
  package func sealed(_ text: String, for place: String) -> Data {
    // The key has 256 bits, and the nonce is made here: neither call can fail.
    guard
      let box = try? AES.GCM.seal(Data(text.utf8), using: key, authenticating: Data(place.utf8)),
      let combined = box.combined
    else { preconditionFailure("AES-GCM takes a key of 32 bytes") }
    return combined
  }

  package func opened(_ sealed: Data, for place: String) throws(OpenError) -> String {
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let plain = try? AES.GCM.open(box, using: key, authenticating: Data(place.utf8))
    else { throw .notAuthentic }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func hexadecimal(_ text: String) -> Data? {
    guard text.utf8.count == 64 else { return nil }
    var bytes = Data()
    var high: UInt8?
    for character in text {
      guard let digit = character.hexDigitValue.map(UInt8.init) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }
}

extension TextSeal: Hashable {
  package static func == (lhs: TextSeal, rhs: TextSeal) -> Bool { lhs.keyID == rhs.keyID }
  package func hash(into hasher: inout Hasher) { hasher.combine(keyID) }
}
