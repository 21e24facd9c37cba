/// Text as it is read from text as it is set: poppler gives the letters of a line from left to right.
enum ReadingDirection {
  /// A line without letters that run from right to left is returned as it is.
  static func logical(_ line: String) -> String {
    guard line.unicodeScalars.contains(where: runsLeft) else { return line }
    let scalars = Array(line.unicodeScalars)
    let left = scalars.count(where: runsLeft)
    let right = scalars.count { $0.properties.isAlphabetic && !runsLeft($0) }
    var ordered = String.UnicodeScalarView()
    if right > left {
      // Runs from right to left within a line that goes the other way, up to the next letter or digit.
      var place = 0
      while place < scalars.count {
        guard runsLeft(scalars[place]) else {
          ordered.append(scalars[place])
          place += 1
          continue
        }
        var end = place
        var last = place
        while end < scalars.count, !runsRight(scalars[end]) {
          if runsLeft(scalars[end]) { last = end }
          end += 1
        }
        ordered.append(contentsOf: scalars[place...last].reversed())
        place = last + 1
      }
      return String(ordered)
    }
    var end = scalars.count
    while end > 0 {
      guard runsRight(scalars[end - 1]) else {
        ordered.append(scalars[end - 1])
        end -= 1
        continue
      }
      var start = end
      var first = end
      while start > 0, !runsLeft(scalars[start - 1]) {
        start -= 1
        if runsRight(scalars[start]) { first = start }
      }
      ordered.append(contentsOf: scalars[first..<end])
      end = first
    }
    return String(ordered)
  }

  private static func runsRight(_ scalar: Unicode.Scalar) -> Bool {
    !runsLeft(scalar) && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
  }

  /// Hebrew, Arabic and their neighbours, without the digits, which run the other way.
  private static func runsLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0660...0x0669, 0x06F0...0x06F9: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
    default: false
    }
  }
}
