import LazaretCore

extension LassoClassifier {
  /// Lasso names things for people (`Email Address`); policies need one name whoever found it.
  ///
  /// - Parameters:
  ///   - deputy: the detector.
  ///   - name: of the finding, if it has one.
  ///   - mask: the token that the vendor puts in its place, `<EMAIL_ADDRESS>`.
  static func label(deputy: String, name: String?, mask: String?) -> Label {
    let detector = snake(deputy) ?? "unknown"
    let called = name.flatMap(snake)
    switch detector {
    case "jailbreak": return "prompt_attack"
    case "sexual", "hate", "violence", "illegality": return Label("moderated_content/\(detector)")
    case "codetect": return "code"
    case "custom_policies": return Label(called.map { "custom/\($0)" } ?? "custom")
    default: break
    }
    let token = mask.flatMap(snake)
    for word in [called, token].compactMap({ $0 }) {
      if let kind = personal[word] { return Label("pii/\(kind)") }
    }
    for word in [called, token].compactMap({ $0 })
    where word.split(separator: "_").contains(where: { secretWords.contains(String($0)) }) {
      return Label("secret/\(called ?? word)")
    }
    let own = deputy.lowercased()
    return Label(called.map { "lasso/\(own)/\($0)" } ?? "lasso/\(own)")
  }

  private static let personal: [String: String] = [
    "email": "email", "email_address": "email", "e_mail": "email", "e_mail_address": "email",
    "phone": "phone_number", "phone_number": "phone_number", "telephone_number": "phone_number",
    "us_phone_number": "phone_number", "mobile_number": "phone_number",
    "credit_card": "credit_card", "credit_card_number": "credit_card", "card_number": "credit_card",
    "iban": "iban_code", "iban_code": "iban_code", "iban_number": "iban_code",
    "ssn": "us_social_security_number", "us_ssn": "us_social_security_number",
    "social_security_number": "us_social_security_number",
    "us_social_security_number": "us_social_security_number",
    "ip": "ip_address", "ip_address": "ip_address", "ipv4": "ip_address", "ipv6": "ip_address",
    "ipv4_address": "ip_address", "ipv6_address": "ip_address",
    "name": "name", "person": "name", "person_name": "name", "full_name": "name",
    "address": "address", "street_address": "address", "physical_address": "address",
    "date_of_birth": "date_of_birth", "passport_number": "passport_number",
  ]

  private static let secretWords: Set<String> = [
    "secret", "secrets", "key", "keys", "token", "tokens", "password", "passwords", "credential",
    "credentials",
  ]

  /// `Email Address` and `<EMAIL_ADDRESS>` become `email_address`. `nil` when no letter or digit is
  /// left, or the name is longer than a name.
  private static func snake(_ text: String) -> String? {
    guard text.utf8.count <= 128 else { return nil }
    var words = ""
    var gap = false
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        if gap, !words.isEmpty { words.append("_") }
        gap = false
        words.unicodeScalars.append(scalar)
      } else {
        gap = true
      }
    }
    return words.nonEmpty
  }
}
