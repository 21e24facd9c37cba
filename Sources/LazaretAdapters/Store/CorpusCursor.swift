import LazaretCore

/// Up to where a consumer knows the clean corpus: a store, one of its changes, and the policy that was in
/// force. Written `STORE-CHANGE-POLICY`, with `-partial` behind it when rows were refused for want of
/// evidence, so that they are offered again.
package struct CorpusCursor: Sendable, Hashable {
  /// The store's own identifier.
  package var store: String
  package var change: Int
  /// The beginning of the digest of the policy's fingerprint; `nil` for a cursor that names none, after which
  /// every row is offered again.
  var policy: String?
  var isPartial: Bool

  init(store: String, change: Int, policy: Fingerprint?, isPartial: Bool) {
    self.store = store
    self.change = change
    self.policy = policy.map(Self.tag)
    self.isPartial = isPartial
  }

  /// `nil` for what is not a cursor.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard (2...4).contains(parts.count), !parts[0].isEmpty, let change = Int(parts[1]), change >= 0,
      parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      parts.count < 3 || parts[2].utf8.count == Self.tagLength,
      parts.count < 4 || parts[3] == "partial"
    else { return nil }
    store = parts[0]
    self.change = change
    policy = parts.count > 2 ? parts[2] : nil
    isPartial = parts.count > 3
  }

  package var text: String {
    "\(store)-\(change)" + (policy.map { "-" + $0 } ?? "") + (isPartial ? "-partial" : "")
  }

  private static let tagLength = 12

  private static func tag(_ policy: Fingerprint) -> String {
    String(Digest(of: policy.hex).hex.prefix(tagLength))
  }

  /// Whether a row that did not change since is known to the consumer if and only if it leaves today.
  func holds(under policy: Fingerprint?) -> Bool {
    guard let policy, let known = self.policy, !isPartial else { return false }
    return known == Self.tag(policy)
  }
}

/// Why a delta cannot be told.
package enum CursorError: Error, Sendable, Hashable {
  case otherStore(cursor: String, store: String)
  case fromTheFuture(cursor: String, last: Int)
}

extension CursorError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherStore(let cursor, let store):
      "the cursor '\(cursor)' belongs to another store, and this one is '\(store)'; export without --since and "
        + "load that in the place of what you have"
    case .fromTheFuture(let cursor, let last):
      "the cursor '\(cursor)' is later than this store, whose last change is \(last): the store was restored "
        + "from a backup; export without --since and load that in the place of what you have"
    }
  }
}
