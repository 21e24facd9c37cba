import Foundation
import LazaretTesting
import Testing

struct MetricsFileTests {
  /// The samples by name and labels.
  private func samples(_ text: String) -> [String: Double] {
    var samples: [String: Double] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let gap = line.lastIndex(of: " ") else { continue }
      samples[String(line[..<gap])] = Double(line[line.index(after: gap)...])
    }
    return samples
  }

  @Test func `a run leaves its figures for Prometheus, and no text of a document`() async throws {
    let place = try Workplace(documents: ["a.md": "Write to clerk@example.org.", "b.md": "Nothing to see."])
    let file = place.folder.path("lazaret.prom")
    let first = try await place.ingest("--metrics-file", file)
    #expect(first.ended.status == 0, "\(first.ended.talk)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let found = samples(text)
    #expect(found[#"lazaret_run_outcome{pipeline="test",outcome="complete"}"#] == 1)
    #expect(found[#"lazaret_run_documents{pipeline="test",state="new"}"#] == 2)
    #expect(found[#"lazaret_corpus_chunks{pipeline="test",state="masked"}"#] == 1)
    #expect(
      found[#"lazaret_run_requests{pipeline="test",screener="lakera"}"#]
        == Double(first.summary["screenings.by_screener.lakera.requests"]))
    #expect(found[#"lazaret_run_canaries{pipeline="test",screener="lasso"}"#] == 2)
    let complete = try #require(found[#"lazaret_last_complete_timestamp_seconds{pipeline="test"}"#])
    #expect(abs(complete - Date().timeIntervalSince1970) < 600)
    #expect(!text.contains("clerk"))
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("lazaret_") })

    let second = try await place.ingest("--metrics-file", file, "--max-requests", "0")
    #expect(second.ended.status == 0)
    try place.folder.write("Something new.", to: "docs/c.md")
    let third = try await place.ingest("--metrics-file", file, "--max-requests", "0")
    #expect(third.ended.status == 8)
    let later = samples(try String(contentsOfFile: file, encoding: .utf8))
    #expect(later[#"lazaret_run_outcome{pipeline="test",outcome="incomplete"}"#] == 1)
    #expect(later[#"lazaret_run_limits_reached{pipeline="test",limit="--max-requests",screener=""}"#] == 1)
    #expect(later[#"lazaret_corpus_chunks{pipeline="test",state="unscreened"}"#] == 1)
    #expect(later[#"lazaret_oldest_unscreened_timestamp_seconds{pipeline="test"}"#] != nil)
    let before = try #require(later[#"lazaret_last_complete_timestamp_seconds{pipeline="test"}"#])
    #expect(before >= complete)
    #expect(before < (later[#"lazaret_run_finished_timestamp_seconds{pipeline="test"}"#] ?? 0))
  }

  @Test func `a file that cannot be written is told, and the run ends as it would have`() async throws {
    let place = try Workplace(documents: ["a.md": "A text."])
    let ended = try await place.run("run", place.pipeline, "--metrics-file", "/nowhere/at/all.prom")
    #expect(ended.status == 0)
    #expect(ended.talk.contains("--metrics-file"))
    #expect(ended.talk.contains("/nowhere/at/all.prom"))
    #expect(try await place.run("run", place.pipeline, "-n", "--metrics-file", "x").status == 64)
  }
}
