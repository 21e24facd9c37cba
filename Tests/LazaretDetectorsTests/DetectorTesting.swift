import LazaretCore
import LazaretTesting

@testable import LazaretDetectors

/// The pieces of `text` that the standard detectors report under `label`.
func found(_ label: String, in text: String) -> [String] {
  let bytes = Array(text.utf8)
  return DetectorSet.standard.detections(in: text)
    .filter { $0.label.rawValue == label }
    .map { String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self) }
}

/// The labels that the standard detectors report.
func labels(in text: String) -> Set<String> {
  Set(DetectorSet.standard.detections(in: text).map(\.label.rawValue))
}

/// A value that a detector must find wherever it is planted.
struct Sample: Sendable, CustomStringConvertible {
  var label: String
  var value: String
  /// What stands before the value and makes it one: `password=`.
  var lead = ""

  var description: String { label }
}

extension Sample {
  /// Values made of digits and letters that a seed chooses, so that no real key stands in the source.
  static func samples(seed: Int) -> [Sample] {
    var generator = SeededGenerator(seed: seed)
    func letters(_ set: String, _ count: Int) -> String {
      let set = Array(set)
      return String((0..<count).map { _ in set[Int.random(in: 0..<set.count, using: &generator)] })
    }
    let word = "ABCDEFGHJKMNPQRSTVWXYZabcdefghijkmnpqrstuvwyz23456789"
    let upper = "ABCDEFGHJKMNPQRSTVWXYZ234567"
    let hex = "0123456789abcdef"
    return [
      Sample(label: "pii/email", value: "jane.doe+\(letters(hex, 4))@example.com"),
      Sample(label: "pii/phone_number", value: "+1 212 555 01\(letters("0123456789", 2))"),
      Sample(label: "pii/phone_number", value: "(212) 555-01\(letters("0123456789", 2))"),
      Sample(label: "pii/credit_card", value: "4111 1111 1111 1111"),
      Sample(label: "pii/credit_card", value: "378282246310005"),
      Sample(label: "pii/iban_code", value: "DE89 3704 0044 0532 0130 00"),
      Sample(label: "pii/iban_code", value: "GB82WEST12345698765432"),
      Sample(label: "pii/us_social_security_number", value: "123-45-67\(letters("123456789", 2))"),
      Sample(label: "pii/ip_address", value: "203.0.113.\(Int.random(in: 0...255, using: &generator))"),
      Sample(label: "pii/ip_address", value: "2001:db8::\(letters(hex, 4))"),
      Sample(label: "secret/aws_access_key_id", value: "AK" + "IA" + letters(upper, 16)),
      Sample(label: "secret/github_token", value: "gh" + "p_" + letters(word, 36)),
      Sample(label: "secret/gitlab_token", value: "gl" + "pat-" + letters(word, 20)),
      Sample(label: "secret/slack_token", value: "xo" + "xb-" + letters(hex, 10) + "-" + letters(word, 24)),
      Sample(label: "secret/stripe_key", value: "sk_" + "live_" + letters(word, 24)),
      Sample(label: "secret/google_api_key", value: "AI" + "za" + letters(word, 35)),
      Sample(label: "secret/openai_api_key", value: "sk" + "-proj-" + letters(word, 48)),
      Sample(label: "secret/anthropic_api_key", value: "sk" + "-ant-api03-" + letters(word, 60)),
      Sample(label: "secret/npm_token", value: "np" + "m_" + letters(word, 36)),
      Sample(label: "secret/pypi_token", value: "py" + "pi-AgE" + letters(word, 80)),
      Sample(label: "secret/sendgrid_key", value: "S" + "G." + letters(word, 22) + "." + letters(word, 43)),
      Sample(label: "secret/twilio_key", value: "S" + "K" + letters(hex, 32)),
      Sample(
        label: "secret/password", value: letters(word, 4) + "7q-!" + letters(word, 8), lead: "password="),
      Sample(label: "secret/api_key", value: letters(hex, 8) + "7f3a" + letters(hex, 20), lead: "api_key: "),
      Sample(label: "secret/url_credentials", value: "jane:\(letters(word, 12))", lead: "https://"),
    ]
  }

  /// What must follow the value for it to be one.
  var tail: String { label == "secret/url_credentials" ? "@example.com/path" : "" }
}
