import Synchronization

/// Shapes that are in force together.
package struct ShapeSet: Hashable, Sendable {
  /// In the order of the list of shapes.
  package let names: [String]
  private let shapes: Set<SandboxShape>

  /// Answers as they are by default.
  package static let none = ShapeSet()

  private init() {
    names = []
    shapes = []
  }

  /// - Throws: on the first two that contradict each other. The same one twice is one.
  package init(_ shapes: some Sequence<SandboxShape>) throws(ShapesError) {
    self.shapes = Set(shapes)
    let ordered = SandboxShape.allCases.filter(self.shapes.contains)
    for (place, one) in ordered.enumerated() {
      for other in ordered[..<place] where !one.decides.isDisjoint(with: other.decides) {
        throw .contradiction(other.rawValue, one.rawValue)
      }
    }
    names = ordered.map(\.rawValue)
  }

  /// - Throws: also on a name that is no shape.
  package init(names: some Sequence<String>) throws(ShapesError) {
    var shapes: [SandboxShape] = []
    for name in names {
      guard let shape = SandboxShape(rawValue: name) else { throw .unknown(name) }
      shapes.append(shape)
    }
    try self.init(shapes)
  }

  /// - Parameter json: a list of names, in UTF-8. An empty list is no shapes.
  init(parsing json: some Sequence<UInt8>) throws(ShapesError) {
    guard case .array(let values)? = JSONValue(parsing: json) else { throw .notAList }
    var names: [String] = []
    for value in values {
      guard case .string(let name) = value else { throw .notAList }
      names.append(name)
    }
    try self.init(names: names)
  }

  func contains(_ shape: SandboxShape) -> Bool { shapes.contains(shape) }
}

/// Why a list of shapes is not taken.
package enum ShapesError: Error, Hashable, CustomStringConvertible {
  case notAList
  case unknown(String)
  case contradiction(String, String)

  package var description: String {
    switch self {
    case .notAList:
      "the shapes are not a JSON list of names; write [] for none"
    case .unknown(let name):
      "there is no shape '\(name)'; shapes are "
        + SandboxShape.allCases.map(\.rawValue).joined(separator: ", ")
    case .contradiction(let one, let other):
      "the shapes '\(one)' and '\(other)' exclude each other; remove one"
    }
  }
}

/// The shapes in force.
final class ShapePlan: Sendable {
  private let state: Mutex<ShapeSet>

  init(_ shapes: ShapeSet) { state = Mutex(shapes) }

  var current: ShapeSet { state.withLock { $0 } }

  func replace(with shapes: ShapeSet) { state.withLock { $0 = shapes } }
}
