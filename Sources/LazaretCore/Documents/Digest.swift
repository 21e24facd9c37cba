import Crypto

/// A SHA-256 digest in lower-case hexadecimal: the identity of a text, of a file's bytes, or of a
/// list of settings.
package struct Digest: Hashable, Sendable, Codable {
  package let hex: String

  /// Trusts the caller that `hex` came out of a digest earlier, for example from the store.
  package init(hex: String) { self.hex = hex }

  /// The digest of these exact bytes.
  package init(of bytes: some Sequence<UInt8>) {
    var running = RunningDigest()
    running.update(bytes)
    self = running.digest
  }

  /// The digest of the text's UTF-8 bytes. No normalisation: composed and decomposed forms differ.
  package init(of text: String) {
    self.init(of: text.utf8)
  }

  /// The digest of several fields, each preceded by its length, so that ("ab", "c") and ("a", "bc")
  /// differ.
  package init(fields: [String]) {
    var bytes: [UInt8] = []
    var running = RunningDigest()
    for field in fields {
      bytes.append(contentsOf: String(field.utf8.count).utf8)
      bytes.append(0x3A)
      // Small fields go together: handing over each takes longer than its share of the digest.
      if field.utf8.count < 4_096 {
        bytes.append(contentsOf: field.utf8)
      } else {
        running.update(bytes)
        running.update(field.utf8)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    running.update(bytes)
    self = running.digest
  }

  init(finished hash: SHA256) {
    hex = hash.finalize().withUnsafeBytes { Hexadecimal.text(of: $0) }
  }

  /// The first 128 bits, long enough for an identifier.
  package var short: String { String(hex.prefix(32)) }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}
