/// Which keys of one mapping ask for each other or exclude each other, as JSON Schema.
enum PipelineRules {
  /// By the path of the mapping.
  static let all: [String: [SchemaJSON]] = [
    "sources[].": sources,
    "screeners[].": screeners,
    "policy.allow[].": allow,
  ]

  // MARK: Sources

  private static let sources: [SchemaJSON] =
    exactlyOne("directory", "feed") + [
      when([given("directory", surely: true)], then: refused(SourceReading.feedKeys)),
      when([given("feed", surely: true)], then: refused(SourceReading.directoryKeys)),
    ]

  // MARK: Screeners

  private static let screeners: [SchemaJSON] =
    exactlyOne("screener", "guardrail") + [notBoth("endpoint", "api_base")]
    + ScreenerSettings.Kind.allCases.map { kind in when(names(of: kind), then: rules(of: kind)) }

  /// The ways to name a kind; one of them holds.
  private static func names(of kind: ScreenerSettings.Kind) -> [SchemaJSON] {
    func named(_ key: String, _ word: String) -> SchemaJSON {
      ["required": [.text(key)], "properties": [key: ["const": .text(word)]]]
    }
    return [named("screener", kind.rawValue)]
      + ScreenerReading.guardrails.filter { $0.1 == kind }.map { named("guardrail", $0.0) }
  }

  private static func rules(of kind: ScreenerSettings.Kind) -> SchemaJSON {
    var foreign = ScreenerReading.owners.filter { !$0.kinds.contains(kind) }.flatMap(\.keys)
    if kind == .builtin { foreign += ScreenerReading.networkKeys }
    var schema = refused(foreign)
    if let required = ScreenerReading.required[kind] {
      schema = schema.with(["required": .texts(required.map(\.key).sorted())])
    }
    if kind != .builtin, kind.defaultEndpoint == nil {
      schema = schema.with(["anyOf": [given("endpoint"), given("api_base")]])
    }
    return schema
  }

  // MARK: The allow-list

  private static let allow: [SchemaJSON] = [
    ["anyOf": .list(["value", "pattern", "path", "source"].map { given($0) })],
    notBoth("value", "pattern"),
  ]

  // MARK: Words for these

  /// - Parameter surely: whether a variable, which may hold nothing, does not count.
  private static func given(_ key: String, surely: Bool = false) -> SchemaJSON {
    var value: SchemaJSON = ["not": ["enum": [.null, ""]]]
    if surely {
      value = [
        "not": [
          "anyOf": [["enum": [.null, ""]], ["type": "string", "pattern": .text(PipelineSchema.variable)]]
        ]
      ]
    }
    return ["required": [.text(key)], "properties": [key: value]]
  }

  private static func notBoth(_ one: String, _ other: String) -> SchemaJSON {
    ["not": ["allOf": [given(one, surely: true), given(other, surely: true)]]]
  }

  private static func exactlyOne(_ one: String, _ other: String) -> [SchemaJSON] {
    [["anyOf": [given(one), given(other)]], notBoth(one, other)]
  }

  private static func when(_ conditions: [SchemaJSON], then schema: SchemaJSON) -> SchemaJSON {
    ["if": ["anyOf": .list(conditions)], "then": schema]
  }

  private static func refused(_ keys: [String]) -> SchemaJSON {
    ["properties": .object(Dictionary(keys.map { ($0, false) }) { _, last in last })]
  }
}
