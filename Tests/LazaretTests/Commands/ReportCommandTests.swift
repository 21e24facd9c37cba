import Foundation
import LazaretTesting
import Testing

@testable import lazaret

struct ReportCommandTests {
  @Test func `the report of the fixtures holds nothing that was planted in them`() async throws {
    let folder = try TemporaryDirectory()
    let text = try RepositoryFile.text("pipelines/demo.yaml")
      .replacing("../var/demo.sqlite", with: folder.path("demo.sqlite"))
      .replacing("../fixtures", with: RepositoryFile.path("fixtures"))
    let pipeline = try folder.write(text, to: "demo.yaml")
    _ = try await BuiltBinary.run("run", pipeline, "--quiet")
    let page = folder.path("report.html")
    let ended = try await BuiltBinary.run("report", pipeline, "--output", page, "--json")
    #expect(ended.status == 0, "\(ended.talk)")
    let html = try String(contentsOfFile: page, encoding: .utf8)
    let summary = try Summary(ended.output)
    #expect(summary.text("message_type") == "report")
    #expect(summary.text("output") == page)
    #expect(summary["bytes"] == html.utf8.count)
    let status = try Summary(try await BuiltBinary.run("status", pipeline, "--json").output)
    for key in ["documents", "chunks", "clean", "masked", "quarantined", "unscreened"] {
      #expect(summary["corpus.\(key)"] == status["corpus.\(key)"])
    }
    let markup = try ReportMarkup(html)
    #expect(markup.tiles.first == status["corpus.documents"])
    for reference in ["http:", "https:", "src=", "url("] { #expect(!html.contains(reference)) }
    let planted = try RepositoryFile.text("fixtures/planted.txt").split(separator: "\n")
    #expect(planted.count >= 30)
    for line in planted {
      let value = String(try #require(line.split(separator: "\t").last))
      #expect(!html.contains(value) && !markup.text.contains(value), "\(line)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("")).allSatisfy {
        !$0.hasSuffix(".partial")
      })
  }

  @Test func `a page goes to stdout, and replaces what stood in its place`() async throws {
    let place = try Workplace(documents: ["a.md": "A harmless text."])
    _ = try await place.ingest()
    for arguments in [["report", place.pipeline], ["report", place.pipeline, "--output", "-"]] {
      let ended = try await BuiltBinary.run(arguments: arguments)
      #expect(ended.status == 0)
      #expect(ended.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
      #expect(!ended.talk.contains("report of"))
    }
    let page = try place.folder.write("old", to: "report.html")
    #expect(try await place.run("report", place.pipeline, "-o", page).talk.contains(page))
    #expect(try String(contentsOfFile: page, encoding: .utf8).hasSuffix("</html>\n"))
  }

  @Test func `flags and places that make no sense are refused`() async throws {
    let place = try Workplace(documents: ["a.md": "A harmless text."])
    let missing = try await place.run("report", place.pipeline)
    #expect(missing.status == 1)
    #expect(missing.talk.contains("lazaret run"))
    _ = try await place.ingest()
    #expect(try await place.run("report", place.pipeline, "--json").status == 64)
    #expect(try await place.run("report", place.pipeline, "--output", "").status == 64)
    for target in [place.folder.path("docs"), place.folder.path("none/report.html"), "/dev/null"] {
      let ended = try await place.run("report", place.pipeline, "--output", target)
      #expect(ended.status == 1, "\(target)")
      #expect(ended.output.isEmpty)
    }
    #expect(FileManager.default.isWritableFile(atPath: "/dev/null"))
  }
}
