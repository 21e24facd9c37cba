import LazaretTesting
import Testing

@testable import LazaretCore

struct LandmarksTests {
  @Test(arguments: 0..<200)
  func `line ends, bars and scalars are those that a look at every byte finds`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let parts = [
      "word", " ", "\n", "\r\n", "|", "é", "茶", "👍🏽", "\u{0}", "\u{7F}", "\u{301}", ".", "\u{10FFFF}",
    ]
    let few = (0...seed % 4).map { _ in parts.randomElement(using: &generator) ?? "" }
    // Around every multiple of the width as well.
    var text = (0..<seed + seed % 7).map { _ in
      (Int.random(in: 0..<4, using: &generator) == 0 ? parts : few).randomElement(using: &generator) ?? ""
    }.joined()
    text.withUTF8 { bytes in
      let marks: Set<UInt8> = [0x0A, 0x0D, 0x7C]
      var landmarks = Landmarks(bytes)
      var place = 0
      while place < bytes.count {
        let next = landmarks.next(from: place)
        #expect(next == bytes[place...].firstIndex(where: marks.contains) ?? bytes.count)
        let continuations = bytes[..<next].count { !TextScalars.startsScalar($0) }
        #expect(landmarks.continuations(before: next) == continuations)
        place = next + 1
        // White space need not be looked at.
        while place < bytes.count, bytes[place] == 0x20, Bool.random(using: &generator) { place += 1 }
      }
    }
  }

  /// More than it looks at in one go, with all that is asked about on both sides of the seams.
  @Test(arguments: [4_090, 4_095, 4_096, 4_097, 4_160, 8_192, 12_345])
  func `a long text is looked at as a short one is`(length: Int) {
    for mark in ["\n", "|\r\n", "\u{301}\n"] {
      var text = ""
      while text.utf8.count < length {
        text += String(repeating: "tea ", count: text.utf8.count % 97) + "茶" + mark
      }
      text.withUTF8 { bytes in
        var landmarks = Landmarks(bytes)
        var place = 0
        while place < bytes.count {
          let next = landmarks.next(from: place)
          let marks: Set<UInt8> = [0x0A, 0x0D, 0x7C]
          #expect(next == bytes[place...].firstIndex(where: marks.contains) ?? bytes.count)
          #expect(
            landmarks.continuations(before: next)
              == bytes[..<next].count { !TextScalars.startsScalar($0) })
          place = next + 1
        }
      }
    }
  }

  @Test func `a text without landmarks is passed to its end`() {
    for count in Array(0...200) + [4_095, 4_096, 4_097, 8_192] {
      var text = String(repeating: "x", count: count)
      text.withUTF8 { bytes in
        var landmarks = Landmarks(bytes)
        #expect(landmarks.next(from: 0) == count)
        #expect(landmarks.continuations(before: count) == 0)
      }
    }
  }
}
