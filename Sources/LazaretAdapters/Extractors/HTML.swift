package import LazaretCore

/// HTML and XHTML, through libxml2's HTML parser.
///
/// The visible lane is what a browser shows of the page without running its scripts: blocks on lines of
/// their own, headings with their places, "- " before list items, " | " between cells. The hidden lane
/// holds comments, what styles and attributes keep from view, attributes that a model may read, the sentences
/// of JSON in scripts (JSON-LD), text in scripts that are no programs, framed documents (`srcdoc`), and what
/// style sheets would put before or after elements (`content`). Programs and style sheets are code and in
/// neither. External style sheets are not fetched. Named
/// character references are those of HTML 4; others stay as they are written.
package struct HTML: Extractor {
  package let name = "html"
  package let version = 2
  private let shortestToCondense: Int

  /// - Parameter shortest: from how many bytes on the parser is spared what nobody reads (``CondensedPage``):
  ///   a shorter page is parsed sooner than it is condensed. What is read is the same either way.
  package init(condensingFrom shortest: Int = 1_024) { shortestToCondense = shortest }

  package func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw, declared: DeclaredCharset.inHTML(raw.bytes))
    let page = try Self.read(text.utf8, uri: raw.uri, condensingFrom: shortestToCondense)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? page.title, mediaType: "text/html",
      language: page.language, modified: raw.modified,
      visible: page.visible, hidden: page.hidden, notes: text.notes + page.notes)
  }

  struct Page: Hashable {
    var title: String?
    var language: String?
    var visible: Passage
    var hidden: Passage
    var notes: [String]
  }

  /// `utf8` must be valid UTF-8.
  ///
  /// - Parameters:
  ///   - outer: rules of style sheets that stand outside of the page.
  ///   - depth: how many documents this one is framed in.
  ///   - shortest: to be condensed, in bytes.
  static func read(
    _ utf8: [UInt8], uri: String, rules outer: StyleRules? = nil, depth: Int = 0,
    condensingFrom shortest: Int = 1_024
  ) throws(ExtractionError) -> Page {
    let condensed = utf8.count >= shortest ? CondensedPage(of: utf8, after: outer) : nil
    // A page that can be condensed has no tags within tags, and few attributes in each.
    if condensed == nil, let reason = HTMLTagGuard(utf8).reasonToRefuse {
      throw .malformed("'\(uri)' \(reason)")
    }
    do throws(MarkupError) {
      let reader = try HTMLEvents.read(utf8, condensed) {
        HTMLReader(outer: outer, plan: condensed?.plan, expectedBytes: utf8.count, depth: depth)
      }
      guard reader.hasLateRules else { return reader.finish() }
      // A style sheet that stands below text holds for the text above it as well.
      let rules: StyleRules
      if let condensed {
        rules = condensed.plan.rules
      } else {
        rules = try HTMLReader.rules(ofSheetsIn: utf8, after: outer)
      }
      return try HTMLEvents.read(utf8, condensed) {
        HTMLReader(rules: rules, expectedBytes: utf8.count, depth: depth)
      }.finish()
    } catch {
      throw .malformed("'\(uri)' cannot be read as HTML beyond line \(error.line): \(error.reason)")
    }
  }
}
