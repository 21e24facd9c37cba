/// A PDF made by hand: the given contents of pages in Helvetica, and what else a test wants of it.
struct SamplePDF {
  var pages: [String]
  var mediaBox = "0 0 595 842"
  var pageEntries = ""
  var catalogEntries = ""
  var trailerEntries = ""
  var objects: [String] = []

  /// Text at a place, in points from the lower left corner.
  static func text(
    _ line: String, x: Int = 60, y: Int, size: Int = 12, color: String = "0 0 0", mode: Int = 0
  ) -> String {
    "BT \(mode) Tr \(color) rg /F1 \(size) Tf \(x) \(y) Td (\(line)) Tj ET\n"
  }

  var bytes: [UInt8] {
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var bodies = [
      "<< /Type /Catalog /Pages 2 0 R \(catalogEntries) >>",
      "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] /MediaBox [\(mediaBox)]"
        + " /Resources << /Font << /F1 3 0 R >> >> >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for (index, page) in pages.enumerated() {
      bodies.append("<< /Type /Page /Parent 2 0 R /Contents \(5 + 2 * index) 0 R \(pageEntries) >>")
      bodies.append("<< /Length \(page.utf8.count) >>\nstream\n\(page)\nendstream")
    }
    bodies += objects
    var data = "%PDF-1.4\n"
    var places: [Int] = []
    for (index, body) in bodies.enumerated() {
      places.append(data.utf8.count)
      data += "\(index + 1) 0 obj\n\(body)\nendobj\n"
    }
    let start = data.utf8.count
    data += "xref\n0 \(bodies.count + 1)\n0000000000 65535 f \n"
    for place in places {
      data += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n"
    }
    data +=
      "trailer\n<< /Size \(bodies.count + 1) /Root 1 0 R \(trailerEntries) >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(data.utf8)
  }
}
