import LazaretCore
import Testing

@testable import LazaretAdapters

struct ConcealmentSignsTests {
  /// What may be a part of a concealed word must be a reason to look for one.
  @Test func `nothing that the search for words knows is passed over by the look at the bytes`() {
    var missed: [String] = []
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isKnown =
        switch LetterKind.of(value) {
        case .foreign, .styled, .mark, .strike, .invisible, .softHyphen: true
        case .ascii, .latin, .space, .otherScript, .formula, .other: false
        }
      guard isKnown else { continue }
      let signs = Array(String(scalar).utf8).withUnsafeBufferPointer { ConcealmentSigns(in: $0) }
      if !signs.contains(.letters) { missed.append(String(value, radix: 16)) }
    }
    #expect(missed.isEmpty)
  }

  @Test func `every letter of another script that looks like a Latin one is known as such`() {
    for value in UInt32(0x80)...0x10FFFF where LookAlike.of(value) != .none {
      #expect(LetterKind.of(value) == .foreign(LookAlike.of(value)), "\(String(value, radix: 16))")
    }
  }
}
