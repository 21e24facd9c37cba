/// JSON as lines of `path.to.key: value`, in the order of the file.
///
/// Strings stand as they read, numbers, `true`, `false` and `null` as they are written; those that follow
/// each other in an array share a line. An object that is an element of an array starts a paragraph, so
/// that a record is a piece of its own for the chunker. Empty brackets stand as `{}` and `[]`.
///
/// Every key stands whole in the text at least once: one of more than ``longestKey`` bytes gets a line of
/// its own and is shortened in the paths, and where a path would grow beyond ``longestPath`` bytes it is
/// written once more and the lines below begin with "…". So the text is at most some 100 times as
/// long as the file, and that only for a file of nothing but tiny members far below long keys.
struct JSONOutline {
  static let longestKey = 96
  static let longestPath = 192

  private(set) var utf8: [UInt8] = []
  /// The string under `title` in the outermost object.
  private(set) var title: String?
  private(set) var replaced = 0

  private var levels: [Level] = []
  /// Where the next value belongs, while it has a key.
  private var key: ArraySlice<UInt8>?
  /// True while the line ends in a number or word that another one may follow.
  private var isRun = false
  /// True when the next line begins a paragraph.
  private var isParagraphNext = false

  private struct Level {
    var isArray: Bool
    var path: [UInt8]
    var elements = 0
  }

  /// Adds a whole JSON text. What was written of a text that turns out to be broken stays:
  /// `discard(from:)` takes it back.
  mutating func add(_ json: ArraySlice<UInt8>) throws(JSONProblem) {
    levels = []
    key = nil
    isRun = false
    var tokens = JSONTokens(json)
    while let token = try tokens.next() {
      switch token {
      case .startObject: start(isArray: false)
      case .startArray: start(isArray: true)
      case .endObject, .endArray: end()
      case .key(let name): key = name
      case .string(let text):
        if levels.count == 1, title == nil, key.map({ $0.elementsEqual("title".utf8) }) == true {
          title = String(decoding: text, as: UTF8.self)
        }
        line(text)
      case .literal(let word): literal(word)
      }
    }
    replaced += tokens.replaced
  }

  mutating func discard(from length: Int) {
    utf8.removeSubrange(length...)
    isParagraphNext = true
  }

  /// Makes what follows a paragraph of its own.
  mutating func startParagraph() { isParagraphNext = true }

  /// Adds text as it is.
  mutating func addVerbatim(_ text: ArraySlice<UInt8>) {
    breakLine()
    utf8.append(contentsOf: text)
  }

  private mutating func start(isArray: Bool) {
    if !isArray, levels.last?.isArray == true { startParagraph() }
    let path = takePath()
    levels.append(Level(isArray: isArray, path: path))
    isRun = false
  }

  private mutating func end() {
    guard let level = levels.popLast() else { return }
    isRun = false
    if level.elements == 0 {
      write(level.path, level.isArray ? Array("[]".utf8) : Array("{}".utf8))
    } else if !level.isArray, levels.last?.isArray == true {
      startParagraph()
    }
  }

  private mutating func literal(_ word: ArraySlice<UInt8>) {
    let isInArray = levels.last?.isArray == true
    if isRun, isInArray {
      levels[levels.count - 1].elements += 1
      utf8.append(contentsOf: [0x2C, 0x20])
      utf8.append(contentsOf: word)
      return
    }
    line(word)
    isRun = isInArray
  }

  private mutating func line(_ text: ArraySlice<UInt8>) {
    write(takePath(), text)
    isRun = false
  }

  private mutating func write(_ path: [UInt8], _ text: some Collection<UInt8>) {
    breakLine()
    if !path.isEmpty {
      utf8.append(contentsOf: path)
      utf8.append(contentsOf: [0x3A, 0x20])
    }
    utf8.append(contentsOf: text)
  }

  private mutating func breakLine() {
    defer { isParagraphNext = false }
    guard let last = utf8.last else { return }
    if last != 0x0A { utf8.append(0x0A) }
    // By index: a slice would hold the bytes while they grow, and each line would copy them all.
    if isParagraphNext, utf8.count < 2 || utf8[utf8.count - 2] != 0x0A { utf8.append(0x0A) }
  }

  /// The path of the value that begins here, which is counted.
  private mutating func takePath() -> [UInt8] {
    defer { key = nil }
    guard let level = levels.last else { return [] }
    levels[levels.count - 1].elements += 1
    var path = level.path
    if level.isArray {
      path.append(contentsOf: "[\(level.elements)]".utf8)
    } else if let key {
      if !path.isEmpty { path.append(0x2E) }
      if key.count > Self.longestKey {
        breakLine()
        utf8.append(contentsOf: path)
        utf8.append(contentsOf: key)
        utf8.append(0x3A)
        path.append(contentsOf: ShortenedName.of(Array(key), bytes: Self.longestKey))
      } else {
        path.append(contentsOf: key)
      }
    }
    guard path.count > Self.longestPath else { return path }
    breakLine()
    utf8.append(contentsOf: path)
    utf8.append(0x3A)
    return Array("…".utf8)
  }
}
