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
