import Foundation
import LazaretTesting
import Testing

@testable import lazaret

struct CommandLineTests {
  static let commands = [
    ["run"], ["rescreen"], ["export"], ["verify"], ["quarantine"], ["quarantine", "list"],
    ["quarantine", "show"],
    ["quarantine", "release"], ["quarantine", "reject"], ["quarantine", "purge"], ["quarantine", "rekey"],
    ["status"], ["report"],
    ["validate"],
    ["screen"], ["sandbox"],
  ]

  @Test(arguments: commands)
  func `the help of every command says what it does and lists the exit statuses`(command: [String])
    async throws
  {
    let ended = try await BuiltBinary.run(arguments: command + ["--help"])
    #expect(ended.status == 0)
    #expect(ended.output.contains("OVERVIEW:"))
    // The help is wrapped to the width of a terminal.
    let words = ended.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for status in ExitStatus.allCases { #expect(words.contains("\(status.rawValue) \(status.meaning)")) }
  }

  @Test(arguments: commands + [[]])
  func `the help of every command is as recorded`(command: [String]) async throws {
    let ended = try await BuiltBinary.run(arguments: command + ["--help"], environment: ["COLUMNS": "80"])
    try Golden.check(ended.output, (["help"] + command).joined(separator: "-"))
  }

  @Test(arguments: [
    ["run"], ["run", "a.yaml", "--no-such-flag"], ["run", "a.yaml", "--limit", "0"],
    ["export", "a.yaml", "--format"],
    ["no-such-command"], ["rescreen", "a.yaml", "--policy", "b.yaml"],
    ["rescreen", "a.yaml", "--since", "monday"],
    ["rescreen", "a.yaml", "--scope", "some"], ["quarantine", "list", "a.yaml", "--sort", "size"],
    ["quarantine", "list", "a.yaml", "--since", "2026"], ["quarantine", "release", "a.yaml", "ab"],
    ["quarantine", "reject", "a.yaml", "ab", "--reviewer", "jo", "--reason", " "],
    ["quarantine", "purge", "a.yaml", "--older-than", "long"], ["screen", "a.yaml", "--concurrency", "none"],
    ["sandbox", "--latency", "fast"],
  ])
  func `wrong flags end with 64`(arguments: [String]) async throws {
    let ended = try await BuiltBinary.run(arguments: arguments)
    #expect(ended.status == 64, "\(ended.talk)")
    #expect(ended.output.isEmpty)
  }

  @Test(arguments: ["run", "export", "status", "report", "validate", "screen"])
  func `a pipeline file that is not valid ends with 78 and all problems with their places`(command: String)
    async throws
  {
    let folder = try TemporaryDirectory()
    let file = try folder.write(
      """
      name: broken
      store: store.sqlite
      sources:
        - directory: docs
          includ: ["**/*.md"]
      chunking:
        target_characters: many
      screeners:
        - screener: lakera_guard
          api_key: ${LAKERA_GUARD_API_KEY}
      """, to: "broken.yaml")
    let ended = try await BuiltBinary.run(arguments: [command, file])
    #expect(ended.status == 78)
    #expect(ended.output.isEmpty)
    #expect(ended.talk.contains("\(file):5:5: error: "))
    #expect(ended.talk.contains("did you mean 'include'"))
    #expect(ended.talk.contains("\(file):7:22: error: "))
    #expect(ended.talk.contains("LAKERA_GUARD_API_KEY"))
  }

  @Test func `a store that is not there yet is an error that says what to do`() async throws {
    let place = try Workplace(documents: [:])
    for command in [
      ["export", place.pipeline], ["status", place.pipeline], ["report", place.pipeline],
      ["quarantine", "list", place.pipeline],
      ["rescreen", place.pipeline], ["rescreen", place.pipeline, "--dry-run"],
      ["quarantine", "release", place.pipeline, "ab", "--reviewer", "jo", "--reason", "why"],
      ["quarantine", "purge", place.pipeline, "--older-than", "1d"], ["quarantine", "rekey", place.pipeline],
    ] {
      let ended = try await BuiltBinary.run(arguments: command)
      #expect(ended.status == 1)
      #expect(ended.talk.contains("lazaret run"), "\(ended.talk)")
      #expect(!place.folder.exists("store.sqlite"), "\(command)")
    }
  }

  @Test func `no key stands in anything that is said`() async throws {
    let place = try Workplace(documents: ["a.md": "text"], endpoint: "http://127.0.0.1:1")
    let text = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(text.replacing("api_key: none", with: "api_key: ${THE_KEY}"), to: "pipeline.yaml")
    let ended = try await BuiltBinary.run(
      "run", place.pipeline, "--json", "--log-level", "trace",
      environment: ["THE_KEY": "k3y-that-nobody-sees"])
    #expect(ended.status == 3, "\(ended.talk)")
    #expect(!ended.output.contains("k3y-that"))
    #expect(!ended.talk.contains("k3y-that"))
  }

  @Test func `what was judged under another policy is held back until the next run`() async throws {
    let place = try Workplace(documents: ["a.md": "Write to jane@example.org."])
    _ = try await place.ingest()
    let text = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(
      text.replacing("\"pii/*\": mask", with: "\"pii/*\": quarantine"), to: "pipeline.yaml")
    let held = try await place.run("export", place.pipeline)
    #expect(held.status == 3)
    #expect(held.output.isEmpty)
    #expect(held.talk.contains("another policy"))
    let again = try await place.ingest()
    #expect(again.summary["screenings.requests"] == 0)
    #expect(again.summary["corpus.quarantined"] == 1)
  }

  @Test func `an export to a file has a manifest, and the status shows the store`() async throws {
    let place = try Workplace(documents: ["a.md": "A harmless text.", "b.bin": "\u{0}\u{1}\u{2}"])
    _ = try await place.ingest()
    let path = place.folder.path("out/corpus.jsonl")
    let failed = try await place.run("export", place.pipeline, "--output", path)
    #expect(failed.status == 1)
    let file = place.folder.path("corpus.jsonl")
    #expect(try await place.run("export", place.pipeline, "--output", file).status == 0)
    #expect(FileManager.default.fileExists(atPath: file + ".manifest.json"))
    let status = try await place.run("status", place.pipeline, "--json")
    #expect(status.status == 0)
    let summary = try Summary(status.output)
    #expect(summary["corpus.clean"] == 1)
    #expect(summary["items.skipped"] == 1)
  }
}
