/// The digest of every setting on our side that can change an answer or a decision. Holds no secret:
/// a new key does not change what a vendor would say.
package struct Fingerprint: Hashable, Sendable, Codable {
  package let hex: String

  /// - Parameter settings: order does not count; values are taken as written.
  package init(kind: String, settings: [String: String]) {
    let fields = settings.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    hex = Digest(fields: [kind] + fields).short
  }

  package init(hex: String) { self.hex = hex }
}

extension Fingerprint: CustomStringConvertible {
  package var description: String { hex }
}
