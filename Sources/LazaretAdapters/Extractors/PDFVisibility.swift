import LazaretCore

/// Finds the words of a PDF that nobody sees, by looking at the pages.
///
/// One question covers white on white, text drawn without ink, text behind a picture or a box, cut away or
/// switched off: does the page vary where the word stands? The layer of text that OCR writes under a scan
/// stands where the scan has ink, and stays visible. What cannot be told is visible, and screened as such.
///
/// Bounds: ``maxPages`` pages are drawn, 16 at a time (at most 31 MB), and 400 million pixels are looked at.
struct PDFVisibility {
  static let maxPages = 512
  private static let batch = 16

  private(set) var notes: [String] = []
  private var budget = 400_000_000
  private var unseen = 0
  private var lacksFonts = false

  /// Marks the words of `layout`. `runs` may be of use where the pictures cannot be relied on.
  mutating func mark(_ layout: inout PDFLayout, runs: PDFRuns, with tools: PDFTools)
    async
    throws(ExtractionError)
  {
    for page in layout.pages.indices { Self.markTiny(&layout.pages[page]) }
    var start = 0
    while start < layout.pages.count {
      let end = min(start + Self.batch, layout.pages.count)
      let withText = (start..<end).filter { !layout.pages[$0].isEmpty }
      if let first = withText.first, let last = withText.last {
        if last >= Self.maxPages {
          unseen += withText.count
        } else {
          try await look(at: first...last, &layout, runs, tools)
        }
      }
      start = end
    }
    if lacksFonts {
      notes.append("it has fonts that poppler cannot draw, so of invisible text only white text was told")
    }
    if unseen > 0 {
      notes.append(
        "\(unseen) \(unseen == 1 ? "page was" : "pages were") not searched for invisible text, which counts"
          + " as visible there")
    }
  }

  private mutating func look(
    at pages: ClosedRange<Int>, _ layout: inout PDFLayout, _ runs: PDFRuns, _ tools: PDFTools
  ) async throws(ExtractionError) {
    let drawn: Program.Output
    do throws(ProgramError) {
      drawn = try await tools.pictures(of: pages.lowerBound + 1...pages.upperBound + 1)
    } catch {
      if case .notFound = error { throw tools.extractionError(error) }
      if case .stopped = error { throw tools.extractionError(error) }
      unseen += pages.count
      return
    }
    let pictures = PDFPicture.all(in: drawn.standardOutput)
    // A font that is missing on this machine draws nothing: blank paper then proves nothing.
    let isReliable = !Self.complainsOfFonts(drawn.standardError)
    if !isReliable { lacksFonts = true }
    for (page, picture) in zip(pages, pictures) {
      mark(&layout.pages[page], picture, isReliable, page < runs.pages.count ? runs.pages[page] : [])
    }
    unseen += max(0, pages.count - pictures.count)
  }

  private mutating func mark(
    _ page: inout PDFLayout.Page, _ picture: PDFPicture, _ isReliable: Bool, _ runs: [PDFRuns.Run]
  ) {
    var blank: [(block: Int, line: Int, word: Int)] = []
    var words = 0
    var isUntold = false
    for block in page.blocks.indices {
      for line in page.blocks[block].lines.indices {
        for word in page.blocks[block].lines[line].words.indices {
          words += 1
          let box = page.blocks[block].lines[line].words[word].box
          switch picture.isBlank(box, on: page, budget: &budget) {
          case true: blank.append((block, line, word))
          case nil: isUntold = true
          case false: break
          }
        }
      }
    }
    if isUntold { unseen += 1 }
    if blank.isEmpty { return }
    // A page on which nothing at all was drawn is as likely a fault of the drawing.
    let isProof = isReliable && blank.count < words
    let light = isProof ? [] : Self.lightWords(runs)
    for (block, line, word) in blank {
      let text = page.blocks[block].lines[line].words[word].text
      if isProof || light.contains(text) {
        page.blocks[block].lines[line].words[word].reason =
          page.blocks[block].lines[line].words[word].reason ?? .invisible
      }
    }
  }

  /// The words that the page has in white and in no other colour.
  private static func lightWords(_ runs: [PDFRuns.Run]) -> Set<String> {
    func words(_ isLight: Bool) -> Set<String> {
      Set(runs.filter { $0.isLight == isLight }.flatMap { $0.text.split(separator: " ").map(String.init) })
    }
    return words(true).subtracting(words(false))
  }

  /// One point and less, whichever way the line runs. A font's box is a little higher than its size.
  private static func markTiny(_ page: inout PDFLayout.Page) {
    for block in page.blocks.indices {
      for line in page.blocks[block].lines.indices {
        for word in page.blocks[block].lines[line].words.indices {
          let (box, text) = (
            page.blocks[block].lines[line].words[word].box, page.blocks[block].lines[line].words[word].text
          )
          let advance = max(box.width, box.height) / Float(max(text.unicodeScalars.count, 1))
          if min(box.width, box.height) <= 1.25, advance <= 1.25 {
            page.blocks[block].lines[line].words[word].reason = .tiny
          }
        }
      }
    }
  }

  private static func complainsOfFonts(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(1 << 20), as: UTF8.self).lowercased()
    return ["find a font", "create a font", "no display font", "cannot load default config", "loading font"]
      .contains { text.contains($0) }
  }
}
