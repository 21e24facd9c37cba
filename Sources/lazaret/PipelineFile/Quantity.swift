/// Durations and sizes as people write them.
enum Quantity {
  /// `50ms`, `15s`, `5m`, `1h30m`, `7d`: whole numbers, the larger unit first, each unit once.
  static func duration(_ text: String) -> Duration? {
    var bytes = Array(text.utf8)[...]
    var total = Duration.zero
    var lastRank = Int.max
    while !bytes.isEmpty {
      guard let amount = number(&bytes) else { return nil }
      let unit = String(decoding: bytes.prefix { !isDigit($0) }, as: UTF8.self)
      bytes = bytes.dropFirst(unit.utf8.count)
      guard let (rank, milliseconds) = durationUnits[unit], rank < lastRank else { return nil }
      lastRank = rank
      let (part, overflow) = amount.multipliedReportingOverflow(by: milliseconds)
      // A thousand years: more is a slip of the finger, and sums stay far from the edge.
      guard !overflow, part <= 31_557_600_000_000 else { return nil }
      total += .milliseconds(part)
    }
    return lastRank == Int.max ? nil : total
  }

  /// What ``duration(_:)`` reads, as a regular expression of ECMA 262 without anchors.
  static var durationPattern: String {
    let units = durationUnits.sorted { $0.value.rank > $1.value.rank }
    return "(?=[0-9])" + units.map { "(?:[0-9]+\($0.key))?" }.joined()
  }

  private static let durationUnits: [String: (rank: Int, milliseconds: Int)] = [
    "ms": (0, 1), "s": (1, 1_000), "m": (2, 60_000), "h": (3, 3_600_000), "d": (4, 86_400_000),
  ]

  /// `50MB` (10^6), `50MiB` (2^20), `1500` (bytes). A space may stand before the unit.
  static func byteCount(_ text: String) -> Int? {
    var bytes = Array(text.utf8)[...]
    guard let amount = number(&bytes) else { return nil }
    if bytes.first == UInt8(ascii: " ") {
      bytes = bytes.dropFirst()
      if bytes.isEmpty { return nil }
    }
    guard let factor = sizeUnits[String(decoding: bytes, as: UTF8.self)] else { return nil }
    let (count, overflow) = amount.multipliedReportingOverflow(by: factor)
    return overflow ? nil : count
  }

  /// What ``byteCount(_:)`` reads when it has a unit, as a regular expression of ECMA 262 without anchors.
  static var sizePattern: String {
    "[0-9]+ ?(?:" + sizeUnits.keys.filter { !$0.isEmpty }.sorted().joined(separator: "|") + ")"
  }

  private static let sizeUnits: [String: Int] = [
    "": 1, "B": 1, "kB": 1_000, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000,
    "TB": 1_000_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
  ]

  /// Digits, with a sign if there is one, and no leading zero: YAML once read `010` as eight.
  static func integer(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy(isDigit) else { return nil }
    guard digits == "0" || !digits.hasPrefix("0") else { return nil }
    return Int(text)
  }

  /// `20`, `0.5`, `-1.25`.
  static func decimal(_ text: String) -> Double? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard integer(String(parts[0])) != nil || parts[0] == "-0" else { return nil }
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].utf8.allSatisfy(isDigit) else { return nil }
    }
    return Double(text)
  }

  static func boolean(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    let digits = bytes.prefix(while: isDigit)
    guard !digits.isEmpty else { return nil }
    bytes = bytes.dropFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
