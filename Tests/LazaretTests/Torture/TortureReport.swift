/// What a torture did, as one line.
struct TortureReport: CustomStringConvertible {
  /// How far a run had come.
  enum Phase: String, CaseIterable {
    /// Its row is not in the store.
    case startUp = "start-up"
    /// It has asked nothing yet.
    case listing
    /// And, for documents whose windows are all answered, committing.
    case screening
    /// Every answer is kept, and not every document is settled.
    case committing
    /// Every document is settled.
    case end
  }

  var rounds = 0
  var strikes = 0
  var killed: [Phase: Int] = [:]
  var stopped = 0
  var missed = 0
  var resumed = 0
  var requests = 0
  var calmRequests = 0
  /// In rounds without faults, where each request beyond the calm run's was sent twice.
  var resent = 0
  var resendable = 0
  var readers = 0
  var differences = 0

  var kills: Int { killed.values.reduce(0, +) }

  var description: String {
    let phases = Phase.allCases.map { "\($0.rawValue) \(killed[$0] ?? 0)" }.joined(separator: ", ")
    return """
      torture: \(rounds) rounds, \(kills) kills (\(phases)), \(stopped) stopped by SIGINT or SIGTERM, \
      \(missed) ended before the signal, \(resumed) resumed runs, \(requests) requests beside \(calmRequests), \
      \(resent) sent again of at most \(resendable), \(readers) readers, \(differences) differences
      """
  }
}
