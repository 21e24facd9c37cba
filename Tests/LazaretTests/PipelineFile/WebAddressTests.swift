import Testing

@testable import lazaret

struct WebAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8787", true), ("http://127.255.0.9/", true), ("http://localhost", true),
    ("http://LOCALHOST:80/x", true), ("http://[::1]:8787/v2", true), ("http://127.1", false),
    ("http://127.0.0.1.example.com", false), ("http://127.0.0.256", false), ("http://128.0.0.1", false),
    ("http://localhost.example.com", false), ("http://0.0.0.0", false), ("http://127.0.0.1.", false),
    ("http://[::ffff:10.0.0.1]", false), ("https://api.lakera.ai", false),
  ])
  func `only the machine itself is loopback`(text: String, expected: Bool) throws {
    #expect(try WebAddress(text).isLoopback == expected)
  }

  @Test(arguments: [
    ("", WebAddress.Fault.malformed), ("https://", .malformed), ("https:///path", .malformed),
    ("ftp://example.com", .scheme), ("file:///etc/passwd", .scheme), ("example.com", .malformed),
    ("https://user@example.com", .userInfo), ("https://user:word@example.com", .userInfo),
    ("https://:word@example.com", .userInfo), ("https://example.com:99999", .malformed),
    ("https://exa mple.com", .malformed),
  ])
  func `what is no address is refused`(text: String, fault: WebAddress.Fault) {
    #expect(throws: fault) { try WebAddress(text) }
  }
}
