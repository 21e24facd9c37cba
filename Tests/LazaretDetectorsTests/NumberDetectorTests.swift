import LazaretTesting
import Testing

@testable import LazaretDetectors

struct CreditCardDetectorTests {
  /// Numbers that the schemes and payment services publish for tests.
  @Test(arguments: [
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4222222222222", "5555555555554444",
    "5555 5555 5555 4444", "2223003122003222", "378282246310005", "3782 822463 10005", "30569309025904",
    "3056 930902 5904", "6011111111111117", "3530111333300000", "6200000000000005",
  ])
  func `a test card is found whole`(number: String) {
    for text in [number, "Card \(number), please", "2 x \(number)\n", "“\(number)”", "card=\(number);"] {
      #expect(found("pii/credit_card", in: text) == [number], "\(text)")
    }
  }

  @Test(arguments: [
    "4111111111111112", "4111 1111 1111 1112", "4111 1111-1111 1111", "4111  1111  1111  1111",
    "41111111 11111111",
    "1234567812345670", "411111111111", "41111111111111111111", "4111.1111.1111.1111", "9999999999999995",
    "0000000000000000", "/4111111111111111", "id_4111111111111111", "4111111111111111-Title",
    "3.4111111111111111",
  ])
  func `what only looks like one is none`(text: String) {
    #expect(found("pii/credit_card", in: text) == [])
  }

  @Test(arguments: 0..<100)
  func `one digit changed is no card`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var digits = Array("5555555555554444".utf8).map { Int($0) - 48 }
    #expect(CreditCardDetector.hasRightCheckDigit(digits))
    let place = Int.random(in: 0..<digits.count, using: &generator)
    digits[place] = (digits[place] + Int.random(in: 1...9, using: &generator)) % 10
    #expect(!CreditCardDetector.hasRightCheckDigit(digits))
  }
}

struct IBANDetectorTests {
  /// Examples that banks and the registry publish.
  @Test(arguments: [
    "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "GB82 WEST 1234 5698 7654 32",
    "FR14 2004 1010 0505 0001 3M02 606", "CH93 0076 2011 6238 5295 7", "NL91ABNA0417164300",
    "NO9386011117947",
    "gb82 west 1234 5698 7654 32", "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
  ])
  func `a published example is found whole`(number: String) {
    for text in [number, "IBAN: \(number).", "(\(number))", "\(number)\nBIC", "振込\(number)まで"] {
      #expect(found("pii/iban_code", in: text) == [number], "\(text)")
    }
  }

  @Test(arguments: [
    "DE88370400440532013000", "DE8937040044053201300", "DE893704004405320130000", "XX89370400440532013000",
    "ADE89370400440532013000", "DE89 3704 0044 0532 0130", "DE89  3704  0044  0532  0130  00",
    "DE89-3704-0044-0532-0130-00", "DE8 9370400440532013000",
  ])
  func `what only looks like one is none`(text: String) {
    #expect(found("pii/iban_code", in: text) == [])
  }

  @Test(arguments: 0..<100)
  func `one character changed is no number`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array("DE89370400440532013000".utf8)
    #expect(IBANDetector.hasRightCheckDigits(bytes))
    let place = Int.random(in: 2..<bytes.count, using: &generator)
    let digit = Int(bytes[place]) - 48
    bytes[place] = UInt8((digit + Int.random(in: 1...9, using: &generator)) % 10 + 48)
    #expect(!IBANDetector.hasRightCheckDigits(bytes))
  }
}

struct USSocialSecurityNumberDetectorTests {
  @Test(arguments: [
    ("SSN 123-45-6789", "123-45-6789"), ("123-45-6789", "123-45-6789"), ("123 45 6789", "123 45 6789"),
    ("SSN: 123456789", "123456789"), ("Social Security number is 123456789.", "123456789"),
    ("899-99-9999", "899-99-9999"), ("001-01-0001", "001-01-0001"),
  ])
  func `a number is found whole`(text: String, number: String) {
    #expect(found("pii/us_social_security_number", in: text) == [number])
  }

  @Test(arguments: [
    "000-12-3456", "666-12-3456", "900-12-3456", "999-12-3456", "123-00-4567", "123-45-0000", "123-45 6789",
    "123456789", "123-456-789", "1123-45-6789", "123-45-67890", "12-345-6789", "123-45-6789-1",
    "5-123-45-6789",
    "SSN: 000123456", "SSN: 1234567890", "7 123 45 6789", "123 45 6789 1", "123.45.6789",
  ])
  func `what was never given out or has another form is none`(text: String) {
    #expect(found("pii/us_social_security_number", in: text) == [])
  }
}

struct IPAddressDetectorTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("from 198.51.100.23:8080.", "198.51.100.23"),
    ("203.0.113.0/24", "203.0.113.0"),
    ("http://203.0.113.255/x", "203.0.113.255"), ("It is 192.0.2.7.", "192.0.2.7"),
    ("[192.0.2.7]", "192.0.2.7"),
    ("2001:db8::1", "2001:db8::1"), ("[2001:db8::8a2e:370:7334]:443", "2001:db8::8a2e:370:7334"),
    ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
    ("::ffff:192.0.2.128", "::ffff:192.0.2.128"),
    ("fe80::1ff:fe23:4567:890a%eth0", "fe80::1ff:fe23:4567:890a"),
    ("2001:db8::/32", "2001:db8::"), ("FD00:0:0:1::7.", "FD00:0:0:1::7"),
  ])
  func `an address is found whole`(text: String, address: String) {
    #expect(found("pii/ip_address", in: text) == [address])
  }

  @Test(arguments: [
    "10.0.0.256", "1.2.3.4.5", "1.2.3", "256.1.1.1", "v1.2.3.4", "version 1.2.3.4", "Version: 10.1.2.3",
    "192.0.2.01",
    "192.0.2", "a192.0.2.1", "192.0.2.1a", "192.0.2.1.example.com", "192.0.2.1-beta", "3.1.2.4 Setting up",
    "## 3.1.2.4 Setting up", "127.0.0.1", "0.0.0.0", "255.255.255.255", "1234.1.1.1", "192.0.2.1000",
  ])
  func `what only looks like version 4 is none`(text: String) {
    #expect(found("pii/ip_address", in: text) == [])
  }

  @Test(arguments: [
    "std::vector", "a::b", "add::1", "dead::beef", "12:30:45", "01:23:45:67:89:ab", "01:23:45:67:89:ab:cd:ef",
    "::1",
    "::", "2001:db8:1", "2001:db8::1::2", "1:2:3:4:5:6:7:8:9", "2001:db8::12345", "x2001:db8::1",
    "2001:db8::1x",
    "Foo::Bar::2001",
  ])
  func `what only looks like version 6 is none`(text: String) {
    #expect(found("pii/ip_address", in: text) == [])
  }
}
