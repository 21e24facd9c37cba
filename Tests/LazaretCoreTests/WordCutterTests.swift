import LazaretTesting
import Testing

@testable import LazaretCore

struct WordCutterTests {
  @Test(arguments: 0..<100)
  func `clusters begin where Swift says, in plain text as in any`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let plain = ["a", "Z", "7", " ", "\r", "\n", "\r\n", "\u{0}", "\u{7F}"]
    let parts = seed % 2 == 0 ? plain : plain + ["é", "\u{301}", "🇩🇪", "👍🏽", "क्", "\u{200D}"]
    let text = (0..<60).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
    let expected = text.indices.dropFirst().map { text.utf8.distance(from: text.startIndex, to: $0) }
    var copy = text
    copy.withUTF8 { bytes in
      for limit in [1, 7, bytes.count / 2, bytes.count - 1, bytes.count] {
        guard TextScalars.startsScalar(limit < bytes.count ? bytes[limit] : 0) else { continue }
        #expect(
          WordCutter.clusterStarts(after: 0, notAfter: limit, bytes) == expected.filter { $0 <= limit })
      }
    }
  }

  @Test(arguments: 0..<60)
  func `scalars are counted eight letters at a time as they are one by one`(seed: Int) {
    var text = RandomText(seed: seed).documentOfTwoParagraphs
    let starts = Array(text.unicodeScalars.indices).map { text.utf8.distance(from: text.startIndex, to: $0) }
    text.withUTF8 { bytes in
      for first in stride(from: 0, to: starts.count, by: 37) {
        for count in [0, 1, 7, 8, 9, 64, 200] {
          let place = first + count < starts.count ? starts[first + count] : bytes.count
          #expect(TextScalars.forward(bytes, from: starts[first], by: count) == place)
        }
      }
    }
  }
}

extension RandomText {
  fileprivate var documentOfTwoParagraphs: String {
    var copy = self
    return copy.document(paragraphs: 2)
  }
}
