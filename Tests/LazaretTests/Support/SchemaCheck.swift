import Foundation
import Yams

@testable import lazaret

/// Checks a value under a JSON Schema: the words that the pipeline file's schema uses, and an error for any other,
/// so that none of them is passed over.
struct SchemaCheck {
  struct UnknownWord: Error {
    let word: String
  }

  let schema: SchemaJSON

  /// What does not agree, as `path: why`.
  func problems(ofYAML yaml: String) throws -> [String] {
    let value = try load(yaml: yaml, Resolver.default.removing(.timestamp))
    return try problems(of: Self.json(value), under: schema, at: "")
  }

  private static func json(_ value: Any?) -> SchemaJSON {
    switch value {
    case nil, is NSNull: .null
    case let value as Bool: .boolean(value)
    case let value as Int: .integer(value)
    case let value as Double: .number(value)
    case let value as String: .text(value)
    case let value as [Any]: .list(value.map { json($0) })
    case let value as [AnyHashable: Any]:
      .object(Dictionary(uniqueKeysWithValues: value.map { ("\($0.key.base)", json($0.value)) }))
    default: .text("\(value ?? "")")
    }
  }

  func problems(of value: SchemaJSON, under schema: SchemaJSON, at path: String) throws -> [String] {
    switch schema {
    case .boolean(true): return []
    case .boolean(false): return ["\(path): must not be there"]
    case .object(let words):
      // `then` is read with `if`, and `additionalProperties` with `properties`.
      return try words.flatMap { word, rule in
        try problems(of: value, word, rule, words, at: path)
      }
    case .null, .integer, .number, .text, .list: throw UnknownWord(word: "\(schema)")
    }
  }

  private func holds(_ value: SchemaJSON, _ schema: SchemaJSON) throws -> Bool {
    try problems(of: value, under: schema, at: "").isEmpty
  }

  private func problems(
    of value: SchemaJSON, _ word: String, _ rule: SchemaJSON, _ words: [String: SchemaJSON], at path: String
  ) throws -> [String] {
    func unless(_ condition: Bool, _ why: String) -> [String] { condition ? [] : ["\(path): \(why)"] }
    switch (word, rule, value) {
    case ("$schema", _, _), ("title", _, _), ("description", _, _), ("default", _, _), ("then", _, _):
      return []
    case ("type", .text(let type), _): return unless(Self.types(of: value).contains(type), "is not \(type)")
    case ("type", .list(let types), _):
      return unless(
        types.contains {
          if case .text(let type) = $0 { Self.types(of: value).contains(type) } else { false }
        },
        "has the wrong type")
    case ("enum", .list(let values), _): return unless(values.contains(value), "is none of \(values)")
    case ("const", _, _): return unless(rule == value, "is not \(rule)")
    case ("pattern", .text(let pattern), .text(let text)):
      let found = try NSRegularExpression(pattern: pattern)
        .firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
      return unless(found != nil, "does not match \(pattern)")
    case ("minLength", .integer(let least), .text(let text)):
      return unless(text.unicodeScalars.count >= least, "is too short")
    case ("minimum", .integer(let least), .integer(let number)):
      return unless(number >= least, "is below \(least)")
    case ("minimum", .integer(let least), .number(let number)):
      return unless(number >= Double(least), "is below \(least)")
    case ("maximum", .integer(let most), .integer(let number)):
      return unless(number <= most, "is above \(most)")
    case ("maximum", .integer(let most), .number(let number)):
      return unless(number <= Double(most), "is above \(most)")
    case ("exclusiveMinimum", .integer(let bound), .integer(let number)):
      return unless(number > bound, "is not above \(bound)")
    case ("exclusiveMinimum", .integer(let bound), .number(let number)):
      return unless(number > Double(bound), "is not above \(bound)")
    case ("minItems", .integer(let least), .list(let items)):
      return unless(items.count >= least, "has too few")
    case ("uniqueItems", .boolean(true), .list(let items)):
      return unless(Set(items).count == items.count, "has one twice")
    case ("items", _, .list(let items)):
      return try items.enumerated().flatMap { try problems(of: $1, under: rule, at: "\(path)[\($0)]") }
    case ("required", .list(let keys), .object(let members)):
      return keys.flatMap { key -> [String] in
        guard case .text(let key) = key else { return ["\(path): required is wrong"] }
        return unless(members[key] != nil, "'\(key)' is missing")
      }
    case ("properties", .object(let properties), .object(let members)):
      return try members.flatMap { key, member in
        try properties[key].map { try problems(of: member, under: $0, at: path + "." + key) } ?? []
      }
    case ("additionalProperties", _, .object(let members)):
      var known: Set<String> = []
      if case .object(let properties) = words["properties"] { known = Set(properties.keys) }
      return try members.filter { !known.contains($0.key) }.flatMap {
        try problems(of: $0.value, under: rule, at: path + "." + $0.key)
      }
    case ("anyOf", .list(let schemas), _):
      let all = try schemas.map { try problems(of: value, under: $0, at: path) }
      return all.contains([]) ? [] : all.flatMap { $0 }
    case ("allOf", .list(let schemas), _):
      return try schemas.flatMap { try problems(of: value, under: $0, at: path) }
    case ("not", _, _): return unless(try !holds(value, rule), "is what it must not be")
    case ("if", _, _):
      guard try holds(value, rule), let then = words["then"] else { return [] }
      return try problems(of: value, under: then, at: path)
    case ("pattern", .text, _), ("minLength", .integer, _), ("minimum", .integer, _),
      ("maximum", .integer, _),
      ("exclusiveMinimum", .integer, _), ("minItems", .integer, _), ("uniqueItems", .boolean, _),
      ("items", _, _),
      ("required", .list, _), ("properties", .object, _), ("additionalProperties", _, _):
      // These say nothing of a value of another type.
      return []
    default: throw UnknownWord(word: word)
    }
  }

  private static func types(of value: SchemaJSON) -> [String] {
    switch value {
    case .null: ["null"]
    case .boolean: ["boolean"]
    case .integer: ["integer", "number"]
    case .number: ["number"]
    case .text: ["string"]
    case .list: ["array"]
    case .object: ["object"]
    }
  }
}
