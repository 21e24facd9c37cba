import LazaretCore
import LazaretTesting
import Testing

struct SettlementTests {
  private let document = DocumentID(source: "s", uri: "u")

  private func chunk(_ ordinal: Int, _ lane: Lane = .visible) -> Chunk {
    let text = "text \(ordinal) \(lane)"
    return Chunk(
      id: ChunkID(document: document, lane: lane, digest: Digest(of: text), occurrence: 0),
      documentID: document,
      lane: lane, ordinal: ordinal, span: TextSpan(ordinal * 10, ordinal * 10 + 10), text: text,
      headingPath: [],
      digest: Digest(of: text))
  }

  private func decided(_ ordinal: Int, _ outcome: Decision.Outcome, _ lane: Lane = .visible) -> DecidedChunk {
    DecidedChunk(
      chunk: chunk(ordinal, lane), decision: Decision(outcome: outcome, findings: []), screenedBy: ["a"])
  }

  private let bad = Decision.Outcome.quarantine([Reason(.flagged, screener: "a", label: "prompt_attack")])
  private let waiting = Decision.Outcome.unscreened([Reason(.noAnswer, screener: "a")])

  private func states(_ decided: [DecidedChunk], _ scope: Policy.Scope = .chunk) -> [ChunkState] {
    Policy(screeners: [.init(name: "a")], scope: scope).settle(decided).map(\.state)
  }

  @Test func `a chunk alone is in the state of its decision`() {
    #expect(states([decided(0, .admit), decided(1, bad)]) == [.clean, .quarantined])
  }

  @Test func `one missing answer keeps the whole document back`() {
    let judged = Policy(screeners: [.init(name: "a")]).settle([
      decided(0, .admit), decided(1, waiting), decided(2, bad),
    ])
    #expect(judged.map(\.state) == [.unscreened, .unscreened, .quarantined])
    #expect(judged.allSatisfy { $0.released == nil })
    #expect(judged[0].reasons == [Reason(.documentIncomplete)])
  }

  @Test func `hidden text without an answer keeps the visible text back`() {
    #expect(states([decided(0, .admit), decided(0, waiting, .hidden)]) == [.unscreened, .unscreened])
  }

  @Test func `an attack in hidden text holds the document and says so`() {
    let judged = Policy(screeners: [.init(name: "a")]).settle([
      decided(0, .admit), decided(1, waiting), decided(0, bad, .hidden), decided(1, .admit, .hidden),
    ])
    #expect(judged.map(\.state) == [.quarantined, .quarantined, .quarantined, .quarantined])
    #expect(judged[0].reasons == [Reason(.hiddenText, screener: "a", label: "prompt_attack")])
  }

  // MARK: Reviews

  private func settled(
    _ decided: [DecidedChunk], _ reviews: [Chunk: Review.Verdict], _ scope: Policy.Scope = .chunk
  ) -> [JudgedChunk] {
    var generator = SeededGenerator(seed: 1)
    let standing = reviews.map {
      ($0.key.id, StandingReview(id: ULID(milliseconds: 1, using: &generator), verdict: $0.value))
    }
    return Policy(screeners: [.init(name: "a")], scope: scope)
      .settle(decided, reviews: Dictionary(uniqueKeysWithValues: standing))
  }

  @Test func `a release frees its chunk and what was held for its sake`() {
    let document = [decided(0, .admit), decided(1, bad), decided(2, .admit)]
    #expect(settled(document, [:], .document).map(\.state) == [.quarantined, .quarantined, .quarantined])
    let freed = settled(document, [chunk(1): .released], .document)
    #expect(freed.map(\.state) == [.clean, .clean, .clean])
    #expect(freed.map { $0.review != nil } == [false, true, false])
    #expect(freed[1].released?.text == chunk(1).text)
    // One that is held for another's sake is freed alone.
    #expect(
      settled(document, [chunk(0): .released], .document).map(\.state) == [
        .clean, .quarantined, .quarantined,
      ])
  }

  @Test func `hidden text that is released does not leave and holds nothing`() {
    let document = [decided(0, .admit), decided(0, bad, .hidden), decided(1, bad, .hidden)]
    #expect(
      settled(document, [chunk(0, .hidden): .released]).map(\.state) == [.quarantined, .clean, .quarantined])
    let freed = settled(document, [chunk(0, .hidden): .released, chunk(1, .hidden): .released])
    #expect(freed.map(\.state) == [.clean, .clean, .clean])
    #expect(freed.map { $0.released != nil } == [true, false, false])
  }

  @Test func `a release does not stand in for an answer that is missing`() {
    let document = [decided(0, waiting), decided(1, bad), decided(0, bad, .hidden)]
    let freed = settled(document, [chunk(0): .released, chunk(1): .released])
    #expect(freed.map(\.state) == [.unscreened, .unscreened, .quarantined])
    #expect(freed.allSatisfy { $0.released == nil && $0.review == nil })
    #expect(settled([decided(0, waiting)], [chunk(0): .released]).map(\.state) == [.unscreened])
  }

  @Test func `a rejection holds what is clean, masked or waits, and reaches as far as any quarantine`() {
    for outcome in [Decision.Outcome.admit, waiting, bad] {
      let held = settled([decided(0, outcome), decided(1, .admit)], [chunk(0): .rejected])
      #expect(held.map(\.state) == [.quarantined, .clean])
      #expect(held[0].reasons.contains(Reason(.review)))
      #expect(held[0].released == nil)
    }
    let document = [decided(0, .admit), decided(1, .admit)]
    #expect(settled(document, [chunk(0): .rejected], .document).map(\.state) == [.quarantined, .quarantined])
    let hidden = [decided(0, .admit), decided(0, .admit, .hidden)]
    #expect(settled(hidden, [chunk(0, .hidden): .rejected]).map(\.state) == [.quarantined, .quarantined])
  }

  @Test func `hidden text is never released`() {
    let judged = Policy(screeners: [.init(name: "a")]).settle([decided(0, .admit, .hidden)])
    #expect(judged.map(\.state) == [.clean])
    #expect(judged[0].released == nil)
  }

  @Test func `the scope widens a quarantine as far as it says`() {
    let chunks = [
      decided(0, .admit), decided(1, .admit), decided(2, bad), decided(3, .admit), decided(4, .admit),
    ]
    #expect(states(chunks, .chunk) == [.clean, .clean, .quarantined, .clean, .clean])
    #expect(states(chunks, .neighbours) == [.clean, .quarantined, .quarantined, .quarantined, .clean])
    #expect(
      states(chunks, .document) == [.quarantined, .quarantined, .quarantined, .quarantined, .quarantined])
  }

  @Test func `a decision to mask without a verified text is not released`() throws {
    let plan = try #require(
      MaskPlan([Finding(screener: "a", label: "pii/x", span: TextSpan(0, 2))], within: TextSpan(0, 10)))
    #expect(states([decided(0, .mask(plan))]) == [.unscreened])
  }
}
