import Foundation
import LazaretTesting
import Testing

struct IncrementalRunCommandTests {
  private static func documents(_ count: Int) -> [String: String] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { ("\($0).md", "# Page \($0)\n\nNothing to see.\n") })
  }

  @Test func `an unchanged corpus is listed and not read`() async throws {
    let folder = try TemporaryDirectory()
    // Files of the repository: they are older than the step of any clock.
    let pipeline = try folder.write(
      """
      name: test
      store: store.sqlite
      sources: [{ directory: \(RepositoryFile.path("docs")) }, { directory: \(RepositoryFile.path("Sources/CLibXML2")) }]
      screeners: [{ screener: builtin }]
      """, to: "pipeline.yaml")
    let first = try await BuiltBinary.run("run", pipeline, "--json")
    #expect(first.status == 0, "\(first.talk)")
    let read = try Summary(first.output)
    #expect(read["bytes.read"] > 0)
    #expect(read["documents.new"] > 0)
    #expect(read["documents.skipped"] > 0, "there is no extractor for module maps")
    let second = try await BuiltBinary.run("run", pipeline, "--json")
    #expect(second.status == 0, "\(second.talk)")
    let again = try Summary(second.output)
    #expect(again["bytes.read"] == 0)
    #expect(again["screenings.requests"] == 0)
    #expect(again["documents.unchanged"] == read["documents.new"])
    #expect(again["documents.skipped"] == read["documents.skipped"])
    #expect(again["corpus.chunks"] == read["corpus.chunks"])
    #expect(again.addsUp)
  }

  @Test func `a touched file is read and not extracted, an edit is seen whatever its times say`() async throws
  {
    let place = try Workplace(documents: Self.documents(3))
    _ = try await place.ingest()
    let path = place.folder.path("docs/1.md")
    var before = stat()
    #expect(stat(path, &before) == 0)
    #expect(
      utimensat(AT_FDCWD, path, [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)], 0) == 0)
    let touched = try await place.ingest()
    #expect(touched.summary["bytes.read"] > 0)
    #expect(touched.summary["bytes.extracted"] == 0)
    #expect(touched.summary["documents.unchanged"] == 3)

    let descriptor = open(path, O_WRONLY)
    #expect(pwrite(descriptor, "# Side", 6, 0) == 6)
    #expect(futimens(descriptor, [before.st_atim, before.st_mtim]) == 0)
    close(descriptor)
    let edited = try await place.ingest()
    #expect(edited.summary["documents.changed"] == 1)
    #expect(edited.summary["documents.unchanged"] == 2)
    #expect(try await place.exported().contains { $0.uri == "1.md" && $0.text.hasPrefix("# Side 1") })
  }

  @Test func `renames and copies cost no request`() async throws {
    let place = try Workplace(documents: Self.documents(3))
    _ = try await place.ingest()
    let files = FileManager.default
    try files.moveItem(atPath: place.folder.path("docs/0.md"), toPath: place.folder.path("docs/renamed.md"))
    try files.copyItem(atPath: place.folder.path("docs/1.md"), toPath: place.folder.path("docs/copied.md"))
    let second = try await place.ingest()
    #expect(second.ended.status == 0, "\(second.ended.talk)")
    #expect(second.summary["screenings.requests"] == 0)
    #expect(second.summary["documents.new"] == 2)
    #expect(second.summary["documents.deleted"] == 1)
    #expect(try await place.exported().map(\.uri) == ["1.md", "2.md", "copied.md", "renamed.md"])
  }

  @Test func `a folder that has emptied keeps its documents until somebody says that they are gone`()
    async throws
  {
    let place = try Workplace(documents: Self.documents(3))
    _ = try await place.ingest()
    for name in Self.documents(3).keys {
      try FileManager.default.removeItem(atPath: place.folder.path("docs/" + name))
    }
    let held = try await place.ingest()
    #expect(held.ended.status == 3)
    #expect(held.ended.talk.contains("--accept-deletes"))
    #expect(held.ended.output.contains("none of its 3 documents is left"))
    #expect(held.summary.text("outcome") == "incomplete")
    #expect(held.summary["documents.deleted"] == 0)
    #expect(try await place.exported().count == 3)
    let accepted = try await place.ingest("--accept-deletes")
    #expect(accepted.ended.status == 0, "\(accepted.ended.talk)")
    #expect(accepted.summary["documents.deleted"] == 3)
    #expect(try await place.exported() == [])
  }

  @Test func `a source that is renamed in the file leaves its documents until somebody says so`() async throws
  {
    let place = try Workplace(documents: Self.documents(2))
    _ = try await place.ingest()
    let text = try String(contentsOfFile: place.pipeline, encoding: .utf8)
    try place.folder.write(
      text.replacing("- directory: docs", with: "- { name: handbook, directory: docs }"), to: "pipeline.yaml")
    let renamed = try await place.ingest()
    #expect(renamed.ended.status == 3)
    #expect(renamed.summary["screenings.requests"] == 0)
    #expect(renamed.ended.talk.contains("names no source 'docs'"))
    let status = try await place.run("status", place.pipeline)
    #expect(status.output.contains("2 documents of 'docs', which the pipeline file does not name"))
    let accepted = try await place.ingest("--accept-deletes")
    #expect(accepted.ended.status == 0, "\(accepted.ended.talk)")
    #expect(try await place.exported().map(\.source) == ["handbook", "handbook"])
  }
}
