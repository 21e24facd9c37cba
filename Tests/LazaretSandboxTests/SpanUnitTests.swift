import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretSandbox

struct SpanUnitTests {
  @Test(arguments: 0..<100)
  func `a converted span cuts the same text out of the matching view`(seed: Int) {
    var words = RandomText(seed: seed)
    let text = words.paragraph()
    var generator = SeededGenerator(seed: seed)
    let borders = text.unicodeScalars.indices.map { text.utf8.distance(from: text.startIndex, to: $0) }
    let spans = (0..<20).map { _ -> TextSpan in
      let ends = [borders.randomElement(using: &generator) ?? 0, text.utf8.count].shuffled(using: &generator)
      return TextSpan(min(ends[0], ends[1]), max(ends[0], ends[1]))
    }
    let wanted = spans.map { Array(Array(text.utf8)[$0.start..<$0.end]) }

    let scalars = Array(text.unicodeScalars)
    let byScalar = SpanUnit.codePoints.spans(spans, of: text).map { span -> [UInt8] in
      var slice = String.UnicodeScalarView()
      slice.append(contentsOf: scalars[span.start..<span.end])
      return Array(String(slice).utf8)
    }
    #expect(byScalar == wanted)

    let units = Array(text.utf16)
    let byUnit = SpanUnit.utf16.spans(spans, of: text).map { span in
      Array(String(decoding: units[span.start..<span.end], as: UTF16.self).utf8)
    }
    #expect(byUnit == wanted)
    #expect(SpanUnit.utf8.spans(spans, of: text) == spans)
  }

  @Test func `a combining mark, a ZWJ, a line end and half of a surrogate pair each count as Lakera counts`()
  {
    let text = "e\u{301}\r\n👩‍👧 x"
    let x = TextSpan(text.utf8.count - 1, text.utf8.count)
    #expect(SpanUnit.codePoints.spans([x], of: text) == [TextSpan(8, 9)])
    #expect(SpanUnit.utf16.spans([x], of: text) == [TextSpan(10, 11)])
    #expect(SpanUnit.utf8.spans([x], of: text) == [TextSpan(17, 18)])
  }
}
