import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import lazaret

struct ReportPageTests {
  private static let references = [
    "http:", "https:", "src=", "url(", "@import", "<script", "<link", "<iframe", "<img",
  ]

  @Test func `the page of a small store is as recorded`() async throws {
    let small = try await SmallStore()
    let html = try small.page().html
    #expect(html == (try small.page().html))
    try Golden.check(html, "report")
  }

  @Test func `the page is whole by itself, and holds no text of a document`() async throws {
    let html = try await SmallStore().page().html
    for reference in Self.references { #expect(!html.contains(reference), "\(reference)") }
    #expect(html.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
    for text in [
      SmallStore.secret, "teapot", "Nobody looked", "jo@example", "tea@example", "no answer within",
    ] {
      #expect(!html.contains(text), "\(text)")
    }
  }

  @Test func `charts, tables, tiles and the status say the same`() async throws {
    let small = try await SmallStore()
    let page = try ReportMarkup(small.page().html)
    let totals = try small.store.status().totals
    #expect(totals.clean > 0 && totals.masked > 0 && totals.quarantined > 1 && totals.unscreened > 0)
    let states = [totals.clean, totals.masked, totals.quarantined, totals.unscreened]
    #expect(page.tiles.dropLast() == [totals.documents, totals.chunks] + states)
    #expect(page.charts["states"] == states)
    #expect(page.tables["Chunks by state"] == states)
    // What is nothing is not drawn.
    func sameNumbers(_ chart: String, _ caption: String, sourceLocation: SourceLocation = #_sourceLocation) {
      let drawn = page.charts[chart] ?? []
      let told = (page.tables[caption] ?? []).filter { $0 > 0 }
      #expect(!drawn.isEmpty && drawn == told, "\(chart)", sourceLocation: sourceLocation)
    }
    sameNumbers("by-source", "Chunks by source")
    sameNumbers("masks", "Masks that stand in the corpus, by label")
    sameNumbers("ages", "Held chunks by age")
    sameNumbers("reasons", "Held chunks by reason; a chunk may have several")
    sameNumbers("reviewers", "Reviews by reviewer")
    #expect(page.tables["Chunks by source"]?.reduce(0, +) == totals.chunks)
    let ages = try #require(page.tables["Held chunks by age"])
    let days = try #require(page.tables["Documents by the day of their last change"])
    #expect(days.reduce(0, +) == totals.documents)
    #expect(page.charts["arrivals"] == days.dropLast().reversed())
    #expect(ages.reduce(0, +) == totals.quarantined + totals.unscreened)
    // Each row begins with its sum.
    let labels = try #require(page.tables["Findings by label"])
    let byLabel = try #require(page.charts["by-label"]).reduce(0, +)
    let byScreener = try #require(page.charts["by-screener"]).reduce(0, +)
    #expect(labels.reduce(0, +) == 2 * byLabel)
    #expect(byLabel == byScreener)
    let runs = try #require(page.tables["Runs, the latest first"])
    #expect(runs.count == 2 * 13)
    for chart in ["run-chunks", "run-answers"] {
      let drawn = try #require(page.charts[chart])
      #expect(!drawn.isEmpty && drawn.allSatisfy(runs.contains), "\(chart)")
    }
    let requests = try #require(page.tables["Answers this month by screener"])
    #expect(page.tiles.last == requests[0] + requests[6])
    #expect(page.charts["requests"] == [requests[0], requests[1], requests[6], requests[7]])
    #expect(page.tables["Requests that count against a budget"] == [9, 10])
  }

  @Test func `every chart is titled and described, and has a table`() async throws {
    let page = try ReportMarkup(try await SmallStore().page().html)
    #expect(page.charts.count >= 15)
    #expect(page.described == page.charts.count)
    #expect(page.elements["title"] ?? 0 >= page.charts.count)
    #expect(page.elements["desc"] == page.charts.count)
    #expect(page.tables.count >= 15)
    #expect(!page.tables.keys.contains(""))
  }

  @Test func `what needs somebody stands at the top`() async throws {
    let text = try ReportMarkup(try await SmallStore().page().html).text
    for point in [
      "The last run, 2026-11-21 03:00, ended incomplete.",
      "1 chunk without the answer of a required screener",
      "judged under another policy", "1 item could not be read",
      "1 document of sources that the pipeline file does not",
      "90.0 % of a screener's", "1 chunk in quarantine for more than 30 days",
      "1 chunk in quarantine on which the screeners disagree",
    ] { #expect(text.contains(point), "\(point)") }
  }

  @Test func `a store without anything has a page`() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.path("store.sqlite"), access: .run)
    let subject = try await SmallStore().subject()
    let page = ReportPage(try store.report(at: SmallStore.now, agesInDays: ReportPage.ages), of: subject)
    let markup = try ReportMarkup(page.html)
    #expect(markup.charts.isEmpty)
    #expect(markup.text.contains("No run is on record."))
  }

