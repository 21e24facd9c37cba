/// What a key of the pipeline file takes, noted by the reader that asks for it: the schema is printed from
/// these notes, and cannot tell of another file than the one that is read.
enum KeyShape: Sendable, Hashable {
  /// One value, read as it is written.
  case text
  /// One word of a closed list.
  case words([String])
  case integer(atLeast: Int)
  /// More than 0; may be a fraction.
  case positiveNumber
  /// From 0 to 1.
  case share
  case boolean
  /// Nothing else is possible, and saying so is allowed.
  case alwaysTrue
  /// Such as `1h30m`.
  case duration
  /// Bytes, such as `50MB`.
  case size
  /// Such as `2027-01-31`.
  case day
  case texts(List)
  /// A mapping whose keys are the user's own words; `nil` when its values are not of a closed list.
  case pairs(words: [String]?)
  /// Its keys are known one by one.
  case mapping
  /// A list of mappings whose keys are known one by one.
  case mappings

  /// A list of single values.
  struct List: Sendable, Hashable {
    /// Whether the key may stand there with nothing behind it.
    var mayBeNothing = true
    var atLeast = 0
    var isUnique = false
    /// When the items are of a closed list.
    var words: [String]?
  }
}
