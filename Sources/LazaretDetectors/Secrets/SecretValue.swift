/// What tells a secret from a word, a variable or an example.
enum SecretValue {
  /// Shannon's entropy of the bytes, in bits per byte; 0 for nothing.
  static func entropy(_ value: [UInt8]) -> Double {
    if value.isEmpty { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in value { counts[Int(byte)] += 1 }
    let total = Double(value.count)
    return counts.reduce(0) { sum, count in
      count == 0 ? sum : sum - Double(count) / total * log2(Double(count) / total)
    }
  }

  /// The logarithm to base 2 of a number in (0, 1], exact enough for thresholds; the standard library
  /// has none.
  private static func log2(_ value: Double) -> Double {
    var mantissa = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<20 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }

  private static let placeholderWords = [
    "example", "changeme", "change_me", "change-me", "placeholder", "your_", "your-", "yourpass", "yourkey",
    "yourtoken", "yoursecret", "yourapi", "insert", "replace", "redacted", "dummy", "xxxx", "todo", "<", ">",
    "${", "{{", "$(", "%(", "...", "***", "1234567890abcdef", "abcdefghijklmnop", "my_secret", "my-secret",
    "mysecret", "mypassword", "my_password", "my-password", "not_a_real", "notreal", "sample", "fixme",
  ].map { Array($0.utf8) }

  /// Words that stand for a value rather than being one.
  private static let placeholders: Set<String> = [
    "password", "passwd", "pass", "pwd", "secret", "token", "key", "apikey", "api_key", "none", "null", "nil",
    "true", "false", "undefined", "required", "optional", "string", "test", "user", "username", "foo", "bar",
    "user:pass", "p", "pw", "credentials", "login", "admin_password",
  ]

  /// True for the signs of templates and masks: `$VAR`, `${VAR}`, `%VAR%`, `<key>`, `{{ key }}`, `***`.
  static func isTemplate(_ value: [UInt8]) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    if first == "$" || first == "{" || first == "[" && last == "]" || first == "%" && last == "%" {
      return true
    }
    if value.contains(where: { $0 == "<" || $0 == ">" }) || contains(value, Array("${".utf8)) { return true }
    return Set(value).count < 3
  }

  /// True for text that only says where a secret would stand.
  static func isPlaceholder(_ value: [UInt8]) -> Bool {
    let small = value.drop { $0 == 0x22 || $0 == 0x27 || $0 == 0x60 }.map(\.lowered)
    if small.first == 0x24 || small.first == 0x25 && small.last == 0x25 { return true }  // $VAR, %VAR%
    if small.first == 0x5B && small.last == 0x5D || small.first == 0x7B { return true }  // [KEY], {key}
    if Set(small).count < 4 { return true }
    if placeholderWords.contains(where: { contains(small, $0) }) { return true }
    return placeholders.contains(String(decoding: small, as: UTF8.self))
  }

  private static func contains(_ value: [UInt8], _ part: [UInt8]) -> Bool {
    guard value.count >= part.count else { return false }
    return (0...value.count - part.count).contains { start in value[start...].starts(with: part) }
  }

  /// True for a value that a person or a generator chose as a secret: no path, no name of a variable, no
  /// call, no sentence, no plain number.
  ///
  /// - Parameter isQuoted: quotation marks say that it is a value, so less is asked of it.
  static func isSecret(_ value: [UInt8], isQuoted: Bool) -> Bool {
    if value.count < (isQuoted ? 6 : 8) { return false }
    if value.contains(where: { $0 < 0x21 || $0 == 0x22 }) || contains(value, Array("://".utf8)) {
      return false
    }
    let digits = value.count(where: \.isDigit)
    let letters = value.count(where: { $0.isASCIILetter || $0 >= 0x80 })
    let signs = value.count - digits - letters
    if letters == 0 || isPath(value) || isCall(value, isQuoted: isQuoted) { return false }
    if !isQuoted, isName(value) { return false }
    if digits == 0, signs == 0 || value.allSatisfy({ $0.isASCIILetter || "-_.:/,# ".utf8.contains($0) }) {
      return false
    }
    return entropy(value) >= (value.count >= 16 ? 3 : isQuoted ? 2.2 : 2.5) && !isPlaceholder(value)
  }

  /// `config/secret.yml`, `os.environ`, `a.b.c`.
  private static func isPath(_ value: [UInt8]) -> Bool {
    let dots = value.count { $0 == "." || $0 == "/" || $0 == "\\" }
    if dots == 0 || value.count(where: \.isDigit) > 2 { return false }
    return value.split(whereSeparator: { $0 == "." || $0 == "/" || $0 == "\\" }).allSatisfy { part in
      part.count < 20 && part.allSatisfy { $0.isASCIILetter || $0 == "_" || $0 == "-" }
    }
  }

  /// `token(…)` out of quotation marks, `tokens[0]`.
  private static func isCall(_ value: [UInt8], isQuoted: Bool) -> Bool {
    let opens = value.contains { $0 == "(" || !isQuoted && ($0 == "[" || $0 == "]") }
    return opens && (!isQuoted || value.contains { $0 == ")" })
      || value.contains { $0 == "[" } && value.last == 0x5D
  }

  /// Words of letters with a digit or two at their ends: `utf8`, `sha256`, `token1`, `API_KEY_2`.
  private static func isName(_ value: [UInt8]) -> Bool {
    let digits = value.count(where: \.isDigit)
    if digits > 2 && digits * 8 > value.count { return false }
    if !value.allSatisfy({ $0.isAlphanumeric || $0 == "_" || $0 == "-" || $0 == "." || $0 == ":" }) {
      return false
    }
    return !hasMixedCase(value)
  }

  /// True when capitals stand among small letters otherwise than in camel case.
  private static func hasMixedCase(_ value: [UInt8]) -> Bool {
    var changes = 0
    for (first, second) in zip(value, value.dropFirst())
    where first.isLower && second.isUpper || first.isDigit && second.isASCIILetter {
      changes += 1
    }
    return changes * 4 > value.count
  }
}
