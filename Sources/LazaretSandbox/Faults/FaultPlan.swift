import Synchronization

/// The rules in force, and how many requests each has met.
final class FaultPlan: Sendable {
  private struct State {
    var rules: [FaultRule]
    var met: [Int]

    init(_ rules: [FaultRule]) {
      self.rules = rules
      met = Array(repeating: 0, count: rules.count)
    }
  }

  private let state: Mutex<State>

  init(_ rules: [FaultRule]) { state = Mutex(State(rules)) }

  /// Replaces all rules. Each counts from 0 again.
  func replace(with rules: [FaultRule]) {
    state.withLock { $0 = State(rules) }
  }

  /// What happens to a request. Every rule that applies adds its delay and may cut the answer short;
  /// the first one that has an outcome gives it. `every` counts in order of this call.
  ///
  /// - Parameter texts: the contents of the request's messages; asked for only when a rule needs them.
  func effect(on path: String, texts: () -> [String]) -> FaultEffect {
    let rules = state.withLock { $0.rules }
    guard !rules.isEmpty else { return FaultEffect() }
    let bytes =
      rules.contains { $0.conditions.match != nil } ? texts().map { Array($0.utf8) } : []
    return state.withLock { state in
      var effect = FaultEffect()
      for (index, rule) in state.rules.enumerated() {
        guard rule.conditions.route.map({ $0 == path }) ?? true,
          rule.conditions.match.map({ match in bytes.contains { $0.contains(Array(match.utf8)) } })
            ?? true
        else { continue }
        state.met[index] += 1
        guard state.met[index].isMultiple(of: rule.conditions.every ?? 1) else { continue }
        effect.delay += rule.delay
        effect.truncate = effect.truncate || rule.truncate
        effect.outcome = effect.outcome ?? rule.outcome
      }
      return effect
    }
  }
}
