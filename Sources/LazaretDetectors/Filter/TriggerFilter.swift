/// Finds the triggers of all detectors in one pass: an Aho-Corasick automaton over the first bytes of every
/// literal, and a look at where digits begin. A literal whose first bytes were found is compared at the
/// place.
///
/// The automaton is a table with a row for each state and a column for each kind of byte, so each byte of
/// the text costs two loads. A text of plain words leaves it seldom.
struct TriggerFilter: Sendable {
  private struct Candidate {
    var detector: Int
    var trigger: Int
    var match: LiteralMatch
    /// The place of its bytes in `patterns`.
    var pattern: Range<Int>
    var probe: Probe
  }

  /// What one byte behind the prefix tells, before the whole literal is compared.
  private enum Probe {
    case none
    /// The next byte of the literal, a small letter or sign of ASCII.
    case next(UInt8)
    /// The first byte of the literal's next word.
    case nextWord(UInt8)
    /// The literal ends here and so must the word.
    case wordEnd

    var nextWords: UInt64 {
      if case .nextWord(let byte) = self { 1 << UInt64(byte & 63) } else { .max }
    }

    init(_ literal: Literal, prefixCount: Int) {
      let rest = literal.pattern.dropFirst(prefixCount)
      guard let next = rest.first else {
        self = literal.edges.contains(.end) ? .wordEnd : .none
        return
      }
      let word = rest.dropFirst().first ?? 0x80
      if literal.ignoresCase, next == 0x20 {
        self = word < 0x80 && word != 0x27 ? .nextWord(word) : .none
      } else {
        self = next < 0x80 && !(literal.ignoresCase && next == 0x27) ? .next(next.lowered) : .none
      }
    }
  }

  /// The literals that share their first bytes.
  private struct Output {
    var prefixCount: Int
    /// No candidate goes on with a letter or digit of ASCII.
    var endsWord: Bool
    /// Every candidate wants no letter before it, which is cheaper to see once.
    var needsStart: Bool
    /// Places in `candidates`.
    var candidates: Range<Int>
    /// With which bytes, modulo 64, the next words of the candidates begin; all when one asks for none.
    var nextWords: UInt64
    var hasNextWords: Bool
  }

  private let detectorCount: Int
  private let digitWatchers: [(detector: Int, trigger: Int)]
  /// The column of a byte.
  private let columns: [UInt8]
  private let shift: Int
  private let startState: Int
  /// `table[state << shift | column]` is the next state.
  private let table: [UInt16]
  /// States from here on have outputs.
  private let firstOutputState: Int
  /// The places in `outputs` of each such state.
  private let outputsOfState: [Range<Int>]
  private let outputs: [Output]
  private let candidates: [Candidate]
  private let patterns: [UInt8]

  init(triggers: [[Trigger]]) {
    detectorCount = triggers.count
    var byPrefix: [Prefix: [Candidate]] = [:]
    var watchers: [(detector: Int, trigger: Int)] = []
    var patterns: [UInt8] = []
    for (detector, list) in triggers.enumerated() {
      for (index, trigger) in list.enumerated() {
        switch trigger {
        case .digits: watchers.append((detector, index))
        case .literal(let literal):
          let place = patterns.count..<patterns.count + literal.pattern.count
          patterns += literal.pattern
          let match = LiteralMatch(ignoresCase: literal.ignoresCase, edges: literal.edges)
          for prefix in literal.prefixes {
            byPrefix[prefix, default: []].append(
              Candidate(
                detector: detector, trigger: index, match: match, pattern: place,
                probe: Probe(literal, prefixCount: prefix.bytes.count)))
          }
        }
      }
    }
    let prefixes = byPrefix.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    let automaton = PrefixAutomaton(prefixes)
    var candidates: [Candidate] = []
    let outputOfPrefix = prefixes.map { prefix in
      let list = byPrefix[prefix] ?? []
      candidates += list
      return Output(
        prefixCount: prefix.bytes.count, endsWord: prefix.endsWord, needsStart: prefix.startsWord,
        candidates: candidates.count - list.count..<candidates.count,
        nextWords: list.reduce(0) { $0 | $1.probe.nextWords },
        hasNextWords: list.contains { $0.probe.nextWords != .max })
    }
    var outputs: [Output] = []
    outputsOfState = automaton.matches.map { matches in
      outputs += matches.map { outputOfPrefix[$0] }
      return outputs.count - matches.count..<outputs.count
    }
    self.outputs = outputs
    self.candidates = candidates
    self.patterns = patterns
    digitWatchers = watchers
    columns = automaton.columns
    shift = automaton.shift
    startState = automaton.start
    table = automaton.table
    firstOutputState = automaton.firstOutputState
  }

  /// For each detector the places of its triggers.
  func hits(in text: TextBytes) -> [[Hit]] {
    var hits = [[Hit]](repeating: [], count: detectorCount)
    var state = startState
    var wasDigit = false
    columns.withUnsafeBufferPointer { columns in
      table.withUnsafeBufferPointer { table in
        text.forEach { place, byte in
          state = Int(table[state << shift | Int(columns[Int(byte)])])
          let isDigit = byte.isDigit
          if isDigit, !wasDigit {
            for watcher in digitWatchers {
              hits[watcher.detector].append(Hit(trigger: watcher.trigger, start: place, end: place + 1))
            }
          }
          wasDigit = isDigit
          if state >= firstOutputState { confirm(state, at: place + 1, in: text, &hits) }
        }
      }
    }
    return hits
  }

  private func confirm(_ state: Int, at end: Int, in text: TextBytes, _ hits: inout [[Hit]]) {
    let next = text[end].lowered
    for place in outputsOfState[state - firstOutputState] {
      let output = outputs[place]
      if output.endsWord, next.isAlphanumeric { continue }
      let start = end - output.prefixCount
      if output.needsStart, text.hasLetter(before: start) { continue }
      confirm(output, start..<end, next, in: text, &hits)
    }
  }

  private func confirm(
    _ output: Output, _ prefix: Range<Int>, _ next: UInt8, in text: TextBytes, _ hits: inout [[Hit]]
  ) {
    var word: UInt8 = 0
    if output.nextWords != .max {
      guard let place = LiteralMatch.gapEnd(in: text, from: prefix.upperBound) else { return }
      word = text[place].lowered
      if output.nextWords >> UInt64(word & 63) & 1 == 0 { return }
    } else if output.hasNextWords {
      word = LiteralMatch.gapEnd(in: text, from: prefix.upperBound).map { text[$0].lowered } ?? 0
    }
    for index in output.candidates {
      let candidate = candidates[index]
      switch candidate.probe {
      case .none: break
      case .next(let byte): if byte != next { continue }
      case .wordEnd: if next.isAlphanumeric { continue }
      case .nextWord(let byte):
        if byte != word { continue }
      }
      let pattern = patterns.span.extracting(candidate.pattern)
      guard let literalEnd = candidate.match.end(of: pattern, in: text, from: prefix.lowerBound) else {
        continue
      }
      hits[candidate.detector].append(
        Hit(trigger: candidate.trigger, start: prefix.lowerBound, end: literalEnd))
    }
  }
}
