import LazaretAdapters
import LazaretCore
import LazaretTesting
import Testing

struct StoreReportTests {
  private static let now = Timestamp(milliseconds: 1_767_225_600_000)

  private func report(of store: SQLiteStore) throws -> StoreReport {
    try store.report(at: Self.now, agesInDays: [1, 7, 30])
  }

  @Test(arguments: 0..<20)
  func `the sources together are the corpus`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    let fresh = try await FreshStore()
    for number in 0..<Int.random(in: 0...12, using: &generator) {
      let pieces = (0..<Int.random(in: 1...5, using: &generator)).map { piece in
        StoreSamples.chunk(
          "Text \(number) \(piece). ", ChunkState.allCases.randomElement(using: &generator) ?? .clean,
          lane: Bool.random(using: &generator) ? .visible : .hidden)
      }
      try await fresh.replace(
        StoreSamples.document(
          "\(number)", source: ["a", "b", "c"].randomElement(using: &generator) ?? "a", pieces))
    }
    let report = try report(of: fresh.store)
    let totals = try await fresh.store.totals()
    #expect(report.status == (try fresh.store.status()))
    #expect(report.sources.reduce(0) { $0 + $1.documents } == totals.documents)
    #expect(report.sources.reduce(0) { $0 + $1.clean } == totals.clean)
    #expect(report.sources.reduce(0) { $0 + $1.masked } == totals.masked)
    #expect(report.sources.reduce(0) { $0 + $1.quarantined } == totals.quarantined)
    #expect(report.sources.reduce(0) { $0 + $1.unscreened } == totals.unscreened)
    #expect(report.arrivals.reduce(0) { $0 + $1.documents } == totals.documents)
    #expect(report.held.reduce(0) { $0 + $1.quarantined } == totals.quarantined)
    #expect(report.held.reduce(0) { $0 + $1.unscreened } == totals.unscreened)
    #expect(report.masks.reduce(0) { $0 + $1.count } == totals.masked)
  }

  @Test func `ages part what is held at whole days`() async throws {
    let fresh = try await FreshStore()
    for (number, time) in [
      "2026-01-01T00:00:00.000Z", "2025-12-31T00:00:00.000Z", "2025-12-30T23:59:59.999Z",
      "2025-12-25T00:00:00.000Z",
      "2025-12-02T00:00:00.000Z", "2025-12-01T23:59:59.999Z", "2020-01-01T00:00:00.000Z",
    ].enumerated() {
      try await fresh.replace(
        StoreSamples.document(
          "\(number)", [StoreSamples.chunk("held \(number)", number == 2 ? .unscreened : .quarantined)]),
        at: time)
    }
    let held = try report(of: fresh.store).held
    #expect(held.map(\.quarantined) == [2, 1, 1, 2])
    #expect(held.map(\.unscreened) == [0, 1, 0, 0])
  }

  @Test func `the same instant holds for all of it while a run writes`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(StoreSamples.document("a", [StoreSamples.chunk("clean", .clean)]))
    let reader = try SQLiteStore(path: fresh.path, access: .read)
    #expect(try report(of: reader).sources.map(\.clean) == [1])
    try await fresh.replace(StoreSamples.document("b", [StoreSamples.chunk("more", .masked)]))
    let report = try report(of: reader)
    #expect(report.sources.map(\.masked) == [1])
    #expect(report.runs.map(\.outcome) == [nil])
    #expect(report.requests.isEmpty)
  }
}
