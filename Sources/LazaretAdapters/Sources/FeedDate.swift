/// Dates as feeds write them.
enum FeedDate {
  /// ISO 8601 for the dates of RFC 822 (`Mon, 02 Jan 2006 15:04:05 GMT`) and for what is ISO 8601
  /// already; `nil` for anything else.
  static func iso8601(_ text: String) -> String? {
    let words = text.split { $0.isWhitespace || $0 == "," }
    if words.count == 1, let word = words.first, isISO(word) { return String(word) }
    return rfc822(words)
  }

  private static func isISO(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
    let digits = [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { (0x30...0x39).contains(bytes[$0]) }
    let tail = bytes[10...]
    return digits
      && (tail.isEmpty || (tail.first == 0x54 && tail.allSatisfy { "T0123456789:.+-Z".utf8.contains($0) }))
  }

  private static func rfc822(_ words: [Substring]) -> String? {
    var words = words[...]
    if let first = words.first, !(first.first?.isNumber ?? false) { words.removeFirst() }
    guard words.count >= 4 else { return nil }
    let parts = Array(words)
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    guard let day = Int(parts[0]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[1].lowercased().prefix(3))),
      var year = Int(parts[2]), let zone = zone(parts.count > 4 ? parts[4] : "GMT")
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    let clock = parts[3].split(separator: ":").compactMap { Int($0) }
    guard (1000...9999).contains(year), (2...3).contains(clock.count), (0...23).contains(clock[0]),
      (0...59).contains(clock[1]), (0...60).contains(clock.count > 2 ? clock[2] : 0)
    else { return nil }
    let time = [clock[0], clock[1], clock.count > 2 ? clock[2] : 0].map(twoDigits)
    return "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))T" + time.joined(separator: ":") + zone
  }

  private static func zone(_ word: Substring) -> String? {
    let names = [
      "gmt": "Z", "ut": "Z", "utc": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
      "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    ]
    if let known = names[word.lowercased()] { return known }
    let digits = word.dropFirst().filter { $0 != ":" }
    guard word.first == "+" || word.first == "-", digits.utf8.count == 4,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return digits == "0000" ? "Z" : "\(word.prefix(1))\(digits.prefix(2)):\(digits.suffix(2))"
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
