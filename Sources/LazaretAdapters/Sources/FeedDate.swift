/// Dates as feeds write them.
enum FeedDate {
  /// ISO 8601 for the dates of RFC 822 (`Mon, 02 Jan 2006 15:04:05 GMT`), for those of C and Java
  /// (`Mon Jan 2 15:04:05 GMT 2006`), for the forms of ISO 8601 and W3CDTF, and for such as are nearly one of
  /// them: month names of other languages, one digit for two, no seconds, named zones. A time without a
  /// zone is taken for UTC where RFC 822 is meant, and stays without one where ISO 8601 is. `nil` for anything
  /// else.
  static func iso8601(_ text: String) -> String? {
    let text = text.trimmedOfWhitespace
    if text.utf8.count > 100 { return nil }
    let beginsWithDigit = text.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    return (beginsWithDigit ? iso(text) : nil) ?? worded(text)
  }

  private struct Clock {
    var hour = 0
    var minute = 0
    var second = 0
    /// With its point.
    var fraction = ""

    var text: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))\(fraction)" }
  }

  /// `2006-01-02T15:04:05Z` and its relatives: `20060102`, `2006-01`, `2006-1-2 15:04`, `2006/01/02`.
  private static func iso(_ text: String) -> String? {
    var rest = Substring(text)
    guard let yearDigits = digits(&rest, 4...8) else { return nil }
    let date: (year: Int, month: Int?, day: Int?)
    if yearDigits.utf8.count == 8 {
      let parts = [yearDigits.prefix(4), yearDigits.dropFirst(4).prefix(2), yearDigits.suffix(2)].compactMap {
        Int($0)
      }
      guard parts.count == 3 else { return nil }
      date = (parts[0], parts[1], parts[2])
    } else {
      guard yearDigits.utf8.count == 4, let year = Int(yearDigits) else { return nil }
      var numbers: [Int] = []
      while numbers.count < 2, let mark = rest.first, mark == "-" || mark == "/" {
        rest = rest.dropFirst()
        guard let number = digits(&rest, 1...2).flatMap({ Int($0) }) else { return nil }
        numbers.append(number)
      }
      date = (year, numbers.first, numbers.count > 1 ? numbers[1] : nil)
    }
    if let month = date.month, !(1...12).contains(month) { return nil }
    if let day = date.day, !isDay(day, month: date.month ?? 1, year: date.year) { return nil }
    let day = [date.month, date.day].compactMap { $0 }.map { "-" + twoDigits($0) }.joined()
    let start = "\(date.year)" + day
    if rest.isEmpty { return date.month == nil ? nil : start }
    guard date.day != nil, let mark = rest.first, mark == "T" || mark == "t" || mark == " " || mark == "_"
    else {
      return nil
    }
    rest = rest.dropFirst().drop { $0 == " " }
    guard let clock = clock(&rest) else { return nil }
    rest = rest.drop { $0 == " " }
    if rest.isEmpty { return start + "T" + clock.text }
    return zone(rest).map { start + "T" + clock.text + $0 }
  }

  /// Dates with the name of a month: `Mon, 02 Jan 2006 15:04:05 GMT`, `Jan 2, 2006`, `2-Jan-06`.
  private static func worded(_ text: String) -> String? {
    var words = words(of: text).flatMap(parts)[...]
    while let first = words.first, month(first) == nil, !(first.first?.isNumber ?? false), words.count > 3 {
      words.removeFirst()
    }
    guard words.count >= 3 else { return nil }
    let day: Int
    let month: Int
    if let number = ordinal(words[words.startIndex]), let named = Self.month(words[words.startIndex + 1]) {
      (day, month) = (number, named)
    } else if let named = Self.month(words[words.startIndex]),
      let number = ordinal(words[words.startIndex + 1])
    {
      (day, month) = (number, named)
    } else {
      return nil
    }
    var rest = Array(words.dropFirst(2))
    // C has the year last.
    if rest.count > 1, rest[0].contains(":"), let last = rest.last, last.utf8.count == 4, Int(last) != nil {
      rest = [rest.removeLast()] + rest
    }
    guard var year = Int(rest[0]), rest[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    guard (1000...9999).contains(year), isDay(day, month: month, year: year) else { return nil }
    let start = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    if rest.count == 1 { return start }
    var written = rest[1]
    guard var time = clock(&written) else { return nil }
    if !written.isEmpty { rest.insert(written, at: 2) }
    if rest.count > 2, let half = ["am": 0, "pm": 12][rest[2].lowercased()], (1...12).contains(time.hour) {
      time.hour = time.hour % 12 + half
      rest.remove(at: 2)
    }
    guard rest.count > 2 else { return start + "T" + time.text + "Z" }
    return zone(rest[2]).map { start + "T" + time.text + $0 }
  }

  /// Most dates are ASCII, whose bytes are its characters and take far less time to look at.
  private static func words(of text: String) -> [Substring] {
    guard isASCII(text[...]) else { return text.split { $0.isWhitespace || $0 == "," } }
    return text.utf8.split { $0.isWhitespace || $0 == 0x2C }.map { Substring($0) }
  }

  private static func isASCII(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// `2-Jan-06` is three words.
  private static func parts(_ word: Substring) -> [Substring] {
    guard word.utf8.contains(0x2D) else { return [word] }
    let parts = word.split(separator: "-")
    return parts.count == 3 && month(parts[1]) != nil ? parts : [word]
  }

  private static func digits(_ rest: inout Substring, _ count: ClosedRange<Int>) -> Substring? {
    let found =
      isASCII(rest)
      ? Substring(rest.utf8.prefix { (0x30...0x39).contains($0) }) : rest.prefix { ("0"..."9").contains($0) }
    guard count.contains(found.utf8.count) else { return nil }
    rest = rest[found.endIndex...]
    return found
  }

  private static func clock(_ rest: inout Substring) -> Clock? {
    var clock = Clock()
    guard let first = digits(&rest, 1...6), let number = Int(first) else { return nil }
    switch first.utf8.count {
    case 1, 2: clock.hour = number
    case 4: (clock.hour, clock.minute) = (number / 100, number % 100)
    case 6: (clock.hour, clock.minute, clock.second) = (number / 10_000, number / 100 % 100, number % 100)
    default: return nil
    }
    if first.utf8.count <= 2 {
      guard rest.first == ":" else { return nil }
      rest = rest.dropFirst()
      guard let minute = digits(&rest, 1...2).flatMap({ Int($0) }) else { return nil }
      clock.minute = minute
      if rest.first == ":" {
        rest = rest.dropFirst()
        guard let second = digits(&rest, 1...2).flatMap({ Int($0) }) else { return nil }
        clock.second = second
      }
    }
    if rest.first == "." || rest.first == ",",
      rest.dropFirst().first.map({ ("0"..."9").contains($0) }) == true
    {
      rest = rest.dropFirst()
      let fraction = rest.prefix { ("0"..."9").contains($0) }
      rest = rest[fraction.endIndex...]
      clock.fraction = "." + fraction
    }
    guard clock.hour < 24, clock.minute < 60, clock.second <= 60 else { return nil }
    return clock
  }

  private static func zone(_ word: Substring) -> String? {
    if let known = zones[word.lowercased()] { return known }
    var word = word
    for prefix in ["GMT", "UTC"] where word.hasPrefix(prefix) { word = word.dropFirst(3) }
    guard let sign = word.first, sign == "+" || sign == "-" else { return nil }
    let parts = word.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
      return nil
    }
    var digits = parts.joined()
    if parts.count == 2 {
      guard (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2 else { return nil }
    }
    if digits.utf8.count <= 2 { digits += "00" }
    if digits.utf8.count == 3 { digits = "0" + digits }
    guard digits.utf8.count == 4, let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)),
      hours <= 14, minutes < 60
    else { return nil }
    return hours == 0 && minutes == 0 ? "Z" : "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
  }

  private static let zones = [
    "gmt": "Z", "ut": "Z", "utc": "Z", "z": "Z", "wet": "Z", "est": "-05:00", "edt": "-04:00",
    "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00", "ast": "-04:00", "adt": "-03:00", "et": "-05:00",
    "ct": "-06:00", "mt": "-07:00", "pt": "-08:00", "cet": "+01:00", "met": "+01:00", "mez": "+01:00",
    "cest": "+02:00", "mest": "+02:00", "mesz": "+02:00", "west": "+01:00", "bst": "+01:00", "eet": "+02:00",
    "eest": "+03:00", "msk": "+03:00", "jst": "+09:00", "kst": "+09:00", "aest": "+10:00", "aedt": "+11:00",
    "acst": "+09:30", "awst": "+08:00", "nzst": "+12:00", "nzdt": "+13:00", "sgt": "+08:00", "hkt": "+08:00",
  ]

  private static func ordinal(_ word: Substring) -> Int? {
    var digits = word
    for ending in ["st", "nd", "rd", "th", "."] where digits.hasSuffix(ending) {
      digits = digits.dropLast(ending.count)
      break
    }
    guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }

  /// From 1.
  private static func month(_ word: Substring) -> Int? {
    let lower = word.lowercased().filter { $0 != "." }
    guard lower.count >= 3 else { return nil }
    let first = lower.utf8.first
    return months.firstIndex { names in
      names.contains { $0.utf8.first == first && $0.hasPrefix(lower) }
    }.map { $0 + 1 }
  }

  /// English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish and Danish.
  private static let months: [[String]] = [
    ["january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    ["february", "februar", "feber", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    ["march", "märz", "maerz", "mrz", "mars", "marzo", "março", "marco", "maart", "marts", "mär"],
    ["april", "avril", "abril", "aprile"],
    ["may", "mai", "mayo", "maggio", "maio", "mei", "maj"],
    ["june", "juni", "juin", "junio", "giugno", "junho"],
    ["july", "juli", "juillet", "julio", "luglio", "julho"],
    ["august", "août", "aout", "agosto", "augustus", "augusti"],
    ["september", "sept", "septembre", "septiembre", "settembre", "setembro"],
    ["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    ["november", "novembre", "noviembre", "novembro"],
    ["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
  ]

  private static func isDay(_ day: Int, month: Int, year: Int) -> Bool {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
