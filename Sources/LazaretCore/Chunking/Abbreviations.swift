/// Words whose full stop mostly ends no sentence.
struct Abbreviations {
  /// Made once: a scan of a short document takes less time than the list.
  static let standard = Abbreviations()

  private let always = PackedWords([
    "abb", "adm", "al", "approx", "apt", "asst", "ave", "av", "avv", "bspw", "bzw", "ca", "capt", "cf",
    "cmdr",
    "co", "col", "corp", "cpl", "dept", "dr", "dra", "dt", "ed", "eds", "engl", "esp", "est", "etc", "evtl",
    "excl", "ext", "feb", "ff", "fr", "geb", "gen", "ggf", "gov", "hon", "hr", "hrsg", "ibid", "inc", "incl",
    "ing", "inkl", "jan", "jr", "lt", "ltd", "maj", "max", "mfg", "min", "mme", "mlle", "mr", "mrs", "ms",
    "msgr", "mt", "mx", "nov", "oct", "okt", "op", "orig", "ph", "phd", "pls", "prof", "pvt", "rd", "ref",
    "rep", "resp", "rev", "sen", "sep", "sept", "sgt", "sig", "sog", "sr", "sra", "srta", "st", "str", "tel",
    "ust", "usw", "vgl", "viz", "vs", "wg", "zzgl",
  ])
  /// Words that count as abbreviations before a digit.
  private let beforeDigits = PackedWords([
    "abs", "anm", "app", "apr", "art", "aug", "bd", "ch", "chap", "dec", "dez", "eq", "eqs", "fig", "figs",
    "fn",
    "jul", "jun", "kap", "mar", "no", "nos", "nr", "num", "para", "pp", "pt", "sec", "secs", "ser", "tab",
    "vol",
    "vols", "ziff",
  ])

  private init() {}

  /// - Parameters:
  ///   - place: of a full stop.
  ///   - next: what the text after it begins with.
  func contains(_ bytes: UnsafeBufferPointer<UInt8>, before place: Int, next: UInt8) -> Bool {
    var word: UInt64 = 0
    var start = place
    var letters = 0
    // Of a word with stops in it: how long its parts are.
    var part = 0
    var longestPart = 0
    var stops = 0
    var digits = 0
    while start > 0, place - start < 9 {
      let byte = bytes[start - 1]
      let folded = byte | 0x20
      if folded >= UInt8(ascii: "a"), folded <= UInt8(ascii: "z") {
        word = word << 8 | UInt64(folded)
        letters += 1
        part += 1
        longestPart = max(longestPart, part)
      } else if byte == UInt8(ascii: ".") {
        stops += 1
        part = 0
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits += 1
      } else if byte >= 0x80 {
        // A letter of another script, or a quote; the word is none that is known.
        return false
      } else {
        break
      }
      start -= 1
    }
    let length = place - start
    if length == 0 || length >= 9 { return false }
    // "on 5. May" and "3. Cut the leaves": an ordinal or the number of an item.
    if digits > 0 { return digits == length && digits <= 2 }
    // "e.g.", "U.S.", "z.B."
    if stops > 0 { return letters > 0 && longestPart <= 2 }
    // An initial.
    if letters == 1 { return word != UInt64(UInt8(ascii: "i")) }
    if always.contains(word) { return true }
    return next >= UInt8(ascii: "0") && next <= UInt8(ascii: "9") && beforeDigits.contains(word)
  }
}
