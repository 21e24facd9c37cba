import LazaretCore
import LazaretDetectors
import LazaretSandbox
import LazaretTesting
import Testing

struct CanaryRunTests {
  private static let documents = ["a.md": "Write to clerk@example.org.", "b.md": "Nothing to see."]

  @Test func `canaries are counted apart, and a run with nothing to ask sends none`() async throws {
    let place = try Workplace(documents: Self.documents)
    let first = try await place.ingest()
    #expect(first.ended.status == 0, "\(first.ended.talk)")
    #expect(first.summary["screenings.canaries"] == 4)
    #expect(first.summary["screenings.by_screener.lakera.canaries"] == 2)
    // Two documents, one of them masked and asked about again.
    #expect(first.summary["screenings.by_screener.lakera.requests"] == 3)
    let second = try await place.ingest()
    #expect(second.summary["screenings.canaries"] == 0)
    #expect(second.summary["screenings.requests"] == 0)
  }

  @Test func `a backend that misses its canary stops the run before a document is sent`() async throws {
    let texts = Locked<[String]>([])
    let blind = try await ServedSandbox.start(
      Sandbox.Settings(detect: { text in
        texts.withLock { $0.append(text) }
        return []
      }))
    let place = try Workplace(documents: Self.documents, endpoint: blind.address)
    let stopped = try await place.ingest()
    #expect(stopped.ended.status == 1)
    #expect(stopped.ended.talk.contains("canary"))
    #expect(stopped.summary["screenings.requests"] == 0)
    #expect(stopped.summary["documents.new"] == 0)
    #expect(texts.withLock { $0 }.allSatisfy { !$0.contains("clerk") && !$0.contains("Nothing to see") })

    let careless = try Workplace(documents: Self.documents, endpoint: blind.address, canary: false)
    let gone = try await careless.ingest()
    await blind.stop()
    #expect(gone.ended.status == 0, "\(gone.ended.talk)")
    #expect(gone.summary["screenings.canaries"] == 0)
    #expect(gone.summary["corpus.clean"] == 2)
  }

  @Test func `a verdict on the canary that differs from the run before is drift`() async throws {
    let first = try await ServedSandbox.start()
    let place = try Workplace(documents: ["a.md": "One."], endpoint: first.address)
    let before = try await place.ingest()
    await first.stop()
    #expect(before.ended.status == 0, "\(before.ended.talk)")
    #expect(before.summary["drift"] == -1)

    let second = try await ServedSandbox.start(
      Sandbox.Settings(
        port: first.port,
        detect: { text in
          DetectorSet.standard.detections(in: text).filter { $0.label == "prompt_attack" }
        }))
    try place.folder.write("Two.", to: "docs/b.md")
    let after = try await place.ingest()
    await second.stop()
    #expect(after.ended.status == 0, "\(after.ended.talk)")
    #expect(after.ended.talk.contains("not as it was"))
    #expect(after.ended.output.contains(#""aspect":"canary""#))
    #expect(after.ended.output.contains(#""after":["prompt_attack"]"#))
  }
}
