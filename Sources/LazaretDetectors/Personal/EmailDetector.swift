import LazaretCore

/// Mail addresses. The local part may hold letters of scripts that separate their words (RFC 6531); the
/// domain needs a dot and a last label of letters.
///
/// Not reported: `user:password@host` in a URL (its secret has a label of its own), `git@host:path`, and the
/// names of images for dense screens, `icon@2x.png`.
struct EmailDetector: Detector {
  /// RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.2.
  private static let longestLocalPart = 64
  private static let longestDomain = 253

  let triggers: [Trigger] = [.literal(Literal("@"))]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      guard let start = localStart(endingAt: hit.start, in: text),
        let end = domainEnd(from: hit.end, in: text),
        !isImageName(hit, end, in: text), !isRepository(start, hit, end, in: text),
        !isUserInformation(start, in: text)
      else { return nil }
      return Detection(label: "pii/email", span: TextSpan(start, end))
    }
  }

  private static let localSigns = ByteSet(".!#$%&'*+/=?^_{|}~-")
  /// Signs that an address may begin with but hardly does, while what stands around it often ends so:
  /// `to=a@b.example`, `_a@b.example_`, `/a@b.example`.
  private static let wrappingSigns = ByteSet("!#$&*/=?^{|}~")

  private func localStart(endingAt end: Int, in text: TextBytes) -> Int? {
    var start = end
    while end - start <= Self.longestLocalPart {
      let byte = text[start - 1]
      if byte.isAlphanumeric || (Self.localSigns.contains(byte) && !Self.wrappingSigns.contains(byte)) {
        if byte == ".", text[start] == "." { break }
        start -= 1
      } else if byte >= 0x80, text.hasLetter(before: start) {
        start -= text.scalar(before: start).length
      } else {
        break
      }
    }
    if end - start > Self.longestLocalPart || text[end - 1] == "." { return nil }
    while start < end, text[start] < 0x80, !text[start].isAlphanumeric { start += 1 }
    return start < end ? start : nil
  }

  /// Behind the longest run of labels that ends in a label of two or more letters.
  private func domainEnd(from start: Int, in text: TextBytes) -> Int? {
    var end: Int?
    var labelStart = start
    var labels = 0
    var place = start
    var onlyLetters = true
    while place - start <= Self.longestDomain {
      let byte = text[place]
      if byte.isASCIILetter {
        place += 1
      } else if byte.isDigit || (byte == "_" && text[place + 1].isAlphanumeric)
        || (byte == "-" && place > labelStart)
      {
        onlyLetters = false
        place += 1
      } else if byte >= 0x80, text.hasLetter(at: place) {
        place += text.scalar(at: place).length
      } else {
        let length = place - labelStart
        if length == 0 || length > 63 || text[place - 1] == "-" { break }
        labels += 1
        let isCoded =
          text[labelStart].lowered == "x" && text[labelStart + 1].lowered == "n"
          && text[labelStart + 2] == "-"
        if labels > 1, length > 1, onlyLetters || isCoded { end = place }
        if byte != "." { break }
        place += 1
        labelStart = place
        onlyLetters = true
      }
    }
    return end
  }

  private func isImageName(_ hit: Hit, _ end: Int, in text: TextBytes) -> Bool {
    guard text[hit.end].isDigit, text[hit.end + 1].lowered == "x", text[hit.end + 2] == "." else {
      return false
    }
    return ["png", "jpg", "jpeg", "gif", "svg", "webp"].contains(text.string(hit.end + 3..<end).lowercased())
  }

  private func isRepository(_ start: Int, _ hit: Hit, _ end: Int, in text: TextBytes) -> Bool {
    text[end] == ":" && !text[end + 1].isBlank && text.string(start..<hit.start) == "git"
  }

  /// True behind `//` or `//user:` without a blank between.
  private func isUserInformation(_ start: Int, in text: TextBytes) -> Bool {
    var place = start
    while start - place < Self.longestLocalPart,
      text[place - 1].isAlphanumeric || "-._~%!$&+=:".utf8.contains(text[place - 1])
    {
      place -= 1
    }
    return text[place - 1] == "/" && text[place - 2] == "/"
  }
}
