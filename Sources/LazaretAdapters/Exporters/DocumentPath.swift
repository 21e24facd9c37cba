import LazaretCore

/// The name of a document's file in a folder: a function of its source and address alone, different for
/// different documents, and never outside the folder.
///
/// An address that is a safe path is kept, with `.md` behind it unless it ends so. From every other one the
/// unsafe parts are taken, and the document's identifier is put into the name; so it is where the plain name
/// could be that of another document.
enum DocumentPath {
  private static let mostSegmentBytes = 120
  private static let mostSegments = 24

  static func path(source: String, uri: String, id: DocumentID) -> String {
    var folders = uri.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let last = folders.removeLast()
    let safeFolders = folders.prefix(mostSegments).map { safe($0, isFolder: true) }
    let name = safe(last, isFolder: false)
    let isKept = safeFolders == folders && isSame(name, last)
    let top = safe(source, isFolder: true)
    let tag = isSame(top, source) && !looksTagged(source) ? "" : "-" + Digest(of: source).hex.prefix(12)
    let path = ([top + tag] + safeFolders).joined(separator: "/") + "/"
    let (stem, endsPlainly) = stem(of: name)
    let isNamedByItself =
      isKept && folders.allSatisfy { !$0.isEmpty } && !looksTagged(stem)
      // `a.md` and `a.html.md` are the files of `a.md` and `a.html`, and of no other document.
      && endsPlainly != stem.contains(".")
    return path + (isNamedByItself ? stem : "\(stem)-\(id.text)") + ".md"
  }

  private static func stem(of name: String) -> (stem: String, endsPlainly: Bool) {
    name.hasSuffix(".md") && name.utf8.count > 3 ? (String(name.dropLast(3)), true) : (name, false)
  }

  private static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

  /// Whether the name ends as one that was given its document's identifier.
  private static func looksTagged(_ stem: String) -> Bool {
    guard let tag = stem.split(separator: "-", omittingEmptySubsequences: false).last else { return false }
    return tag.utf8.count >= 12 && tag.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }

  private static let forbidden: Set<Unicode.Scalar> = [
    "<", ">", ":", "\"", "\\", "|", "?", "*", "/", "\u{FFFD}",
  ]
  /// Devices of Windows, whatever follows the first dot.
  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

  private static func safe(_ segment: String, isFolder: Bool) -> String {
    var scalars = String.UnicodeScalarView()
    var bytes = 0
    for scalar in segment.unicodeScalars {
      let isOdd =
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: forbidden.contains(scalar)
        }
      let next: Unicode.Scalar = isOdd ? "_" : scalar
      bytes += UTF8.width(next)
      if bytes > mostSegmentBytes { break }
      scalars.append(next)
    }
    // Hidden files, `..`, and what Windows takes off the end.
    if scalars.first == "." || scalars.isEmpty { scalars.insert("_", at: scalars.startIndex) }
    if let end = scalars.last, end == "." || end == " " {
      scalars.append("_")
    }
    var safe = String(scalars)
    let device = safe.prefix { $0 != "." }.lowercased()
    if devices.contains(device) { safe = "_" + safe }
    // A folder must not stand where a document's file stands.
    if isFolder, safe.lowercased().hasSuffix(".md") { safe += "_" }
    return safe
  }
}
