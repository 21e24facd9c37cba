import Crypto

/// The digest of bytes that come piece by piece, for what is too long to be held at once.
package struct RunningDigest: Sendable {
  private var hash = SHA256()

  package init() {}

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let used: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
    }
    if used == nil { hash.update(data: Array(bytes)) }
  }

  /// The digest of everything so far.
  package var digest: Digest { Digest(finished: hash) }
}
