package import LazaretCore

/// The keys under which a store's withheld texts are encrypted.
package struct StoreKeys: Sendable, Hashable {
  /// What is written is encrypted with it; `nil` writes in clear.
  package var current: TextSeal?
  /// What was written before the key was changed.
  package var previous: TextSeal?

  package static let none = StoreKeys()

  package init(current: TextSeal? = nil, previous: TextSeal? = nil) {
    self.current = current
    self.previous = previous
  }
}
