import Foundation

/// The JSON Schema of the pipeline file: for editors, and for checks before a file is rolled out.
///
/// Keys, types and words come from the readers, by ``PipelineFile/keys``; what is added here is what they mean
/// and which of them exclude each other. What a schema cannot see stays with `lazaret validate`: whether a
/// value was quoted, what a variable holds, whether a pattern or an address can be read.
struct PipelineSchema {
  private let shapes: [String: KeyShape]
  private let required: Set<String>

  init() {
    let keys = PipelineFile.keys
    shapes = keys.shapes
    required = keys.requiredKeys
  }

  var json: SchemaJSON {
    object("", rules: []).with([
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Pipeline file of lazaret",
      "description": "What is read, how it is cut, who judges it and what happens then.",
    ])
  }

  /// As it is printed, with a line end.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Every value is a finite number, a text, or made of such: there is nothing to refuse.
    guard let data = try? encoder.encode(json) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  // MARK: Keys

  /// The mapping whose keys begin with `path`.
  private func object(_ path: String, rules: [SchemaJSON]) -> SchemaJSON {
    let keys = shapes.keys.filter { key in
      key.hasPrefix(path) && !key.dropFirst(path.count).contains { $0 == "." }
    }
    var properties: [String: SchemaJSON] = [:]
    var required: [String] = []
    for key in keys {
      let name = String(key.dropFirst(path.count))
      properties[name] = property(key)
      if self.required.contains(key) { required.append(name) }
    }
    var schema: [String: SchemaJSON] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { schema["required"] = .texts(required.sorted()) }
    if !rules.isEmpty { schema["allOf"] = .list(rules) }
    return .object(schema)
  }

  private func property(_ key: String) -> SchemaJSON {
    guard let shape = shapes[key] else { return false }
    var schema = value(shape, key, isRequired: required.contains(key))
    if let note = PipelineKeyNote.all[key] {
      schema = schema.with(["description": .text(note.meaning)])
      if let standard = note.standard { schema = schema.with(["default": standard]) }
    }
    return schema
  }

  /// - Parameter isRequired: whether a value must be there: a key with nothing behind it counts as absent.
  private func value(_ shape: KeyShape, _ key: String, isRequired: Bool) -> SchemaJSON {
    let written: SchemaJSON = .text(isRequired ? Self.variable : "^$|" + Self.variable)
    func orVariable(_ schema: SchemaJSON) -> SchemaJSON {
      ["anyOf": [schema, ["type": "string", "pattern": written]]]
    }
    func types(_ names: String...) -> SchemaJSON { .texts(isRequired ? names : names + ["null"]) }
    func text(_ pattern: String) -> SchemaJSON {
      [
        "type": types("string"),
        "pattern": .text("^(?:\(pattern))$|" + (isRequired ? "" : "^$|") + Self.variable),
      ]
    }
    switch shape {
    case .text:
      let schema: SchemaJSON = ["type": types("string", "number", "boolean")]
      return isRequired ? schema.with(["minLength": 1]) : schema
    case .words(let words):
      return orVariable(["enum": .list(words.map { .text($0) } + (isRequired ? [] : [.null]))])
    case .integer(let least): return orVariable(["type": types("integer"), "minimum": .integer(least)])
    case .positiveNumber: return orVariable(["type": types("number"), "exclusiveMinimum": 0])
    case .share: return orVariable(["type": types("number"), "minimum": 0, "maximum": 1])
    case .boolean: return orVariable(["type": types("boolean")])
    case .alwaysTrue: return orVariable(["enum": .list([true] + (isRequired ? [] : [.null]))])
    case .duration: return text(Quantity.durationPattern)
    case .size:
      return [
        "anyOf": [["type": types("integer"), "minimum": 1], text(Quantity.sizePattern)]
      ]
    case .day: return text("[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
    case .texts(let list): return self.list(list)
    case .pairs(let words): return ["type": types("object"), "additionalProperties": Self.pair(words)]
    case .mapping:
      let schema = object(key + ".", rules: [])
      return schema.with(["type": types("object")])
    case .mappings:
      let path = key + "[]."
      let items = object(path, rules: PipelineRules.all[path] ?? [])
      let schema: SchemaJSON = ["type": types("array"), "items": items]
      return isRequired ? schema.with(["minItems": 1]) : schema
    }
  }

  private func list(_ list: KeyShape.List) -> SchemaJSON {
    let items: SchemaJSON =
      list.words.map {
        ["anyOf": [["enum": .texts($0)], ["type": "string", "pattern": .text(Self.variable)]]]
      }
      ?? ["type": ["string", "number", "boolean"], "minLength": 1]
    var schema: SchemaJSON = [
      "type": .texts(["array"] + (list.mayBeNothing ? ["null"] : [])), "items": items,
    ]
    if list.atLeast > 0 { schema = schema.with(["minItems": .integer(list.atLeast)]) }
    if list.isUnique { schema = schema.with(["uniqueItems": true]) }
    return schema
  }

  private static func pair(_ words: [String]?) -> SchemaJSON {
    guard let words else { return ["type": ["string", "number", "boolean"]] }
    return ["anyOf": [["enum": .texts(words)], ["type": "string", "pattern": .text(variable)]]]
  }

  /// A text that names a variable: what it holds is not known here.
  static let variable = #"^os\.environ/[A-Za-z_][A-Za-z0-9_]*$|(?:^|[^$])(?:\$\$)*\$\{"#
}
