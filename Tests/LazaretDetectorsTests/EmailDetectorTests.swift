import Testing

@testable import LazaretDetectors

struct EmailDetectorTests {
  @Test(arguments: [
    ("Write to jane.doe@example.com.", "jane.doe@example.com"),
    ("<jane+tag@mail.example.org>", "jane+tag@mail.example.org"),
    ("mailto:jane_doe%40x@example.com?subject=a", "jane_doe%40x@example.com"),
    ("_jane@example.com_", "jane@example.com"),
    ("to=jane@example.com&cc=", "jane@example.com"),
    ("jürgen@müller-example.de", "jürgen@müller-example.de"),
    ("иван@пример.рф", "иван@пример.рф"),
    ("a@xn--mller-kva.example", "a@xn--mller-kva.example"),
    ("see...jane@example.com", "jane@example.com"),
    ("JANE@EXAMPLE.COM", "JANE@EXAMPLE.COM"),
    ("jane@example.com.5", "jane@example.com"),
    ("o'neil@example.com", "o'neil@example.com"),
  ])
  func `an address is found whole`(text: String, address: String) {
    #expect(found("pii/email", in: text) == [address])
  }

  @Test(arguments: [
    "@example.com", "jane@", "jane@localhost", "jane@example", "jane.@example.com", "jane@-example.com",
    "jane@example.c", "pkg@1.2.3", "icon@2x.png", "git@example.com:team/repo.git", "a @ b.com",
    "jane@@example.com",
    "https://user:secret99@example.com/", "https://jane@example.com/", "jane@.com",
  ])
  func `what only looks like one is none`(text: String) {
    #expect(found("pii/email", in: text) == [])
  }

  @Test func `a local part has 64 bytes at most`() {
    let part = String(repeating: "a", count: 64)
    #expect(found("pii/email", in: " \(part)@example.com") == ["\(part)@example.com"])
    #expect(found("pii/email", in: " a\(part)@example.com") == [])
  }
}
