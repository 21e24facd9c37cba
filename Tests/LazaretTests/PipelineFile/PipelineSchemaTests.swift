import Foundation
import LazaretTesting
import Testing

@testable import lazaret

struct PipelineSchemaTests {
  private static let check = SchemaCheck(schema: PipelineSchema().json)

  private func problems(_ yaml: String) throws -> [String] { try Self.check.problems(ofYAML: yaml) }

  // MARK: It agrees with the readers

  /// Every path in the schema that names a key, as the readers call it.
  private static func keys(_ schema: SchemaJSON, _ path: String = "") -> [String] {
    guard case .object(let words) = schema, case .object(let properties)? = words["properties"] else {
      return []
    }
    return properties.flatMap { name, property -> [String] in
      var below = keys(property, path + name + ".")
      if case .object(let words) = property, let items = words["items"] {
        below += keys(items, path + name + "[].")
      }
      return [path + name] + below
    }
  }

  @Test func `the schema has the keys that are read, and no others, each with its meaning`() {
    let keys = Self.keys(PipelineSchema().json)
    #expect(keys.count == Set(keys).count)
    #expect(Set(keys) == PipelineFile.keys.knownKeys)
    #expect(keys.count > 60)
    #expect(Set(PipelineKeyNote.all.keys) == Set(keys))
    #expect(PipelineKeyNote.all.values.allSatisfy { $0.meaning.hasSuffix(".") })
  }

  @Test func `a default that is written out changes nothing`() throws {
    let small = """
      name: n
      store: s
      sources: [{ directory: d }, { feed: f }]
      screeners: [{ screener: lakera_guard, endpoint: sandbox }]
      policy: {}

      """
    var checked = 0
    for (key, note) in PipelineKeyNote.all {
      guard let standard = note.standard else { continue }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      // JSON is YAML, and the readers take a quoted duration or number for text.
      let value = String(decoding: try encoder.encode(standard), as: UTF8.self)
      let plain =
        key.hasSuffix("timeout") || key.hasSuffix("retry_for") ? value.replacing("\"", with: "") : value
      let written: String
      switch key.split(separator: ".").map(String.init) {
      case let parts where parts[0] == "sources[]":
        let isFeed = SourceReading.feedKeys.contains(parts[1])
        let item = isFeed ? "{ feed: f }" : "{ directory: d }"
        written = small.replacing(item, with: item.replacing(" }", with: ", \(parts[1]): \(plain) }"))
      case let parts where parts[0] == "screeners[]" && parts.count == 2:
        written = small.replacing("endpoint: sandbox", with: "endpoint: sandbox, \(parts[1]): \(plain)")
      case let parts where parts[0] == "screeners[]":
        written = small.replacing(
          "endpoint: sandbox", with: "endpoint: sandbox, limits: { \(parts[2]): \(plain) }")
      case let parts where parts[0] == "policy":
        written = small.replacing("policy: {}", with: "policy: { \(parts[1]): \(plain) }")
      case let parts: written = small + "\(parts[0]): { \(parts[1]): \(plain) }\n"
      }
      #expect(written != small, "\(key)")
      #expect(try problems(written) == [], "\(key)")
      let fixture = try PipelineFileFixture(small)
      let expected = try fixture.load()
      try fixture.folder.write(written, to: "pipelines/test.yaml")
      var found = try fixture.load()
      for place in found.sources.indices where found.sources[place].maxShrink == 0.5 {
        found.sources[place].maxShrink = nil
      }
      #expect(found == expected, "\(key)")
      checked += 1
    }
    #expect(checked == PipelineKeyNote.all.values.count { $0.standard != nil } && checked > 20)
  }

  // MARK: What is valid

  private static let examples: [String] = {
    let files = (try? RepositoryFile.files(below: "pipelines")) ?? []
    let pages = ["docs/pipeline-file.md", "README.md", "docs/operations.md", "docs/vendors.md"]
      .compactMap { try? RepositoryFile.text($0) }
    let blocks = pages.flatMap { page in
      page.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }
    return files.compactMap { try? RepositoryFile.text("pipelines/" + $0) }
      + blocks.filter { $0.contains("screeners:") && $0.contains("sources:") } + [
        PipelineFileFixture.smallest
      ]
  }()

