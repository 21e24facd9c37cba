import LazaretPipeline
import Testing

struct DeletionRulesTests {
  @Test(arguments: [
    // before, after, held
    (100, 100, false), (100, 130, false), (100, 50, false), (100, 49, true), (100, 0, true),
    (10, 1, false), (11, 1, false), (20, 9, true), (1, 0, true), (0, 0, false),
  ])
  func `more than half and more than ten, or all, waits for a person`(before: Int, after: Int, held: Bool) {
    let objection = DeletionRules().objection(to: "docs", shrinkingFrom: before, to: after)
    #expect((objection != nil) == held)
    #expect(DeletionRules(accepted: true).objection(to: "docs", shrinkingFrom: before, to: after) == nil)
    if let objection, after > 0 { #expect(objection.contains("\(before)") && objection.contains("\(after)")) }
  }

  @Test func `the share is the source's own`() {
    let rules = DeletionRules(maxShrink: ["strict": 0, "loose": 1])
    #expect(rules.objection(to: "strict", shrinkingFrom: 1000, to: 989) != nil)
    #expect(rules.objection(to: "strict", shrinkingFrom: 1000, to: 990) == nil)
    #expect(rules.objection(to: "loose", shrinkingFrom: 1000, to: 1) == nil)
    #expect(rules.objection(to: "loose", shrinkingFrom: 1000, to: 0) != nil)
    #expect(rules.objection(to: "other", shrinkingFrom: 1000, to: 400) != nil)
  }
}
