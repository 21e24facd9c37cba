import LazaretCore
import Testing

@testable import LazaretAdapters

struct BuiltinTests {
  @Test func `what the detectors find keeps its label and its place`() async throws {
    let builtin = Builtin(name: "first") { text in
      [
        (Label("pii/email"), TextSpan(0, 3)), (Label("invisible_unicode"), TextSpan(3, text.utf8.count)),
      ]
    }
    let screening = try await builtin.screen("é\u{200B}")
    #expect(
      screening.findings == [
        Finding(screener: "first", label: "pii/email", span: TextSpan(0, 3)),
        Finding(screener: "first", label: "invisible_unicode", span: TextSpan(3, 5)),
      ])
  }

  @Test func `a text beyond the limit is refused whole`() async {
    let builtin = Builtin(name: "b") { _ in [] }
    let text = String(repeating: "x", count: builtin.maxTextBytes + 1)
    await #expect(throws: ScreenerError.tooLong(bytes: text.utf8.count, limit: builtin.maxTextBytes)) {
      try await builtin.screen(text)
    }
  }

  @Test func `the fingerprint follows the revision and not the name`() {
    #expect(Builtin(name: "a").fingerprint == Builtin(name: "b").fingerprint)
    #expect(Builtin(name: "a").fingerprint != Builtin(name: "a", revision: "2").fingerprint)
  }
}