  @Test func `every pipeline file of the repository is valid`() throws {
    #expect(Self.examples.count >= 4)
    for example in Self.examples { #expect(try problems(example) == [], "\(example)") }
  }

  @Test(arguments: [
    "screener: lakera_guard\nendpoint: ${E:-sandbox}\nrequired: ${R:-true}\nlimits: { requests_per_second: 0.5 }",
    "guardrail: lakera_v2\napi_base: https://api.lakera.ai\napi_key: os.environ/K\npayload: true\nbreakdown: true\n"
      + "metadata: { user_id: 5, a: b }\nproject_id: 17",
    "guardrail: lasso\nscreener:\nendpoint: sandbox\nuser_id: x\ntimeout: 1h30m\nretry_for: 0s\nrevision: 5",
    "screener: builtin\ndetectors: [secrets, layerup.jailbreaking]\non_flagged: monitor\ncanary: false",
    "screener: builtin\nguardrails: [layerup.jailbreaking]\nlimits: { bytes_per_second: 200KB, concurrency: 4 }",
    "screener: litellm_proxy\napi_base: http://127.0.0.1:4000\nmodel: m\nguardrails: [a, b]",
    "screener: portkey_gateway\napi_key: \"${K}\"\nmodel: m\nconfig: pc-1\nchecks: [lasso.classify]",
    "screener: layerup\nendpoint: sandbox\nmetadata:\nlimits: { requests_per_run: \"${N:-}\", bytes_per_second: 5 }",
  ])
  func `a screener that is read is valid`(lines: String) throws {
    #expect(try PipelineFileFixture.errors(screener: lines, ["K": "k", "R": "true"]) == [])
    let yaml =
      "name: n\nstore: s.sqlite\nsources: [{ directory: docs }]\nscreeners:\n  - "
      + lines.split(separator: "\n").joined(separator: "\n    ") + "\n"
    #expect(try problems(yaml) == [])
  }

  @Test func `keys without anything behind them are valid`() throws {
    let lines = """
      chunking:
      policy: { actions: , allow: [], default: ~ }
      masking: { key: "${NONE:-}", placeholder: }
      quarantine: { encryption_key: "" }
      export: null
      """
    #expect(try problems(PipelineFileFixture.smallest + lines) == [])
  }

  // MARK: What is not

  @Test func `a key that the readers do not know is not valid, wherever it stands`() throws {
    let folders = [
      "", "chunking", "policy", "masking", "quarantine", "export", "screeners[].limits", "sources[]",
      "screeners[]",
      "policy.allow[]",
    ]
    let mappings = PipelineFile.keys.shapes.filter { $0.value == .mapping || $0.value == .mappings }
    #expect(
      Set(
        folders.dropFirst().map { $0.replacing("[]", with: "", maxReplacements: $0.hasSuffix("[]") ? 9 : 0) })
        == Set(
          mappings.keys.map {
            $0.replacing("[]", with: "", maxReplacements: mappings[$0] == .mappings ? 9 : 0)
          }))
    for folder in folders {
      let yaml =
        switch folder {
        case "": PipelineFileFixture.smallest + "surprise: 1\n"
        case "screeners[].limits":
          PipelineFileFixture.smallest.replacing("builtin }", with: "builtin, limits: { surprise: 1 } }")
        case "sources[]": PipelineFileFixture.smallest.replacing("docs }", with: "docs, surprise: 1 }")
        case "screeners[]":
          PipelineFileFixture.smallest.replacing("builtin }", with: "builtin, surprise: 1 }")
        case "policy.allow[]":
          PipelineFileFixture.smallest
            + "policy: { allow: [{ label: a, value: b, reason: c, surprise: 1 }] }\n"
        default: PipelineFileFixture.smallest + "\(folder): { surprise: 1 }\n"
        }
      #expect(
        try PipelineFileFixture.errors(of: yaml).contains { $0.contains("unknown key 'surprise'") },
        "\(folder)")
      #expect(try problems(yaml).contains { $0.contains("surprise: must not be there") }, "\(folder)")
    }
  }

  @Test(arguments: [
    "frequency: 5", "export: { formt: jsonl }", "<<: { a: b }", "chunking: 5", "chunking: [5]",
    "chunking: { target_characters: \"5\" }", "chunking: { target_characters: true }",
    "chunking: { target_characters: 1.5 }", "chunking: { target_characters: 0 }",
    "chunking: { margin_characters: -1 }", "policy: { actions: [a] }", "policy: { actions: { a: } }",
    "policy: { default: block }", "policy: { screeners: any }", "policy: { quarantine_scope: chunks }",
    "policy: { allow: [{ label: x, reason: r }] }", "policy: { allow: [{ label: x, value: y }] }",
    "policy: { allow: [{ value: y, reason: r }] }",
    "policy: { allow: [{ label: x, value: y, pattern: z, reason: r }] }",
    "policy: { allow: [{ label: x, value: y, reason: r, expires: tomorrow }] }", "export: { format: json }",
    "policy: { allow: [a] }", "policy: { actions: { a: admitt } }",
  ])
  func `a line that the readers refuse is not valid`(line: String) throws {
    #expect(try PipelineFileFixture.errors(adding: line + "\n").isEmpty == false)
    #expect(try problems(PipelineFileFixture.smallest + line + "\n").isEmpty == false)
  }

  @Test(arguments: [
    "directory: a\nfeed: b", "name: x", "directory: a\nfetch_articles: false", "feed: a\ninclude: [b]",
    "feed: a\ntrust: trusted", "directory: a\ninclude: []", "directory: a\ninclude:",
    "directory: a\nmax_shrink: 2",
    "directory: a\nmax_file_bytes: 5 parsecs", "directory: a\nmax_file_bytes: 0", "directory: a\nexclude: x",
    "directory: a\nfollow_symlinks: \"true\"",
  ])
  func `a source that the readers refuse is not valid`(lines: String) throws {
    #expect(try PipelineFileFixture.errors(source: lines).isEmpty == false)
    let yaml =
      "name: n\nstore: s.sqlite\nscreeners: [{ screener: builtin }]\nsources:\n  - "
      + lines.split(separator: "\n").joined(separator: "\n    ") + "\n"
    #expect(try problems(yaml).isEmpty == false)
  }

  @Test(arguments: [
    "name: x", "screener: lakera_gard", "screener: lakera_guard\nguardrail: lakera_v2\nendpoint: sandbox",
    "screener: builtin\napi_key: x", "screener: builtin\nproject_id: x", "screener: builtin\ndetectors: []",
    "screener: builtin\ndetectors: [secrets, secrets]", "screener: builtin\ndetectors: [everything]",
    "screener: builtin\ntimeout: 5", "screener: builtin\ntimeout: 30m1h", "screener: builtin\nrequired: 1",
    "screener: lakera_guard\nendpoint: sandbox\nuser_id: x",
    "guardrail: lasso\nendpoint: sandbox\nproject_id: x",
    "screener: lakera_guard\nendpoint: sandbox\npayload: false",
    "screener: lakera_guard\nendpoint: sandbox\napi_base: sandbox",
    "screener: litellm_proxy\nmodel: m\nguardrails: [a]",
    "screener: litellm_proxy\nendpoint: http://a\nmodel: m",
    "screener: builtin\nlimits: { requests_per_second: 0 }", "screener: builtin\nlimits: { concurrency: 0 }",
    "screener: builtin\nlimits: { bytes_per_second: 0 }", "screener: builtin\nmetadata: { a: b }",
    "screener: lakera_guard\nendpoint: sandbox\nmetadata: { a: }",
  ])
  func `a screener that the readers refuse is not valid`(lines: String) throws {
    #expect(try PipelineFileFixture.errors(screener: lines).isEmpty == false)
    let yaml =
      "name: n\nstore: s.sqlite\nsources: [{ directory: docs }]\nscreeners:\n  - "
      + lines.split(separator: "\n").joined(separator: "\n    ") + "\n"
    #expect(try problems(yaml).isEmpty == false)
  }

  // MARK: The command

  @Test func `the schema is printed, and takes no file`() async throws {
    let printed = try await BuiltBinary.run("validate", "--schema")
    #expect(printed.status == 0)
    #expect(printed.talk.isEmpty)
    #expect(printed.output == PipelineSchema().text)
    let refused = try await BuiltBinary.run(
      "validate", "--schema", RepositoryFile.path("pipelines/demo.yaml"))
    #expect(refused.status == 64)
    #expect(refused.output.isEmpty)
    #expect(try await BuiltBinary.run("validate").status == 64)
  }
}
