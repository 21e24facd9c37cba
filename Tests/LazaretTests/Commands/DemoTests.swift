import Foundation
import LazaretTesting
import Testing

/// The main job over the fixtures, as `make demo` runs it, in a store of the test's own.
struct DemoTests {
  /// The demo's pipeline with another store.
  private func pipeline(in folder: TemporaryDirectory) throws -> String {
    let text = try RepositoryFile.text("pipelines/demo.yaml")
      .replacing("../var/demo.sqlite", with: folder.path("demo.sqlite"))
      .replacing("../fixtures", with: RepositoryFile.path("fixtures"))
    #expect(!text.contains("../var"))
    return try folder.write(text, to: "demo.yaml")
  }

  @Test func `the main job runs over the fixtures, and no planted value gets out`() async throws {
    let folder = try TemporaryDirectory()
    let pipeline = try pipeline(in: folder)
    let first = try await BuiltBinary.run("run", pipeline, "--json")
    #expect(first.status == 3, "\(first.talk)")
    let summary = try Summary(first.output)
    #expect(summary.addsUp)
    #expect(summary.text("outcome") == "incomplete")
    #expect(summary["documents.seen"] >= 30)
    #expect(summary["documents.failed"] >= 1)
    #expect(summary["chunks.unscreened"] == 0)
    #expect(summary["chunks.quarantined"] >= 4)
    #expect(summary["chunks.masked"] >= 5)

    let corpus = folder.path("corpus.jsonl")
    let export = try await BuiltBinary.run("export", pipeline, "--output", corpus)
    #expect(export.status == 0, "\(export.talk)")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: corpus)))
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == summary["corpus.clean"] + summary["corpus.masked"])

    let planted = try RepositoryFile.text("fixtures/planted.txt").split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }
    #expect(planted.count >= 30)
    let texts = try lines.map { line in
      try JSONDecoder().decode(ExportedRow.self, from: Data(line)).text
    }.joined(separator: "\n")
    for line in planted {
      let value = try #require(line.split(separator: "\t").last)
      #expect(!texts.contains(value), "\(line) got out")
    }
  }

  @Test func `a second run over the fixtures sends no request and changes no byte of the export`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let pipeline = try pipeline(in: folder)
    _ = try await BuiltBinary.run("run", pipeline, "--quiet")
    let before = try await BuiltBinary.run("export", pipeline)
    let second = try await BuiltBinary.run("run", pipeline, "--json", "--quiet")
    let summary = try Summary(second.output)
    #expect(summary["screenings.requests"] == 0)
    #expect(summary["documents.new"] == 0)
    #expect(summary["documents.changed"] == 0)
    let after = try await BuiltBinary.run("export", pipeline)
    #expect(!before.output.isEmpty)
    #expect(after.output == before.output)
  }

  @Test func `two runs from nothing give the same corpus but for the run`() async throws {
    var exports: [String] = []
    for _ in 0..<2 {
      let folder = try TemporaryDirectory()
      let pipeline = try pipeline(in: folder)
      let run = try await BuiltBinary.run("run", pipeline, "--json", "--quiet")
      let id = try Summary(run.output).text("run_id")
      exports.append(try await BuiltBinary.run("export", pipeline).output.replacing(id, with: "RUN"))
    }
    #expect(exports[0] == exports[1])
  }
}
