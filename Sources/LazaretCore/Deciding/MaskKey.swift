import Crypto
import FoundationEssentials

/// The key of `{hash}`: without it, nobody can tell from a placeholder which value it stands for by hashing
/// the values that come into question.
package struct MaskKey: Sendable {
  private let key: SymmetricKey
  /// Tells keys apart and says nothing about them; a part of the policy's fingerprint.
  package let keyID: String

  /// In characters. Shorter ones can be guessed.
  package static let shortest = 16

  /// - Returns: `nil` for a key that is too short.
  package init?(_ text: String) {
    guard text.count >= Self.shortest else { return nil }
    key = SymmetricKey(data: Data(text.utf8))
    keyID = Digest(fields: ["mask key", text]).short
  }

  /// 48 bits in hexadecimal digits: among 100,000 values, two differ and look alike with a chance of one in
  /// fifty thousand.
  package func hash(of value: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Data(value.utf8), using: key)
    return Hexadecimal.text(of: Array(code.prefix(6)))
  }
}

extension MaskKey: Hashable {
  package static func == (lhs: MaskKey, rhs: MaskKey) -> Bool { lhs.keyID == rhs.keyID }
  package func hash(into hasher: inout Hasher) { hasher.combine(keyID) }
}
