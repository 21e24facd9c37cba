import LazaretCore

/// Reads `policy`.
struct PolicyReading {
  let reader: YAMLReader

  private static let actions = Action.allCases.reversed().map { ($0.rawValue, $0) }

  /// - Returns: `nil` when a pattern cannot be read, with the problem noted.
  func read(_ screeners: [ScreenerSettings]) -> Policy? {
    let order = reader.word("screeners", Policy.Order.allCases.map { ($0.rawValue, $0) })
    let scope = reader.word("quarantine_scope", Policy.Scope.allCases.map { ($0.rawValue, $0) })
    reader.know("default", .words(Self.actions.map(\.0)))
    let otherwise = reader.scalar("default").value.flatMap { action($0, of: "'default'") }
    let actions = readActions()
    let allow = AllowListReading(reader: reader).read()
    guard let actions else { return nil }
    return Policy(
      screeners: screeners.map {
        Policy.ScreenerRule(name: $0.name, required: $0.required, onFlagged: $0.onFlagged)
      },
      actions: actions, otherwise: otherwise ?? .quarantine, order: order ?? .all,
      scope: scope ?? .chunk, allow: allow)
  }

  private func readActions() -> ActionTable? {
    var actions: [String: Action] = [:]
    var isReadable = true
    for pair in reader.pairs("actions", words: Self.actions.map(\.0)) {
      do throws(Glob.PatternError) {
        _ = try Glob(pair.key, wildcardsTakeSlash: true)
      } catch {
        reader.reading.add("\(error)", at: pair.keyPlace)
        isReadable = false
      }
      if pair.value.isAbsent {
        reader.reading.add("'\(pair.key)' has no action", at: pair.keyPlace)
      }
      if let scalar = pair.value.value {
        actions[pair.key] = action(scalar, of: "the action of '\(pair.key)'")
      }
    }
    return isReadable ? try? ActionTable(actions) : nil
  }

  private func action(_ scalar: ReadScalar, of subject: String) -> Action? {
    if scalar.text == "block", scalar.variables.isEmpty {
      reader.reading.add("\(subject) is 'block', a word of 'on_flagged'; write quarantine", at: scalar.place)
      return nil
    }
    return reader.word(scalar, subject: subject, Self.actions)
  }
}
