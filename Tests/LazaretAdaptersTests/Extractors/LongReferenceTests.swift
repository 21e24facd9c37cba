import LazaretCore
import Testing

@testable import LazaretAdapters

/// libxml2 2.9 drops the beginning of a long reference near the end of a page when its memory moves meanwhile.
struct LongReferenceTests {
  @Test(arguments: [0, .max])
  func `what looks like a reference keeps its letters, wherever the memory is`(condensingFrom shortest: Int)
    throws
  {
    var others: [[UInt8]] = []
    for round in 0..<4_000 {
      // What the program holds besides, so that memory grows in place now and then, and moves at other times.
      if round % 3 == 0 { others.append([UInt8](repeating: 1, count: 100 + (round * 7_919) % 4_000)) }
      if others.count > 200 { others.remove(at: (round * 31) % 200) }
      let text =
        String(repeating: "é", count: round % 7) + "&" + String(repeating: "ü", count: 60 + round % 150)
        + "\": " + String(repeating: "}", count: round % 20) + "."
      let page = try HTML(condensingFrom: shortest)
        .extract(RawDocument(source: "s", uri: "a.html", bytes: Array(text.utf8)))
      try #require(page.visible.text == text)
    }
  }
}
