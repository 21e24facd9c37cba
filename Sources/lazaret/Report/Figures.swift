/// Numbers and moments as a report shows them.
enum Figures {
  /// `1,234,567`.
  static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return value < 0 ? "−" + grouped : grouped
  }

  /// `12.3 %`; a dash when there is nothing to take a share of. What is not nothing is not shown as 0.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let permille = (Double(part) * 1000 / Double(whole)).rounded()
    if permille < 1, part > 0 { return "< 0.1 %" }
    if permille > 999, part < whole { return "> 99.9 %" }
    return decimal(tenths: Int(permille)) + " %"
  }

  /// `1.5 s`, from milliseconds.
  static func seconds(_ milliseconds: Int) -> String {
    decimal(tenths: (milliseconds + 50) / 100) + " s"
  }

  /// `1.2 MB`, powers of 1000.
  static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    // More than an exabyte is not told from one.
    var (unit, tenths) = (0, min(count, 900_000_000_000_000_000) * 10)
    while tenths >= 10_000, unit < units.count - 1 {
      tenths = (tenths + 500) / 1000
      unit += 1
    }
    return (unit == 0 ? number(tenths / 10) : decimal(tenths: tenths)) + " " + units[unit]
  }

  /// `2026-11-21 03:15`, of a moment in ISO 8601.
  static func minute(_ moment: String) -> String {
    String(moment.prefix(16)).replacing("T", with: " ")
  }

  private static func decimal(tenths: Int) -> String { number(tenths / 10) + ".\(tenths % 10)" }
}
