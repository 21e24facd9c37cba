/// What a finding asks for. Ordered: the strictest wins.
package enum Action: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Nothing: the finding is recorded.
  case admit
  /// Keep the text, record the finding, count it.
  case monitor
  /// Cover the located part.
  case mask
  /// Keep the chunk out of the corpus.
  case quarantine

  package static func < (lhs: Action, rhs: Action) -> Bool { lhs.severity < rhs.severity }

  private var severity: Int {
    switch self {
    case .admit: 0
    case .monitor: 1
    case .mask: 2
    case .quarantine: 3
    }
  }
}
