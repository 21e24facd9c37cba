/// What the automaton looks for: the first bytes of some literals.
struct Prefix: Hashable, Sendable {
  /// Without capital ASCII letters; not empty.
  var bytes: [UInt8]
  /// Not behind a letter or digit of ASCII.
  var startsWord: Bool
  /// Not before a letter or digit of ASCII. The automaton reports it all the same; one look at the next byte
  /// is cheaper than a state for every way on.
  var endsWord: Bool
}

/// A table that finds prefixes in one step for each byte, folding ASCII letters to small ones.
///
/// It is two automata run as one. Prefixes that may stand anywhere form one of Aho and Corasick. Those that
/// start a word form a trie that is entered only behind a byte that is no letter, so that the inside of
/// words, most of a text, wakes nobody.
struct PrefixAutomaton {
  /// The column of each of the 256 byte values.
  private(set) var columns = [UInt8](repeating: 0, count: 256)
  /// The table has `1 << shift` columns.
  private(set) var shift = 0
  /// `table[state << shift | column]` is the next state; the first state is `start`.
  private(set) var table: [UInt16] = []
  private(set) var start = 0
  private(set) var firstOutputState = 0
  /// For each state from `firstOutputState` on, the numbers of the prefixes that are found there.
  private(set) var matches: [[Int]] = []

  /// Bytes of letters and digits that no prefix has, and all other bytes that none has.
  private static let otherWordColumn = 0
  private static let otherColumn = 1

  init(_ prefixes: [Prefix]) {
    let columnIsWord = numberColumns(prefixes)
    let width = 1 << shift
    var anywhere = Trie(width: width)
    var atWords = Trie(width: width)
    for (number, prefix) in prefixes.enumerated() {
      let path = prefix.bytes.map { Int(columns[Int($0)]) }
      if !prefix.startsWord {
        anywhere.add(path, number: number)
      } else {
        atWords.add(path, number: number)
      }
    }
    anywhere.fillFailures()
    var product = Product(anywhere: anywhere, atWords: atWords, columnIsWord: columnIsWord)
    product.build()
    number(product, width: width)
  }

  /// Gives every byte of a prefix a column and returns which columns are of letters and digits.
  private mutating func numberColumns(_ prefixes: [Prefix]) -> [Bool] {
    var isWord = [true, false]
    for byte in UInt8.min...UInt8.max where !byte.isAlphanumeric {
      columns[Int(byte)] = UInt8(Self.otherColumn)
    }
    for byte in Set(prefixes.flatMap(\.bytes)).sorted() {
      columns[Int(byte)] = UInt8(truncatingIfNeeded: isWord.count)
      isWord.append(byte.isAlphanumeric)
    }
    for capital in UInt8(0x41)...0x5A { columns[Int(capital)] = columns[Int(capital | 0x20)] }
    while 1 << shift < isWord.count { shift += 1 }
    return isWord
  }

  /// Renumbers the states so that those with outputs come last: one comparison then tells them.
  private mutating func number(_ product: Product, width: Int) {
    let count = product.states.count
    precondition(count <= Int(UInt16.max), "the literals need more states than the table can number")
    let outputs = product.states.map(product.outputs)
    let silent = (0..<count).filter { outputs[$0].isEmpty }
    let speaking = (0..<count).filter { !outputs[$0].isEmpty }
    var renamed = [UInt16](repeating: 0, count: count)
    for (new, old) in (silent + speaking).enumerated() { renamed[old] = UInt16(truncatingIfNeeded: new) }
    firstOutputState = silent.count
    matches = speaking.map { outputs[$0] }
    start = Int(renamed[0])
    table.reserveCapacity(count * width)
    for old in silent + speaking {
      for cell in old * width..<(old + 1) * width { table.append(renamed[product.next[cell]]) }
    }
  }
}

/// A tree of paths. Node 0 is the root; as nothing leads back to it, 0 stands for "no child".
private struct Trie {
  let width: Int
  var next: [Int]
  /// The prefixes that end at a node.
  var ends: [[Int]] = [[]]

  init(width: Int) {
    self.width = width
    next = [Int](repeating: 0, count: width)
  }

  mutating func add(_ path: [Int], number: Int) {
    var node = 0
    for column in path {
      if next[node * width + column] == 0 {
        next[node * width + column] = ends.count
        ends.append([])
        next.append(contentsOf: repeatElement(0, count: width))
      }
      node = next[node * width + column]
    }
    ends[node].append(number)
  }

  /// Breadth first: a node without a child takes the step of its longest proper suffix, and its ends.
  mutating func fillFailures() {
    var failure = [Int](repeating: 0, count: ends.count)
    var queue = next[0..<width].filter { $0 != 0 }
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      ends[node] += ends[failure[node]]
      for column in 0..<width {
        let fallback = next[failure[node] * width + column]
        let child = next[node * width + column]
        if child == 0 {
          next[node * width + column] = fallback
        } else {
          failure[child] = fallback
          queue.append(child)
        }
      }
    }
  }
}

/// The states that a text can bring both automata to, found from the start on.
private struct Product {
  struct State: Hashable {
    /// The node of the automaton for prefixes anywhere.
    var anywhere: Int
    /// The node of the trie for words; `dead` inside of a word that is in no prefix.
    var word: Int
  }

  static let dead = -1

  let anywhere: Trie
  let atWords: Trie
  let columnIsWord: [Bool]
  var states: [State] = []
  var next: [Int] = []
  private var numbers: [State: Int] = [:]
  /// The rows of states that are inside of no prefix of a word, by the node of `anywhere`: the basis of all
  /// others.
  private var plainRows: [Int: [Int]] = [:]

  init(anywhere: Trie, atWords: Trie, columnIsWord: [Bool]) {
    self.anywhere = anywhere
    self.atWords = atWords
    // Columns that fill the width up to a power of two are never used.
    self.columnIsWord = columnIsWord + [Bool](repeating: true, count: anywhere.width - columnIsWord.count)
  }

  mutating func build() {
    _ = number(State(anywhere: 0, word: 0))
    var head = 0
    while head < states.count {
      next += row(of: states[head])
      head += 1
    }
  }

  func outputs(_ state: State) -> [Int] {
    anywhere.ends[state.anywhere] + (state.word > 0 ? atWords.ends[state.word] : [])
  }

  private mutating func number(_ state: State) -> Int {
    if let number = numbers[state] { return number }
    numbers[state] = states.count
    states.append(state)
    return states.count - 1
  }

  private mutating func row(of state: State) -> [Int] {
    var row = plainRow(state.anywhere)
    if state.word < 0 { return row }
    for column in 0..<anywhere.width {
      let child = atWords.next[state.word * anywhere.width + column]
      if child == 0 { continue }
      row[column] = number(
        State(anywhere: anywhere.next[state.anywhere * anywhere.width + column], word: child))
    }
    return row
  }

  private mutating func plainRow(_ node: Int) -> [Int] {
    if let row = plainRows[node] { return row }
    var last: (state: State, number: Int)?
    let row = (0..<anywhere.width).map { column in
      let state = State(
        anywhere: anywhere.next[node * anywhere.width + column], word: columnIsWord[column] ? Self.dead : 0)
      if let last, last.state == state { return last.number }
      let number = number(state)
      last = (state, number)
      return number
    }
    plainRows[node] = row
    return row
  }
}
