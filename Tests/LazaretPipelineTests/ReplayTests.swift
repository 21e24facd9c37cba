import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct ReplayTests {
  private let recorded = MemoryStore()
  private let store = MemoryStore()
  private let meters = ScreenerMeters(of: ScriptedScreener())

  private func replaying(_ screener: any Screener = ScriptedScreener()) -> ReplayingScreener {
    ReplayingScreener(
      of: screener, recorded: recorded, store: store, run: "replay", meter: meters.documents,
      missing: "record again")
  }

  private func record(_ text: String, _ findings: [Finding] = []) async throws {
    try await recorded.keep(
      KeptScreening(
        text: Digest(of: text), fingerprint: ScriptedScreener().fingerprint, screener: "old",
        screening: Screening(findings: findings), at: "then", run: "recorded"))
  }

  /// How the screener refuses to answer, or `nil`.
  private func failure(_ screener: any Screener, _ text: String) async -> ScreenerError? {
    do throws(ScreenerError) {
      _ = try await screener.screen(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a recorded answer is given and kept as it was, and nobody is asked`() async throws {
    let vendor = ScriptedScreener("new")
    let same = ScriptedScreener()
    try await record("text", [Finding(screener: "old", label: "pii/name", span: TextSpan(0, 4))])
    let screening = try await replaying(same).screen("text")
    #expect(screening.findings == [Finding(screener: "scripted", label: "pii/name", span: TextSpan(0, 4))])
    #expect(same.asked.isEmpty && vendor.asked.isEmpty)
    let kept = try await store.kept(Digest(of: "text"), by: same.fingerprint)
    #expect(kept?.at == "then" && kept?.run == "replay")
    #expect(meters.counts.reused == 1 && meters.counts.requests == 0)
  }

  @Test func `without an answer, or under another fingerprint, there is none`() async throws {
    try await record("text")
    #expect(await failure(replaying(), "text ") == .notRecorded("record again"))
    #expect(await failure(replaying(ScriptedScreener(revision: "2")), "text") == .notRecorded("record again"))
    #expect(!ScreenerError.notRecorded("").isTransient && !ScreenerError.notRecorded("").stopsTheRun)
    #expect(meters.counts.errors == 0 && meters.counts.reused == 0)
    #expect(store.keptScreenings == 0)
  }

  @Test(arguments: [TextSpan(0, 7), TextSpan(1, 3), TextSpan(0, 2), TextSpan(90, 99)])
  func `an answer that cannot be one about the text is none`(span: TextSpan) async throws {
    // The second scalar takes two bytes, from 1 to 3.
    let text = "aäaaa"
    try await record(text, [Finding(screener: "old", label: "pii/name", span: span)])
    let fits = span == TextSpan(1, 3)
    #expect((await failure(replaying(), text) == nil) == fits)
    #expect(store.keptScreenings == (fits ? 1 : 0))
  }

  @Test func `what is kept already and what is new is recorded before it is used`() async throws {
    let answers = RecordingAnswers(store, into: recorded)
    let base = ScriptedScreener()
    func reusing() -> ReusingScreener {
      ReusingScreener(base, store: answers, meter: meters.documents) { ("run", "now") }
    }
    _ = try await reusing().screen("new")
    #expect(recorded.keptScreenings == 1 && store.keptScreenings == 1)

    try await store.keep(
      KeptScreening(
        text: Digest(of: "old"), fingerprint: base.fingerprint, screener: "scripted",
        screening: Screening(findings: []), at: "long ago", run: "earlier"))
    _ = try await reusing().screen("old")
    #expect(try await recorded.kept(Digest(of: "old"), by: base.fingerprint)?.at == "long ago")

    recorded.fail(with: .full(path: "recording"))
    #expect(await failure(reusing(), "another") == .storeFailed(.full(path: "recording")))
    #expect(await failure(reusing(), "old") == .storeFailed(.full(path: "recording")))
    #expect(base.asked == ["new", "another"])
  }
}