  @Test(arguments: 0..<40)
  func `nothing from outside becomes markup or a reference`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    var names: [String] = []
    func hostile() -> String {
      let parts = [
        "</td><script>alert(1)</script>", "\" onload=\"x", "' src='https://evil.example/a.png'", "&lt;",
        "&#0;", "]]>",
        "<!--", "-->", "url(http://evil.example)", "\u{0}", "\u{1B}[31m", "\u{202E}", "\u{E0041}", "\u{FFFE}",
        "\u{D7FF}",
        "é", "👩‍👩‍👧‍👦", "\r\n", "\t", "a\u{301}", "{}", "<svg/onload=x>", "javascript:x", "\u{2028}", "%3Cb%3E",
        String(repeating: "x", count: 300), "data:text/html,x", "</style>", "</title>", "pii/email",
      ]
      let name = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &generator)]
      }.joined()
      names.append(name)
      return name
    }
    var (report, subject) = try await Self.base()
    subject.pipeline = hostile()
    subject.store = hostile()
    report.sources = [.init(source: hostile(), documents: 1, clean: 3, failedItems: 1)]
    report.findings = [.init(screener: hostile(), label: hostile(), action: .mask, findings: 2)]
    report.masks = [.init(label: hostile(), count: 2)]
    report.reasons = [
      .init(state: .quarantined, code: hostile(), screener: hostile(), label: hostile(), chunks: 1)
    ]
    names.remove(at: names.count - 3)
    names.remove(at: names.count - 2)
    report.voices = [.init(screener: hostile(), judged: 1, found: 1, foundAlone: 1, missed: 0)]
    report.requests = [
      .init(screener: hostile(), requests: 1, reused: 2, retries: 0, rateLimited: 0, errors: 0, canaries: 0)
    ]
    report.answers = [
      .init(
        screener: hostile(), fingerprint: Fingerprint(hex: hostile()), texts: 1, first: "2026", last: "2026")
    ]
    report.reviewers = [
      .init(reviewer: hostile(), released: 1, rejected: 0, last: "2026-11-21T00:00:00.000Z")
    ]
    report.reviews = [
      .init(
        at: "2026-11-21T00:00:00.000Z", reviewer: hostile(), verdict: .released, source: hostile(),
        uri: hostile(),
        chunk: ChunkID(text: "0123456789abcdef"), counts: true)
    ]
    report.status.failures = [.init(source: hostile(), uri: hostile(), state: .failed, reason: hostile())]
    report.status.reasons = [.init(source: hostile(), state: .failed, reason: hostile(), items: 1)]
    let page = ReportPage(report, of: subject).html
    let markup = try ReportMarkup(page)
    for reference in Self.references { #expect(!page.contains(reference), "\(reference)") }
    let plain = try ReportMarkup(try await SmallStore().page().html)
    #expect(Set(markup.elements.keys).isSubset(of: Set(plain.elements.keys)))
    #expect(Set(markup.attributes.keys).isSubset(of: Set(plain.attributes.keys)))
    for name in names { #expect(markup.text.contains(HTMLText.shown(name)), "\(name)") }
  }

  private static func base() async throws -> (StoreReport, ReportSubject) {
    let small = try await SmallStore()
    return (try small.store.report(at: SmallStore.now, agesInDays: ReportPage.ages), try small.subject())
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "−1,000"),
  ])
  func `numbers are grouped`(number: Int, shown: String) { #expect(Figures.number(number) == shown) }

  @Test func `shares do not round to what they are not`() {
    #expect(Figures.share(0, of: 0) == "–")
    #expect(Figures.share(0, of: 5) == "0.0 %")
    #expect(Figures.share(1, of: 1_000_000) == "< 0.1 %")
    #expect(Figures.share(999_999, of: 1_000_000) == "> 99.9 %")
    #expect(Figures.share(1, of: 3) == "33.3 %")
    #expect(Figures.bytes(999) == "999 B")
    #expect(Figures.bytes(1_250_000) == "1.3 MB")
    #expect(Figures.bytes(.max).hasSuffix(" TB"))
    #expect(Figures.seconds(1_549) == "1.5 s")
  }
}
