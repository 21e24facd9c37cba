/// A key or a password. However it is printed, dumped or interpolated, its text does not show.
struct Secret: Sendable, Hashable {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The text itself, for the one place that sends or uses it.
  func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "<secret>" }
  var debugDescription: String { "<secret>" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
