/// Why there is no answer. Closed: each case is decided on once, here.
///
/// The texts that the cases carry come from the transport or from us, never from the document, and
/// never hold a key.
package enum ScreenerError: Error, Sendable, Hashable {
  /// No whole answer within the time limit.
  case timedOut(after: Duration)
  /// The connection could not be made: nothing was sent.
  case unreachable(String)
  /// The connection broke after the request was sent and before the answer was whole.
  case brokenOff(String)
  /// 429. `retryAfter` is what the server asked for, if it did.
  case rateLimited(retryAfter: Duration?)
  /// 5xx.
  case unavailable(status: Int)
  /// 401 or 403 from the vendor: the key is wrong, or may not do this.
  case unauthorised(String)
  /// The URL, the project or another setting is wrong: every further request would fail like this.
  case misconfigured(String)
  /// A text that every screener of its kind catches was let through: whatever answers does not screen.
  case missedCanary(String)
  /// The vendor refuses this text (400, 413, 422).
  case rejected(status: Int, String)
  /// The text has more UTF-8 bytes than the vendor takes.
  case tooLong(bytes: Int, limit: Int)
  /// 200, but the body does not say what it has to say.
  case unreadable(String)
  /// Not asked: what the run may ask is used up.
  case spent(SpentLimit)
  /// Not asked: nobody is, in a dry run.
  case dryRun
  /// Not asked: nobody is, in a replay, and the recording has no answer. In words, with what to do.
  case notRecorded(String)
  /// The run is being stopped; nothing was decided.
  case cancelled
  /// The answer came, or an earlier one was looked for, and the store failed.
  case storeFailed(StoreError)

  /// True when the same request may well succeed later.
  package var isTransient: Bool {
    switch self {
    case .timedOut, .unreachable, .brokenOff, .rateLimited, .unavailable: true
    case .unauthorised, .misconfigured, .missedCanary, .rejected, .tooLong, .unreadable, .spent, .dryRun,
      .notRecorded, .cancelled, .storeFailed:
      false
    }
  }

  /// True when no further request can succeed and the run must stop before it spends more.
  package var stopsTheRun: Bool {
    switch self {
    case .unauthorised, .misconfigured, .missedCanary, .storeFailed: true
    case .timedOut, .unreachable, .brokenOff, .rateLimited, .unavailable, .rejected, .tooLong,
      .unreadable, .spent, .dryRun, .notRecorded, .cancelled:
      false
    }
  }

  /// True when the vendor looked at this very text and would not judge it. Asking again changes
  /// nothing, so the chunk is held for a person instead of waiting for the next run.
  package var holdsTheChunk: Bool {
    if case .rejected = self { true } else { false }
  }
}

extension ScreenerError {
  /// False when no byte of the request can have reached the service.
  package var reachedTheService: Bool {
    switch self {
    case .unreachable, .tooLong, .spent, .dryRun, .notRecorded, .cancelled, .storeFailed: false
    case .timedOut, .brokenOff, .rateLimited, .unavailable, .unauthorised, .misconfigured, .missedCanary,
      .rejected, .unreadable:
      true
    }
  }
}

extension ScreenerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .timedOut(let limit): "no answer within \(limit)"
    case .unreachable(let why): "cannot be reached: \(why)"
    case .brokenOff(let why): "the connection broke before the answer was whole: \(why)"
    case .rateLimited(let wait):
      if let wait { "too many requests (429), asked to wait \(wait)" } else { "too many requests (429)" }
    case .unavailable(let status): "the service answered \(status)"
    case .unauthorised(let why): "the key was refused: \(why)"
    case .misconfigured(let why): "misconfigured: \(why)"
    case .missedCanary(let why): "the canary was missed: \(why)"
    case .rejected(let status, let why): "the text was refused (\(status)): \(why)"
    case .tooLong(let bytes, let limit): "the text has \(bytes) bytes, more than the \(limit) that are taken"
    case .unreadable(let why): "the answer cannot be read: \(why)"
    case .spent(let limit):
      "not asked, \(limit.rawValue) is used up; the next run begins with what waits longest"
    case .dryRun: "not asked in a dry run"
    case .notRecorded(let why): "not asked in a replay: \(why)"
    case .cancelled: "the run was stopped before the answer came"
    case .storeFailed(let error): "\(error)"
    }
  }
}
