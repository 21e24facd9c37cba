import Testing

@testable import LazaretDetectors

struct PhoneNumberDetectorTests {
  @Test(arguments: [
    "+1 212-555-0123", "+12125550123", "+1 (212) 555-0123", "(212) 555-0123", "212-555-0123", "212.555.0123",
    "212 555 0123", "1-212-555-0123", "+44 20 7946 0123", "+44 (0)20 7946 0123", "+442079460123",
    "0044 20 7946 0123", "020 7946 0123", "01632 960123", "07700 900123", "+49 30 901820",
    "+49 (0) 30 901820",
    "030/1234567", "0171-1234567", "01 23 45 67 89", "01.23.45.67.89", "+33 1 23 45 67 89",
    "+39 06 1234 5678",
    "+7 495 123-45-67", "+81 3-1234-5678", "03-1234-5678", "+86 138 0013 8000", "+55 11 91234-5678",
    "(11) 91234-5678", "212-555-0123 ext. 45", "212-555-0123x45", "+1\u{A0}212\u{A0}555\u{A0}0123",
    "212–555–0123",
  ])
  func `a number is found whole`(number: String) {
    for text in ["Ask \(number) today.", "(\(number))", "\(number)", "“\(number)”", "Tel:\(number)\nFax"] {
      #expect(found("pii/phone_number", in: text) == [number], "\(text)")
    }
  }

  @Test(arguments: [
    ("phone: 5550123", "5550123"), ("Call me at 555-0123.", "555-0123"), ("тел. 495 123 45", "495 123 45"),
    ("电话：13800138000", "13800138000"), ("Telefon 90182-0123", "90182-0123"),
  ])
  func `a word before says that digits are a number`(text: String, number: String) {
    #expect(found("pii/phone_number", in: text) == [number])
    let bare = number + " of them"
    #expect(found("pii/phone_number", in: bare) == [])
  }

  @Test(arguments: [
    // Dates and times.
    "2024-01-15", "15.01.2024", "01-02-2024", "01.02.2024 10", "2024-01-15 10:30", "20240115", "01/02/2024",
    // Versions and addresses of machines.
    "1.2.3.4", "10.20.30.40", "192.168.100.200", "v1.22.333", "010.012.013.014",
    // Plain and grouped figures.
    "1234567890", "1 000 000 000", "1,234,567", "12 345 678", "3.141592653", "$212 555 0123", "100-200-300",
    // Books, cards, keys, sums, ranges.
    "978-0-306-40615-7", "0-306-40615-2", "978 0 306 40615 7", "4111 1111 1111 1111", "123-45-6789",
    "(12) 2019-2020", "01:02:03:04:05:06", "01-02-03-04-05-06", "550e8400-e29b-41d4-a716-446655440000",
    "x+1234567890", "2+442079460123", "+1 112 555 0123", "+999 123 456 789", "/212-555-0123/",
    "212-555-01234",
    "212-555-0123-99", "212-555-0123%", "0123 4567 8901 2345 6789 0123",
  ])
  func `what only looks like one is none`(text: String) {
    for text in [text, "It was \(text), they said."] {
      #expect(found("pii/phone_number", in: text) == [], "\(text)")
    }
  }

  @Test func `a number is cut out of its neighbours where a space parts them`() {
    #expect(found("pii/phone_number", in: "5 x 2024-01-15 212-555-0123 7") == ["212-555-0123"])
    #expect(
      found("pii/phone_number", in: "12 +1 212 555 0123\n+1 212 555 0199")
        == ["+1 212 555 0123", "+1 212 555 0199"])
  }
}
