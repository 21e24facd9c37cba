import LazaretCore

/// Addresses of the Internet Protocol. Left out, because they name no machine that could be told from
/// another: the unspecified addresses (`0.0.0.0/8`, `::`), loopback (`127.0.0.0/8`, `::1`) and the limited
/// broadcast `255.255.255.255`.
struct IPAddressDetector: Detector {
  private static let colon = 1

  let triggers: [Trigger] = [.digits, .literal(Literal(":"))]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var covered = 0
    for hit in hits where hit.start >= covered {
      let span =
        hit.trigger == Self.colon
        ? version6(around: hit.start, in: text) : version4(from: hit.start, in: text)
      guard let span else { continue }
      found.append(Detection(label: "pii/ip_address", span: span))
      covered = span.end
    }
    return found
  }

  // MARK: Version 4

  private func version4(from start: Int, in text: TextBytes) -> TextSpan? {
    let before = text[start - 1]
    if text.hasLetter(before: start) || before == "." || before == "_" { return nil }
    if before == "-" || before == "+", text[start - 2].isAlphanumeric { return nil }
    guard let (octets, end) = octets(from: start, in: text), !text.hasLetter(at: end) else { return nil }
    if text[end] == ".", text[end + 1].isAlphanumeric { return nil }
    if text[end] == "-" || text[end] == "_", text[end + 1].isASCIILetter { return nil }
    let names = octets[0] != 0 && octets[0] != 127 && octets.contains { $0 != 255 }
    if !names || isVersion(start, in: text) || isHeading(octets, start, end, in: text) { return nil }
    return TextSpan(start, end)
  }

  private func octets(from start: Int, in text: TextBytes) -> ([Int], Int)? {
    var octets: [Int] = []
    var place = start
    while octets.count < 4 {
      if !octets.isEmpty {
        if text[place] != "." { return nil }
        place += 1
      }
      let first = place
      var value = 0
      while place - first < 4, text[place].isDigit {
        value = value * 10 + Int(text[place]) - 48
        place += 1
      }
      let hasLeadingZero = text[first] == "0" && place - first > 1
      if place == first || value > 255 || hasLeadingZero { return nil }
      octets.append(value)
    }
    return (octets, place)
  }

  private static let versionWords: Set<String> = [
    "version", "versions", "ver", "v", "release", "releases", "build", "chapter", "section", "sections",
    "clause", "table", "figure",
  ]

  /// True behind a word that says that a version or a part of a book follows.
  private func isVersion(_ start: Int, in text: TextBytes) -> Bool {
    var end = start
    while start - end < 4, " .:=\"'`".utf8.contains(text[end - 1]) { end -= 1 }
    var first = end
    while end - first < 10, text[first - 1].isASCIILetter { first -= 1 }
    return first < end && Self.versionWords.contains(text.string(first..<end).lowercased())
  }

  /// True for `3.1.2.4 Title` at the beginning of a line: a section's number, not a machine's.
  private func isHeading(_ octets: [Int], _ start: Int, _ end: Int, in text: TextBytes) -> Bool {
    guard octets[0] < 10, octets.allSatisfy({ $0 < 40 }), text[end] == " ", text[end + 1].isUpper else {
      return false
    }
    var place = start - 1
    while start - place < 8, text[place] == "#" || text[place] == " " { place -= 1 }
    return place < 0 || text[place].isLineEnd
  }

  // MARK: Version 6

  private func version6(around colon: Int, in text: TextBytes) -> TextSpan? {
    var start = colon
    while colon - start < 5, text[start - 1].isHexDigit { start -= 1 }
    if colon - start > 4 || text.hasLetter(before: start) { return nil }
    let before = text[start - 1]
    if before == ":" || before == "." || before == "_" { return nil }
    var groups: [Int] = []
    var widths: Set<Int> = []
    var gap: Int?
    var place = start
    if text[place] == ":" {
      if text[place + 1] != ":" { return nil }
      gap = 0
      place += 2
    }
    while groups.count < 8 {
      let first = place
      var value = 0
      while place - first < 5, text[place].isHexDigit {
        value = value << 4 | text[place].hexValue
        place += 1
      }
      if place - first > 4 { return nil }
      if place == first { break }
      if text[place] == ".", groups.count <= 6, let (octets, end) = octets(from: first, in: text) {
        groups += [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
        place = end
        break
      }
      groups.append(value)
      widths.insert(place - first)
      if text[place] != ":" { break }
      if text[place + 1] == ":" {
        if gap != nil { return nil }
        gap = groups.count
        place += 2
      } else if text[place + 1].isHexDigit, groups.count < 8 {
        place += 1
      } else {
        break
      }
    }
    // Eight groups of two digits are an EUI-64 or a fingerprint.
    if widths == [2], groups.count == 8 { return nil }
    guard groups.count == 8 ? gap == nil : gap != nil, isFree(behind: place, in: text), isUnicast(groups, gap)
    else { return nil }
    return TextSpan(start, place)
  }

  private func isFree(behind end: Int, in text: TextBytes) -> Bool {
    if text.hasLetter(at: end) || text[end] == "_" { return false }
    return !((text[end] == ":" || text[end] == ".") && text[end + 1].isAlphanumeric)
  }

  /// With all eight groups written out anything but the unspecified address and loopback counts. With a gap
  /// the address must be in a space that IANA has given out, for `add::1` is C++.
  private func isUnicast(_ groups: [Int], _ gap: Int?) -> Bool {
    if groups.dropLast().allSatisfy({ $0 == 0 }), (groups.last ?? 0) < 2 { return false }
    guard let gap else { return true }
    if gap == 0 { return groups.count >= 3 && groups[0] == 0xFFFF }
    switch groups[0] {
    case 0x2000...0x3FFF, 0xFC00...0xFDFF, 0xFE80...0xFEBF, 0xFF00...0xFFFF: return true
    case 0x64: return groups.count > 1 && groups[1] == 0xFF9B
    case 0x100: return groups.count > 2
    default: return false
    }
  }
}
