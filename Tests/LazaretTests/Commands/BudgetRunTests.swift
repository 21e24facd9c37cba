import Foundation
import LazaretSandbox
import LazaretTesting
import Testing

/// Limits on what a run may send, as the server counts it.
struct BudgetRunTests {
  private static let documents = Dictionary(
    uniqueKeysWithValues: (0..<30).map { ("\($0).md", "This is page \($0).") })

  /// A run, checked against what the server saw.
  private func run(
    _ place: Workplace, _ sandbox: ServedSandbox, _ more: String...
  ) async throws -> (ended: BuiltBinary.Ended, summary: Summary, sent: Int) {
    let before = try await sandbox.requests()
    let ended = try await BuiltBinary.run(arguments: ["run", place.pipeline, "--json"] + more)
    let summary = try Summary(ended.output)
    let sent = try await sandbox.requests() - before
    #expect(sent == summary["screenings.requests"] + summary["screenings.canaries"])
    return (ended, summary, sent)
  }

  @Test func `a run sends no more than it may, ends with 8, and the next one goes on`() async throws {
    let sandbox = try await ServedSandbox.start()
    let place = try Workplace(documents: Self.documents, endpoint: sandbox.address)
    var sent = 0
    for _ in 0..<4 {
      let capped = try await run(place, sandbox, "--max-requests", "15")
      #expect(capped.ended.status == 8, "\(capped.ended.talk)")
      #expect(capped.sent == 15)
      #expect(capped.ended.output.contains(#"[{"limit":"--max-requests"}]"#))
      #expect(capped.summary["corpus.unscreened"] > 0)
      sent += capped.sent - capped.summary["screenings.canaries"]
    }
    let last = try await run(place, sandbox)
    #expect(last.ended.status == 0, "\(last.ended.talk)")
    #expect(last.summary["corpus.clean"] == 30)
    // Nothing was paid for twice.
    #expect(sent + last.summary["screenings.requests"] == 60)
    await sandbox.stop()
  }

  @Test func `a screener's own budgets of the run and of the month hold across runs`() async throws {
    let sandbox = try await ServedSandbox.start()
    let place = try Workplace(
      documents: Self.documents, endpoint: sandbox.address,
      limits: "requests_per_run: 12, requests_per_month: 20")
    let first = try await run(place, sandbox)
    #expect(first.ended.status == 8, "\(first.ended.talk)")
    #expect(first.sent == 24)
    #expect(first.ended.output.contains(#""limit":"requests_per_run","screener":"lakera""#))
    let second = try await run(place, sandbox)
    #expect(second.ended.status == 8)
    #expect(second.sent == 16)
    #expect(second.ended.output.contains(#""limit":"requests_per_month","screener":"lasso""#))
    let third = try await run(place, sandbox)
    #expect(third.ended.status == 8)
    #expect(third.sent == 0)
    let status = try await place.run("status", place.pipeline)
    #expect(status.output.contains("requests    20 of 'lakera' in 20"))
    #expect(third.summary["corpus.unscreened"] > 0)
    await sandbox.stop()
  }

  @Test func `a dry run sends and stores nothing, and counts what a run would send`() async throws {
    let sandbox = try await ServedSandbox.start()
    var documents = Self.documents
    documents["copy.md"] = documents["1.md"]
    let place = try Workplace(documents: documents, endpoint: sandbox.address, canary: false)
    let dry = try await place.ingest("--dry-run")
    #expect(dry.ended.status == 0, "\(dry.ended.talk)")
    #expect(dry.ended.output.contains(#""dry_run":true"#))
    #expect(try await sandbox.requests() == 0)
    #expect(!place.folder.exists("store.sqlite"))
    let wet = try await run(place, sandbox)
    #expect(dry.summary["screenings.requests"] == wet.summary["screenings.requests"])
    #expect(dry.summary["documents.new"] == 31)

    try place.folder.write("Another page.", to: "docs/1.md")
    let again = try await place.ingest("-n")
    #expect(again.summary["screenings.requests"] == 2)
    #expect(again.summary["documents.changed"] == 1)
    #expect(again.summary["documents.unchanged"] == 30)
    try FileManager.default.removeItem(atPath: place.folder.path("docs/2.md"))
    #expect(try await place.ingest("-n").summary["documents.deleted"] == 1)
    let sent = try await sandbox.requests()
    let status = try await place.run("status", place.pipeline)
    #expect(status.status == 0)
    #expect(try await sandbox.requests() == sent)
    await sandbox.stop()
  }

  @Test func `a run whose time is over ends with 8, and what it had begun is kept`() async throws {
    let sandbox = try await ServedSandbox.start(Sandbox.Settings(latency: .milliseconds(100)))
    let place = try Workplace(documents: Self.documents, endpoint: sandbox.address, concurrency: 1)
    let capped = try await run(place, sandbox, "--max-duration", "1s")
    #expect(capped.ended.status == 8, "\(capped.ended.talk)")
    #expect(capped.ended.output.contains(#"{"limit":"--max-duration"}"#))
    #expect(capped.summary["corpus.documents"] < 30)
    let last = try await run(place, sandbox)
    #expect(last.ended.status == 0, "\(last.ended.talk)")
    #expect(last.summary["corpus.clean"] == 30)
    #expect(capped.summary["screenings.requests"] + last.summary["screenings.requests"] == 60)
    await sandbox.stop()
  }

  @Test(arguments: [1, 2, 3])
  func `a budget that the canaries use up gets a warning`(budget: Int) async throws {
    let place = try Workplace(documents: ["a.md": "A text."], limits: "requests_per_run: \(budget)")
    let ended = try await place.run("validate", place.pipeline)
    #expect(ended.status == 0)
    #expect(ended.talk.contains("nothing is left for documents") == (budget < 3), "\(ended.talk)")
  }

  @Test(arguments: ["soon", "0s", "-5m", ""])
  func `a duration that is none is a wrong flag`(duration: String) async throws {
    let place = try Workplace(documents: ["a.md": "A text."])
    let ended = try await place.run("run", place.pipeline, "--max-duration", duration)
    #expect(ended.status == 64)
    #expect(ended.talk.contains("--max-duration"))
  }
}
