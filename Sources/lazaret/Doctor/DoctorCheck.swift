/// One thing that was looked at, and how it is.
struct DoctorCheck: Sendable, Hashable {
  /// A screener's or source's name, `store` or `machine`.
  var subject: String
  var check: String
  var state: State
  var detail: String

  enum State: String, Sendable, Hashable {
    case ok
    /// A run could not work like this.
    case failed
    /// Worth knowing; a run works all the same.
    case note
  }

  init(_ subject: String, _ check: String, _ state: State, _ detail: String) {
    self.subject = subject
    self.check = check
    self.state = state
    self.detail = detail
  }
}
