import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretDetectors

struct LongestOfEachLabelTests {
  /// The rule by its words: longest first, of equal ones the first, whatever overlaps a kept one goes.
  private func byTheRule(_ spans: Set<TextSpan>) -> [TextSpan] {
    var kept: [TextSpan] = []
    for span in spans.sorted(by: { ($1.count, $0.start) < ($0.count, $1.start) })
    where !kept.contains(where: span.intersects) {
      kept.append(span)
    }
    return kept.sorted()
  }

  @Test(arguments: 0..<200)
  func `the longest of overlapping detections stay`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let spans = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
      let start = Int.random(in: 0..<100, using: &generator)
      return TextSpan(start, start + Int.random(in: 1...30, using: &generator))
    }
    let detections = spans.map { Detection(label: "pii/email", span: $0) }
    #expect(detections.longestOfEachLabel.map(\.span) == byTheRule(Set(spans)))
  }

  @Test func `detections of different labels may overlap`() {
    let detections = [
      Detection(label: "b", span: TextSpan(0, 5)), Detection(label: "a", span: TextSpan(0, 5)),
      Detection(label: "a", span: TextSpan(4, 20)),
    ]
    #expect(
      detections.longestOfEachLabel == [
        Detection(label: "b", span: TextSpan(0, 5)), Detection(label: "a", span: TextSpan(4, 20)),
      ])
  }
}
