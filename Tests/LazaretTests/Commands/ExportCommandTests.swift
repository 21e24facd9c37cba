import Foundation
import GRDB
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct ExportCommandTests {
  private static let documents = [
    "a.md": "The first harmless text.", "b.md": "Write to clerk@example.org about it.",
    "c.md": "The third text.",
  ]

  /// A line of a delta, as a consumer reads it.
  private struct Change: Decodable {
    let op: String
    let id: String
    let text: String?
  }

  private struct Manifest: Decodable {
    let cursor: String
    let since: String?
    let sha256: String
    let counts: [String: Int]
  }

  private func changes(_ path: String) throws -> [Change] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Change.self, from: Data($0.utf8))
    }
  }

  private func manifest(_ path: String) throws -> Manifest {
    try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: path + ".manifest.json")))
  }

  @Test func `night after night, the deltas keep an index the same as the full export`() async throws {
    let place = try Workplace(documents: Self.documents)
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("delta.jsonl")
    var index: [String: String] = [:]
    func night() async throws -> [String] {
      let ended = try await place.run("export", place.pipeline, "--output", path, "--since", "last")
      #expect(ended.status == 0, "\(ended.talk)")
      let changes = try changes(path)
      for change in changes { index[change.id] = change.op == "upsert" ? change.text : nil }
      let full = try await place.exported()
      #expect(index == Dictionary(uniqueKeysWithValues: full.map { ($0.id, $0.text) }))
      return changes.map(\.op).sorted()
    }
    #expect(try await night() == ["upsert", "upsert", "upsert"])
    #expect(try await night() == [])
    let before = try manifest(path)
    try place.folder.write("Another text altogether.", to: "docs/a.md")
    try FileManager.default.removeItem(atPath: place.folder.path("docs/b.md"))
    _ = try await place.ingest()
    #expect(try await night() == ["delete", "delete", "upsert"])
    let after = try manifest(path)
    #expect(after.since == before.cursor)
    #expect((after.counts["upserts"], after.counts["deletes"]) == (1, 2))
    #expect(try Digest(of: Data(contentsOf: URL(fileURLWithPath: path))).hex == after.sha256)

    // What a person rejects is taken back, and what is released comes back.
    let exported = try await place.exported()
    let id = try #require(exported.first { $0.uri == "c.md" }).id
    let reviewer = ["--reviewer", "someone", "--reason", "for a test"]
    var review = try await BuiltBinary.run(
      arguments: ["quarantine", "reject", place.pipeline, id] + reviewer)
    #expect(review.status == 0, "\(review.talk)")
    #expect(try await night() == ["delete"])
    review = try await BuiltBinary.run(arguments: ["quarantine", "release", place.pipeline, id] + reviewer)
    #expect(review.status == 0, "\(review.talk)")
    #expect(try await night() == ["upsert"])
    // The same question again, by its cursor and to stdout.
    let again = try await place.run("export", place.pipeline, "--since", before.cursor)
    #expect(again.status == 0)
    #expect(again.lines.count == 4)
  }

  @Test func `a policy that nothing was judged under takes everything back until it was`() async throws {
    let place = try Workplace(documents: Self.documents)
    _ = try await place.ingest()
    let path = place.folder.path("delta.jsonl")
    _ = try await place.run("export", place.pipeline, "--output", path, "--since", "last")
    let file = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(
      file.replacing("\"pii/*\": mask", with: "\"pii/*\": quarantine"), to: "pipeline.yaml")
    let held = try await place.run("export", place.pipeline, "--output", path, "--since", "last")
    #expect(held.status == 3)
    #expect(held.talk.contains("another policy"))
    #expect(try changes(path).map(\.op) == ["delete", "delete", "delete"])
    _ = try await place.ingest()
    #expect(try await place.run("export", place.pipeline, "--output", path, "--since", "last").status == 0)
    #expect(try changes(path).map(\.op).sorted() == ["delete", "upsert", "upsert"])
  }

  @Test func `what is proved is verified, and what was tampered with is named by its line`() async throws {
    let place = try Workplace(documents: Self.documents)
    _ = try await place.ingest()
    for name in ["proved.jsonl", "proved.jsonl.gz"] {
      let path = place.folder.path(name)
      #expect(try await place.run("export", place.pipeline, "--prove", "--output", path).status == 0)
      let verified = try await place.run("verify", place.pipeline, path)
      #expect(verified.status == 0, "\(verified.output)")
      #expect(verified.output.isEmpty)
      #expect(verified.talk.contains("3 rows and 0 deletes read: 0 problems"))
    }
    let text = try String(contentsOfFile: place.folder.path("proved.jsonl"), encoding: .utf8)
    #expect(text.components(separatedBy: #""screener":"lakera""#).count == 4)
    #expect(text.components(separatedBy: #""screener":"lasso""#).count == 4)
    let tampered = text.replacing("third", with: "fourth") + "{}\n"
    let problems = try await place.run("verify", place.pipeline, "-", input: tampered)
    #expect(problems.status == 1)
    #expect(problems.lines.map { String($0.prefix(7)) } == ["line 3:", "line 3:", "line 4:"])

    let whole = place.folder.path("proved.jsonl")
    try FileManager.default.copyItem(
      atPath: whole + ".manifest.json", toPath: place.folder.path("short.jsonl.manifest.json"))
    try place.folder.write(
      text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n", to: "short.jsonl")
    let short = try await place.run("verify", place.pipeline, place.folder.path("short.jsonl"))
    #expect(short.status == 1)
    #expect(short.lines.count == 1 && short.output.hasPrefix("manifest: the file is not the one"))

    let store = try DatabaseQueue(path: place.folder.path("store.sqlite"))
    try await store.write {
      try $0.execute(sql: "DELETE FROM screening WHERE screener = 'lasso'")
    }
    try store.close()
    let unproved = try await place.run("verify", place.pipeline, place.folder.path("proved.jsonl"))
    #expect(unproved.status == 1)
    #expect(unproved.output.contains("the answer of 'lasso' that it names is not in the store"))
    let refused = try await place.run("export", place.pipeline)
    #expect(refused.status == 3)
    #expect(refused.output.isEmpty)
    #expect(refused.talk.contains("3 chunks are refused: the answer of a required screener"))
    let words = try await place.run("rescreen", place.pipeline, "--scope", "all")
    #expect(words.status == 0, "\(words.talk)")
    #expect(try await place.exported().count == 3)
  }

  @Test func `a text that is longer than a screener takes leaves with the evidence of its pieces`()
    async throws
  {
    let long = (0..<3_000).map { "Sentence number \($0) of a long and harmless text. " }.joined()
    let place = try Workplace(documents: ["a.md": long])
    let file = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(
      file + "\nchunking: { target_characters: 140000, max_characters: 150000 }\n", to: "pipeline.yaml")
    let run = try await place.ingest()
    #expect(run.ended.status == 0, "\(run.ended.talk)")
    let ended = try await place.run("export", place.pipeline, "--prove")
    #expect(ended.status == 0, "\(ended.talk)")
    #expect(ended.output.components(separatedBy: #""screener":"lakera""#).count > 2)
  }

  @Test(arguments: ExporterCatalog.all.map(\.name))
  func `every format is written, also when the pipeline file asks for it, twice with the same bytes`(
    format: String
  ) async throws {
    let place = try Workplace(documents: Self.documents)
    let file = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(file + "\nexport: { format: \(format) }\n", to: "pipeline.yaml")
    _ = try await place.ingest()
    var digests: [String] = []
    for name in ["first", "second"] {
      let path = place.folder.path(name)
      let ended = try await place.run("export", place.pipeline, "--output", path)
      #expect(ended.status == 0, "\(ended.talk)")
      let manifest = try manifest(path)
      #expect(manifest.counts["chunks"] == 3)
      digests.append(manifest.sha256)
    }
    #expect(Set(digests).count == 1)
    let delta = try await place.run(
      "export", place.pipeline, "--since", "last", "--output", place.folder.path("first"))
    let isTold = ExporterCatalog.exporter(named: format)?.deltaKey != nil
    #expect(delta.status == (isTold ? 0 : 64), "\(delta.talk)")
    if !isTold { #expect(delta.talk.contains("--since takes --format jsonl, langchain")) }
  }

  @Test(arguments: [
    (["--since", "last"], "name a file, or give the cursor"), (["--since", "yesterday"], "is no cursor"),
    (["--format", "markdown"], "is a folder; name it with --output"),
    (["--format", "yaml"], "the formats are: jsonl"),
    (["--format", "csv", "--prove"], "--prove takes --format jsonl"),
    (["--format", "csv", "--since", "a-1"], "--since takes --format jsonl, langchain, llamaindex, haystack"),
  ])
  func `a question that makes no sense ends with 64 and says why`(flags: [String], words: String) async throws
  {
    let place = try Workplace(documents: [:])
    let ended = try await BuiltBinary.run(arguments: ["export", place.pipeline] + flags)
    #expect(ended.status == 64)
    #expect(
      ended.talk.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words), "\(ended.talk)"
    )
  }

  @Test func `a cursor of another store, or a manifest that is none, is an error that says what to do`()
    async throws
  {
    let place = try Workplace(documents: Self.documents)
    _ = try await place.ingest()
    let strange = try await place.run("export", place.pipeline, "--since", "0123456789abcdef-1")
    #expect(strange.status == 1)
    #expect(strange.talk.contains("belongs to another store"))
    try place.folder.write("{}", to: "corpus.jsonl.manifest.json")
    let unread = try await place.run(
      "export", place.pipeline, "--since", "last", "--output", place.folder.path("corpus.jsonl"))
    #expect(unread.status == 1)
    #expect(unread.talk.contains("holds no cursor"))
  }
}
