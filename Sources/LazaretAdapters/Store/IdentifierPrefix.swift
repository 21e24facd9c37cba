/// The first characters of a chunk's identifier, as a person types them, in either case.
struct IdentifierPrefix: Sendable {
  /// The least identifier that begins like this.
  let lowest: String
  /// Greater than every identifier that begins like this: "g" follows every hexadecimal digit.
  var bound: String { lowest + "g" }

  /// `nil` for what no identifier begins with.
  init?(_ text: String) {
    lowest = text.lowercased()
    guard !lowest.isEmpty, lowest.utf8.allSatisfy("0123456789abcdef".utf8.contains) else { return nil }
  }
}
