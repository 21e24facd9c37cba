/// A day or a moment that a person types, in the form in which the store writes moments.
enum Moment {
  /// - Returns: the text, when it is the beginning of an ISO 8601 moment in UTC that has at least the day:
  ///   moments sort as texts do, and a part of one is its beginning. `nil` otherwise.
  static func beginning(_ text: String) -> String? {
    let pattern = "0000-00-00T00:00:00.000Z"
    guard text.utf8.count >= 10, text.utf8.count <= pattern.utf8.count else { return nil }
    let fits = zip(text, pattern).allSatisfy { character, place in
      place == "0" ? character.isASCII && character.isNumber : character == place
    }
    return fits ? text : nil
  }
}
