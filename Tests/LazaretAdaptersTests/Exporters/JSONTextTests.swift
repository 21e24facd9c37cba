import Foundation
import LazaretAdapters
import LazaretTesting
import Testing

struct JSONTextTests {
  private func text(_ value: String) -> String {
    var json = JSONText()
    json.string(value)
    return json.text
  }

  @Test(arguments: [
    ("", #""""#), ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("\u{2028}x\u{2029}", #""\u2028x\u2029""#),
    ("Grüße 日本語 👩‍👩‍👧‍👦", #""Grüße 日本語 👩‍👩‍👧‍👦""#), ("\u{2027}\u{202A}\u{FFFF}", "\"\u{2027}\u{202A}\u{FFFF}\""),
  ])
  func `only what JSON or a line reader cannot bear is escaped`(value: String, expected: String) {
    #expect(Array(text(value).utf8) == Array(expected.utf8))
  }

  @Test(arguments: 0..<100)
  func `another reader reads the same string, from one line`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var words = RandomText(seed: seed)
    var value = words.document(paragraphs: 3)
    for _ in 0..<20 {
      let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator)) ?? "x"
      value.unicodeScalars.append(scalar)
    }
    let json = text(value)
    #expect(!json.unicodeScalars.contains { "\n\r\u{2028}\u{2029}".unicodeScalars.contains($0) })
    let read = try JSONDecoder().decode([String].self, from: Data("[\(json)]".utf8))
    #expect(read.map { Array($0.utf8) } == [Array(value.utf8)])
  }

  @Test func `commas stand between members and elements and nowhere else`() {
    var json = JSONText()
    json.object { json in
      json.key("a")
      json.number(-1)
      json.key("b")
      json.array([[], [1, 2]]) { json, row in json.array(row) { $0.number($1) } }
      json.key("c")
      json.object { _ in }
      json.key("d")
      json.boolean(true)
      json.key("e")
      json.string(nil)
      json.key("f")
      json.strings(["x", "y"])
    }
    #expect(json.text == #"{"a":-1,"b":[[],[1,2]],"c":{},"d":true,"e":null,"f":["x","y"]}"#)
  }
}
