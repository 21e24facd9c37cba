/// A pattern over a path with `/`, as in `.gitignore` and rclone: `?` is one character and `*` any
/// run of characters within one part of the path, `**` any run of parts, `[a-z]` and `[!a-z]` a set,
/// `{md,html}` alternatives. `\` takes the next character as it is. Letters count as written.
///
/// Used for file names (`**/*.md`), and for labels (`pii/*`), where `*` and `?` take `/` as well:
/// `prompt_attack*` is meant to cover `prompt_attack/jailbreak`.
package struct Glob: Sendable, Hashable {
  package let pattern: String
  private let alternatives: [[Token]]
  private let wildcardsTakeSlash: Bool

  private enum Token: Sendable, Hashable {
    case literal(Unicode.Scalar)
    case anyOne
    case anyRun
    /// `**/` or a closing `/**`: any number of whole parts, none included.
    case anyParts
    case oneOf(ranges: [ClosedRange<UInt32>], negated: Bool)
  }

  package enum PatternError: Error, Hashable, CustomStringConvertible {
    case unclosedSet(String)
    case unclosedAlternatives(String)
    case trailingBackslash(String)

    package var description: String {
      switch self {
      case .unclosedSet(let pattern): "the pattern '\(pattern)' opens a '[' that it does not close"
      case .unclosedAlternatives(let pattern):
        "the pattern '\(pattern)' opens a '{' that it does not close"
      case .trailingBackslash(let pattern): "the pattern '\(pattern)' ends in a backslash"
      }
    }
  }

  package init(_ pattern: String, wildcardsTakeSlash: Bool = false) throws(PatternError) {
    self.pattern = pattern
    self.wildcardsTakeSlash = wildcardsTakeSlash
    var parsed: [[Token]] = []
    for variant in try Self.expand(Array(pattern.unicodeScalars), of: pattern) {
      parsed.append(try Self.parse(variant, of: pattern))
    }
    alternatives = parsed
  }

  package func matches(_ path: String) -> Bool {
    let scalars = Array(path.unicodeScalars)
    return alternatives.contains { match($0, scalars) }
  }

  /// How many characters of the pattern stand for themselves: the measure of "most specific first".
  package var specificity: Int {
    alternatives.map { tokens in
      tokens.reduce(into: 0) { count, token in
        if case .literal = token { count += 1 }
      }
    }.max() ?? 0
  }

  /// True for a pattern without wildcards.
  package var isLiteral: Bool {
    alternatives.count == 1
      && alternatives[0].allSatisfy { if case .literal = $0 { true } else { false } }
  }

  private static func expand(
    _ scalars: [Unicode.Scalar], of pattern: String
  ) throws(PatternError) -> [[Unicode.Scalar]] {
    var index = 0
    while index < scalars.count {
      if scalars[index] == "\\" {
        index += 2
        continue
      }
      if scalars[index] == "{" { break }
      index += 1
    }
    guard index < scalars.count else { return [scalars] }
    var depth = 0
    var pieces: [[Unicode.Scalar]] = [[]]
    var close: Int?
    var place = index + 1
    while place < scalars.count {
      let scalar = scalars[place]
      if scalar == "\\", place + 1 < scalars.count {
        pieces[pieces.count - 1] += [scalar, scalars[place + 1]]
        place += 2
        continue
      }
      if scalar == "{" { depth += 1 }
      if scalar == "}" {
        if depth == 0 {
          close = place
          break
        }
        depth -= 1
      }
      if scalar == ",", depth == 0 { pieces.append([]) } else { pieces[pieces.count - 1].append(scalar) }
      place += 1
    }
    guard let close else { throw .unclosedAlternatives(pattern) }
    var expanded: [[Unicode.Scalar]] = []
    for piece in pieces {
      let whole = scalars[..<index] + piece + scalars[(close + 1)...]
      expanded += try expand(Array(whole), of: pattern)
    }
    return expanded
  }

  private static func parse(
    _ scalars: [Unicode.Scalar], of pattern: String
  ) throws(PatternError) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "\\":
        guard index + 1 < scalars.count else { throw .trailingBackslash(pattern) }
        tokens.append(.literal(scalars[index + 1]))
        index += 2
      case "?":
        tokens.append(.anyOne)
        index += 1
      case "*":
        var end = index
        while end < scalars.count, scalars[end] == "*" { end += 1 }
        let startsPart = index == 0 || scalars[index - 1] == "/"
        let endsPart = end == scalars.count || scalars[end] == "/"
        if end - index >= 2, startsPart, endsPart {
          tokens.append(.anyParts)
          // The slash belongs to the parts: `**/a` matches `a` itself.
          index = end < scalars.count ? end + 1 : end
        } else {
          tokens.append(.anyRun)
          index = end
        }
      case "[":
        let (token, next) = try set(scalars, from: index, of: pattern)
        tokens.append(token)
        index = next
      default:
        tokens.append(.literal(scalar))
        index += 1
      }
    }
    return tokens
  }

  private static func set(
    _ scalars: [Unicode.Scalar], from start: Int, of pattern: String
  ) throws(PatternError) -> (Token, Int) {
    var index = start + 1
    var negated = false
    if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
      negated = true
      index += 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while index < scalars.count, isFirst || scalars[index] != "]" {
      let low = scalars[index].value
      if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
        let high = scalars[index + 2].value
        ranges.append(min(low, high)...max(low, high))
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
      isFirst = false
    }
    guard index < scalars.count else { throw .unclosedSet(pattern) }
    return (.oneOf(ranges: ranges, negated: negated), index + 1)
  }

  /// Runs all positions of the pattern side by side, so that no pattern takes more than
  /// (pattern × path) steps.
  private func match(_ tokens: [Token], _ path: [Unicode.Scalar]) -> Bool {
    // Which positions are alive: this is asked of every file of every listing.
    var states = [Bool](repeating: false, count: tokens.count + 1)
    var next = states
    close(0, tokens, into: &states, atPartStart: true)
    for (place, scalar) in path.enumerated() {
      for state in next.indices { next[state] = false }
      let startsPart = scalar == "/"
      for state in tokens.indices where states[state] {
        switch tokens[state] {
        case .literal(let wanted):
          if wanted == scalar { close(state + 1, tokens, into: &next, atPartStart: startsPart) }
        case .anyOne:
          if wildcardsTakeSlash || scalar != "/" {
            close(state + 1, tokens, into: &next, atPartStart: startsPart)
          }
        case .anyRun:
          if wildcardsTakeSlash || scalar != "/" {
            close(state, tokens, into: &next, atPartStart: startsPart)
          }
        case .anyParts:
          next[state] = true
          if startsPart || (place + 1 == path.count && state + 1 == tokens.count) {
            close(state + 1, tokens, into: &next, atPartStart: true)
          }
        case .oneOf(let ranges, let negated):
          if (wildcardsTakeSlash || scalar != "/"),
            ranges.contains(where: { $0.contains(scalar.value) }) != negated
          {
            close(state + 1, tokens, into: &next, atPartStart: startsPart)
          }
        }
      }
      swap(&states, &next)
      if !states.contains(true) { return false }
    }
    return states[tokens.count] || (tokens.last == .anyParts && states[tokens.count - 1])
  }

  private func close(
    _ state: Int, _ tokens: [Token], into states: inout [Bool], atPartStart: Bool
  ) {
    if states[state] { return }
    states[state] = true
    guard state < tokens.count else { return }
    switch tokens[state] {
    case .anyRun: close(state + 1, tokens, into: &states, atPartStart: atPartStart)
    case .anyParts where atPartStart:
      close(state + 1, tokens, into: &states, atPartStart: atPartStart)
    default: break
    }
  }
}
