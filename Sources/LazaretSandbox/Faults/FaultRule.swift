/// One thing that goes wrong on purpose: conditions, and what happens to the requests that meet all
/// of them. A rule without conditions meets every vendor request.
package struct FaultRule: Hashable, Sendable {
  var conditions = Conditions()
  /// How long the answer is held back, over and above the latency of the sandbox.
  var delay: Duration = .zero
  /// What replaces the vendor's answer; `nil` leaves it as it is.
  var outcome: Outcome?
  /// True when only the first half of the answer's body is sent before the connection is closed.
  var truncate = false

  struct Conditions: Hashable, Sendable {
    /// The path of the request.
    var route: String?
    /// What the content of one of the messages must contain, byte for byte.
    var match: String?
    /// Of the requests that meet the other conditions only each one of this number: the 10th, the
    /// 20th and so on for 10.
    var every: Int?
  }

  enum Outcome: Hashable, Sendable {
    /// The connection is closed without an answer.
    case drop
    /// A status. Without a body it has the vendor's own error shape from 400 on, and none below.
    case answer(status: Int, retryAfter: String?, body: String?)
  }
}

/// What the rules do to one request.
struct FaultEffect: Hashable, Sendable {
  var delay: Duration = .zero
  var outcome: FaultRule.Outcome?
  var truncate = false
}
