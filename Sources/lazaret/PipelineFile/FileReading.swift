import LazaretCore
import Yams

/// What is learnt while one file is read: its problems, and which keys there are.
final class FileReading {
  let file: String
  let variables: Variables
  /// The day in UTC, such as `2026-11-21`: what has expired before it counts no more.
  let today: String
  /// Whether no screener will be asked, so that no key of one is needed.
  let asksNobody: Bool
  private(set) var problems: [Problem] = []
  /// Every key that was asked for, as `screeners[].limits.concurrency`, and what it takes: the known keys are
  /// those that are read, and no list beside the code can fall behind.
  private(set) var shapes: [String: KeyShape] = [:]
  /// Those of them that must not be missing.
  private(set) var requiredKeys: Set<String> = []

  init(
    file: String, environment: [String: String], today: String = Timestamp.now.day, asksNobody: Bool = false
  ) {
    self.file = file
    self.today = today
    self.asksNobody = asksNobody
    self.variables = Variables(environment: environment)
  }

  var hasErrors: Bool { problems.contains { !$0.isWarning } }

  /// In order of place.
  var sortedProblems: [Problem] {
    problems.uniqued().sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
  }

  func add(_ message: String, at place: Place, isWarning: Bool = false) {
    problems.append(
      Problem(
        file: file, line: place.line, column: place.column, message: message, isWarning: isWarning))
  }

  var knownKeys: Set<String> { Set(shapes.keys) }

  /// Who reads a key as text first may know more of it than that.
  func know(_ key: String, _ shape: KeyShape) {
    if shape != .text || shapes[key] == nil { shapes[key] = shape }
  }

  func require(_ key: String) { requiredKeys.insert(key) }

  /// A scalar with its variables put in.
  ///
  /// - Parameters:
  ///   - subject: how the value is named in problems, as `'endpoint'`.
  ///   - quietly: whether the caller notes the problem itself.
  func scalar(
    _ node: Node, subject: String, place: Place, quietly: Bool = false
  ) -> Presence<ReadScalar> {
    func note(_ message: String) { if !quietly { add(message, at: place) } }
    guard case .scalar(let scalar) = node else {
      note("\(subject) must be a single value, it is \(Self.kind(of: node))")
      return .invalid
    }
    let tag = scalar.tag.description
    guard tag.isEmpty || tag == "!" || tag == Tag.Name.str.rawValue else {
      note("\(subject) has the YAML tag '\(tag)', which is not understood; remove it")
      return .invalid
    }
    let isPlain = scalar.style == .plain && tag.isEmpty
    if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .absent }
    let expansion = variables.expand(scalar.string)
    for problem in expansion.problems { note("\(subject): \(problem)") }
    guard expansion.problems.isEmpty else { return .invalid }
    return .value(
      ReadScalar(
        text: expansion.text, place: place, isPlain: isPlain, variables: expansion.names))
  }

  static func kind(of node: Node) -> String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar: "a single value"
    case .alias: "an alias"
    }
  }

  static func place(of node: Node) -> Place? {
    node.mark.map { Place(line: $0.line, column: $0.column) }
  }
}

/// What a key has to offer.
enum Presence<Value> {
  /// Not there, or there with nothing in it.
  case absent
  /// There, and its problem is noted.
  case invalid
  case value(Value)

  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }
}

/// A scalar of the file with its variables put in.
struct ReadScalar {
  var text: String
  var place: Place
  /// False for a quoted scalar, which is text whatever it looks like.
  var isPlain: Bool
  /// The variables that it names. When there is one, the text is not repeated in problems.
  var variables: [String]

  /// A number, a boolean or a duration may come from a variable or stand unquoted.
  var canBeTyped: Bool { isPlain || !variables.isEmpty }

  /// For problems: what stands there, without a value from the environment.
  var described: String {
    if let variable = variables.first { return "the value of the variable '\(variable)'" }
    if isPlain {
      if Quantity.boolean(text) != nil { return text }
      if Quantity.decimal(text) != nil { return "the number \(text)" }
    }
    return "the text '\(shortened)'"
  }

  private var shortened: String {
    let scalars = text.unicodeScalars
    guard scalars.count > 60 else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(60))) + "…"
  }
}
