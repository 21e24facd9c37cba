package import LazaretCore

/// RFC 4180: a header row, quotes where they are needed, CRLF.
///
/// A spreadsheet takes a cell that begins with one of a few characters for a formula, and quotes do not keep
/// it from that. Such a cell gets an apostrophe before it, and so does one that begins with an apostrophe: a
/// reader that takes one leading apostrophe off every cell has the exact values again.
package struct CSV: Exporter {
  package let name = "csv"

  package init() {}

  package var header: [UInt8] {
    Self.line([
      "id", "document_id", "source", "uri", "title", "media_type", "heading_path", "ordinal", "start", "end",
      "text", "sha256", "masked", "masks", "screened_by", "policy", "run_id", "released_by", "review",
    ])
  }

  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    Self.line([
      chunk.id.text, chunk.documentID.text, chunk.source, chunk.uri, chunk.title ?? "", chunk.mediaType,
      JSONText.text { $0.strings(chunk.headingPath) }, "\(chunk.ordinal)", "\(chunk.span.start)",
      "\(chunk.span.end)", chunk.text, chunk.digest.hex, chunk.masks.isEmpty ? "false" : "true",
      JSONText.text { $0.masks(chunk.masks) }, chunk.screenedBy.joined(separator: ","), chunk.policy.hex,
      chunk.run, chunk.release?.reviewer ?? "", chunk.release?.review.text ?? "",
    ])
  }

  private static func line(_ cells: [String]) -> [UInt8] {
    var line: [UInt8] = []
    for (place, cell) in cells.enumerated() {
      if place > 0 { line.append(UInt8(ascii: ",")) }
      append(cell, to: &line)
    }
    return line + [0x0D, 0x0A]
  }

  private static func append(_ cell: String, to line: inout [UInt8]) {
    let bytes = Array((beginsFormula(cell) ? "'" : "").utf8) + Array(cell.utf8)
    guard bytes.contains(where: { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }) else {
      line += bytes
      return
    }
    line.append(0x22)
    for byte in bytes {
      if byte == 0x22 { line.append(0x22) }
      line.append(byte)
    }
    line.append(0x22)
  }

  /// The last four are the full-width forms, which some spreadsheets take as well.
  private static let first: Set<Unicode.Scalar> = [
    "'", "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  private static func beginsFormula(_ cell: String) -> Bool {
    cell.unicodeScalars.first.map { first.contains($0) } ?? false
  }
}
