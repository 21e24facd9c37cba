/// Reads the faults file, which is also the body of `POST /sandbox/faults`.
package enum FaultRules {
  /// - Parameters:
  ///   - json: a list of rules, in UTF-8. An empty list is no faults.
  /// - Throws: on the first rule that is wrong. A misspelt key is wrong: a fault that never happens
  ///   would let a test pass that proves nothing.
  package static func parse(_ json: some Sequence<UInt8>) throws(FaultRulesError) -> [FaultRule] {
    guard case .array(let values)? = JSONValue(parsing: json) else { throw .notAList }
    var rules: [FaultRule] = []
    for (index, value) in values.enumerated() {
      rules.append(try rule(value, number: index + 1))
    }
    return rules
  }

  static let keys = [
    "body", "delay_ms", "drop", "every", "match", "retry_after", "route", "status", "truncate",
  ]

  private static func rule(_ value: JSONValue, number: Int) throws(FaultRulesError) -> FaultRule {
    guard case .object(let object) = value else { throw .notAnObject(rule: number) }
    if let unknown = object.keys.sorted().first(where: { !keys.contains($0) }) {
      throw .unknownKey(unknown, rule: number)
    }
    let reader = RuleReader(object: object, number: number)

    var rule = FaultRule()
    rule.conditions.route = try reader.string("route")
    if let route = rule.conditions.route, !SandboxRoutes.vendorPaths.contains(route) {
      throw .unknownRoute(route, rule: number)
    }
    rule.conditions.match = try reader.string("match")
    rule.conditions.every = try reader.integer("every", in: 1...1_000_000_000)
    rule.delay = .milliseconds(try reader.integer("delay_ms", in: 0...3_600_000) ?? 0)
    rule.truncate = try reader.bool("truncate")

    let status = try reader.integer("status", in: 200...599)
    let retryAfter = try reader.retryAfter()
    let body = try reader.body()
    if try reader.bool("drop") {
      if let other = ["status", "retry_after", "body", "truncate"].first(where: { object[$0] != nil }) {
        throw .contradiction("drop", other, rule: number)
      }
      rule.outcome = .drop
    } else if status != nil || body != nil || retryAfter != nil {
      guard status != nil || retryAfter == nil else { throw .needsStatus(rule: number) }
      rule.outcome = .answer(status: status ?? 200, retryAfter: retryAfter, body: body)
    }
    guard rule.delay > .zero || rule.outcome != nil || rule.truncate else {
      throw .noEffect(rule: number)
    }
    return rule
  }
}

/// Why a list of faults is not taken. Rules count from 1.
package enum FaultRulesError: Error, Hashable, CustomStringConvertible {
  case notAList
  case notAnObject(rule: Int)
  case unknownKey(String, rule: Int)
  case unknownRoute(String, rule: Int)
  /// `expected` completes "must be".
  case wrongValue(key: String, expected: String, rule: Int)
  case contradiction(String, String, rule: Int)
  case needsStatus(rule: Int)
  case noEffect(rule: Int)

  package var description: String {
    switch self {
    case .notAList:
      "the faults are not a JSON list; write [] for none"
    case .notAnObject(let rule):
      "fault \(rule) is not a JSON object; write it as {\"status\":503}"
    case .unknownKey(let key, let rule):
      "fault \(rule) has the unknown key '\(key)'; known are \(FaultRules.keys.joined(separator: ", "))"
    case .unknownRoute(let route, let rule):
      "fault \(rule) has the unknown route '\(route)'; known are "
        + SandboxRoutes.vendorPaths.joined(separator: ", ")
    case .wrongValue(let key, let expected, let rule):
      "'\(key)' of fault \(rule) must be \(expected)"
    case .contradiction(let one, let other, let rule):
      "fault \(rule) has '\(one)' and '\(other)', which exclude each other; remove one"
    case .needsStatus(let rule):
      "fault \(rule) has 'retry_after' without a status; add \"status\":429 or \"status\":503"
    case .noEffect(let rule):
      "fault \(rule) does nothing; add status, body, delay_ms, drop or truncate"
    }
  }
}

/// The fields of one rule, by type.
private struct RuleReader {
  let object: [String: JSONValue]
  let number: Int

  func string(_ key: String) throws(FaultRulesError) -> String? {
    switch object[key] {
    case nil: return nil
    case .string(let string)? where !string.isEmpty: return string
    default: throw .wrongValue(key: key, expected: "a string that is not empty", rule: number)
    }
  }

  func bool(_ key: String) throws(FaultRulesError) -> Bool {
    switch object[key] {
    case nil: return false
    case .bool(let bool)?: return bool
    default: throw .wrongValue(key: key, expected: "true or false", rule: number)
    }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(FaultRulesError) -> Int? {
    switch object[key] {
    case nil: return nil
    case .integer(let integer)? where range.contains(integer): return integer
    default:
      throw .wrongValue(
        key: key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
        rule: number)
    }
  }

  /// Seconds, or a text that is sent as it is: a date, or something that is neither.
  func retryAfter() throws(FaultRulesError) -> String? {
    switch object["retry_after"] {
    case nil: return nil
    case .integer(let seconds)? where seconds >= 0: return String(seconds)
    case .string(let text)? where text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }): return text
    default:
      throw .wrongValue(
        key: "retry_after", expected: "seconds of 0 or more, or an ASCII string", rule: number)
    }
  }

  /// A string is sent as it is, so that a body can be broken JSON; any other value as its JSON.
  func body() throws(FaultRulesError) -> String? {
    switch object["body"] {
    case nil: return nil
    case .string(let text)?: return text
    case let value?: return value.text
    }
  }
}
