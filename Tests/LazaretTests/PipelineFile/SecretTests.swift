import Testing

@testable import lazaret

struct SecretTests {
  @Test func `however a secret is printed, its text does not show`() {
    let secret = Secret("hunter" + "2")
    var dumped = ""
    dump(secret, to: &dumped)
    dump([secret as Secret?], to: &dumped)
    for text in ["\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", dumped] {
      #expect(!text.contains("hunter"))
      #expect(text.contains("<secret>"))
    }
    #expect(secret.reveal() == "hunter2")
  }
}
