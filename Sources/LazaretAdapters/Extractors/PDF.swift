import LazaretCore

/// PDF, through poppler's programs (`poppler-utils`), each in a process of its own under limits: 60 seconds,
/// 1 GiB of memory and 128 MiB of output. Three processes for a file, one more for each 16 pages beyond the
/// first 16, and two more for a file that keeps its objects compressed.
///
/// The visible lane is what a reader sees on the pages, in reading order, with the numbers of the pages. The
/// hidden lane has the words that the pages do not show, text off the page, and what a reader of the
/// file finds in it and a reader of the page does not: comments, form values, tooltips, alternative texts,
/// bookmarks, metadata and the names of attachments.
struct PDF: Extractor {
  let name = "pdf"
  let version = 1

  func extract(_ raw: RawDocument) async throws(ExtractionError) -> Document {
    let tools = try PDFTools(raw)
    let text = try await tools.layout()
    var layout = try Self.read(text, uri: raw.uri)
    if layout.pages.isEmpty { throw .malformed("'\(raw.uri)' is a PDF without pages") }
    var notes = Self.notes(onErrors: text.standardError)
    let runs = try await Self.runs(tools, notes: &notes)
    var visibility = PDFVisibility()
    try await visibility.mark(&layout, runs: runs, with: tools)
    notes += visibility.notes
    notes += Self.notes(onPagesOf: layout)
    var lanes = PDFText(layout, expectedBytes: text.standardOutput.count / 16)
    Self.hideLostRuns(runs, layout, in: &lanes)
    Self.hideDescription(of: layout, runs, in: &lanes)
    let strings = try await Self.strings(raw, tools, &lanes, &notes)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? layout.title.flatMap { $0.isEmpty ? nil : $0 },
      mediaType: "application/pdf", language: strings?.language, modified: raw.modified, fetched: raw.fetched,
      visible: lanes.visible, hidden: lanes.hiddenPassage, notes: notes)
  }

  // MARK: Reading what the programs say

  private static func read(_ output: Program.Output, uri: String) throws(ExtractionError) -> PDFLayout {
    do throws(MarkupError) {
      return try PDFLayout(xhtml: DecodedText.decode(output.standardOutput, charset: "utf-8").utf8)
    } catch {
      throw .malformed(
        "'\(uri)' has text that pdftotext cannot lay out (line \(error.line): \(error.reason))")
    }
  }

  /// A second opinion: without it, text off the page and bookmarks are not seen, and a note says so.
  private static func runs(_ tools: PDFTools, notes: inout [String]) async throws(ExtractionError) -> PDFRuns
  {
    do throws(ExtractionError) {
      let output = try await tools.runs()
      do throws(MarkupError) {
        return try PDFRuns(xml: DecodedText.decode(output.standardOutput, charset: "utf-8").utf8)
      } catch {
        notes.append("pdftohtml did not get through it: text off its pages and bookmarks are not read")
      }
    } catch .malformed {
      notes.append("pdftohtml did not get through it: text off its pages and bookmarks are not read")
    }
    return PDFRuns.none
  }

  private static func notes(onErrors bytes: [UInt8]) -> [String] {
    let errors = bytes.split(separator: 0x0A).count { $0.starts(with: "Syntax Error".utf8) }
    if errors == 0 { return [] }
    return [
      "it is broken: poppler found \(errors) \(errors == 1 ? "error" : "errors"), and text may be missing"
    ]
  }

  private static func notes(onPagesOf layout: PDFLayout) -> [String] {
    let empty = layout.pages.count(where: \.isEmpty)
    if empty == 0 { return [] }
    return [
      "no text on \(empty) of \(layout.pages.count) \(layout.pages.count == 1 ? "page" : "pages") (scanned?)"
    ]
  }

  // MARK: What no page shows

  /// Runs that pdftohtml sees and pdftotext does not: off the page, outside of the crop box, or under a
  /// text that stands for them. Comparing is bounded; what it does not get to is taken for lost.
  private static func hideLostRuns(_ runs: PDFRuns, _ layout: PDFLayout, in lanes: inout PDFText) {
    var budget = 200_000_000
    for (index, page) in runs.pages.enumerated() {
      let words =
        index < layout.pages.count ? layout.pages[index].blocks.flatMap(\.lines).flatMap(\.words) : []
      let known = Set(words.map(\.text))
      var squeezed: [UInt8]?
      var lost: [String] = []
      for run in page {
        let parts = run.text.split(whereSeparator: \.isWhitespace)
        if parts.isEmpty { continue }
        if !run.isOffPage {
          if parts.allSatisfy({ known.contains(String($0)) }) { continue }
          let whole = squeezed ?? words.flatMap { word in word.text.utf8.filter { !$0.isWhitespace } }
          squeezed = whole
          budget -= whole.count
          if budget > 0, whole.contains(piece: parts.flatMap { Array($0.utf8) }) { continue }
        }
        lost.append(run.text)
      }
      lanes.hide(lost.joined(separator: "\n"), kind: PDFHiding.offPage.rawValue, page: index + 1)
    }
  }

  private static func hideDescription(of layout: PDFLayout, _ runs: PDFRuns, in lanes: inout PDFText) {
    // The title leaves with every row of the export, so it has to be in a lane that is screened.
    lanes.hide(layout.title ?? "", kind: "title")
    for (name, value) in layout.metadata where ["Subject", "Keywords", "Author"].contains(name) {
      lanes.hide(value, kind: "metadata")
    }
    let titles = Set(lanes.visible.headings.map(\.title))
    for bookmark in runs.bookmarks where !titles.contains(bookmark) { lanes.hide(bookmark, kind: "bookmark") }
  }

  /// `nil` where the strings cannot be read.
  private static func strings(
    _ raw: RawDocument, _ tools: PDFTools, _ lanes: inout PDFText, _ notes: inout [String]
  ) async throws(ExtractionError) -> PDFStrings? {
    let isCompressed = raw.bytes.contains(piece: Array("/ObjStm".utf8))
    if isCompressed || raw.bytes.contains(piece: Array("/EmbeddedFile".utf8)) {
      await addAttachments(tools, &lanes, &notes)
    }
    if tools.isEncrypted {
      notes.append("its comments, form values and alternative texts are encrypted and were not read")
      return nil
    }
    var bytes = raw.bytes
    if isCompressed {
      do throws(ProgramError) {
        bytes += try await tools.plainObjects().standardOutput
      } catch {
        notes.append("poppler could not unpack all of it: comments and form values may be missing")
      }
    }
    let strings = PDFStrings(bytes)
    for found in strings.found { lanes.hide(found.text, kind: found.kind) }
    if strings.hasScript { notes.append("it has JavaScript, which is not text and was left aside") }
    return strings
  }

  /// Attached files are not opened; they are counted, and their names are read.
  private static func addAttachments(
    _ tools: PDFTools, _ lanes: inout PDFText, _ notes: inout [String]
  ) async {
    do throws(ProgramError) {
      let list = DecodedText.decode(try await tools.attachments().standardOutput, charset: "utf-8").utf8
      let lines = list.split(separator: 0x0A)
      guard
        let count = lines.first.flatMap({ Int(String(decoding: $0.prefix { $0 != 0x20 }, as: UTF8.self)) }),
        count > 0
      else { return }
      notes.append("\(count) attached \(count == 1 ? "file was" : "files were") not read")
      for line in lines.dropFirst() { lanes.hide(String(decoding: line, as: UTF8.self), kind: "attachment") }
    } catch {
      notes.append("its attached files could not be listed")
    }
  }
}

extension [UInt8] {
  /// Whether the bytes of `piece` stand somewhere in these. An empty piece does.
  func contains(piece: [UInt8]) -> Bool {
    guard let first = piece.first, piece.count <= count else { return piece.isEmpty }
    return withUnsafeBufferPointer { bytes in
      for place in 0...bytes.count - piece.count where bytes[place] == first {
        var length = 1
        while length < piece.count, bytes[place + length] == piece[length] { length += 1 }
        if length == piece.count { return true }
      }
      return false
    }
  }
}
