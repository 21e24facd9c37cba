import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// Random histories against a model in memory, and against somebody who follows the changes.
struct StoreHistoryTests {
  private struct Model {
    struct Entry {
      var judged: JudgedDocument
      var isComplete: Bool
      var seen: String
    }

    var documents: [DocumentID: Entry] = [:]
    var heldSince: [ChunkID: String] = [:]

    mutating func replace(with judged: JudgedDocument, run: String, at time: String) {
      let before = documents[judged.document.id]?.judged.chunks ?? []
      documents[judged.document.id] = Entry(judged: judged, isComplete: judged.isComplete, seen: run)
      let held = Set(judged.chunks.filter { $0.state == .quarantined }.map(\.chunk.id))
      for chunk in before where !held.contains(chunk.chunk.id) { heldSince[chunk.chunk.id] = nil }
      for id in held where heldSince[id] == nil { heldSince[id] = time }
    }

    mutating func removeUnseen(source: String, run: String) -> [String] {
      let gone = documents.filter { $0.value.judged.document.source == source && $0.value.seen != run }
      for (id, entry) in gone {
        documents[id] = nil
        for chunk in entry.judged.chunks { heldSince[chunk.chunk.id] = nil }
      }
      return gone.map(\.value.judged.document.uri).sorted()
    }

    var totals: CorpusTotals {
      var totals = CorpusTotals(documents: documents.count)
      for item in documents.values.flatMap(\.judged.chunks) {
        switch (item.state, item.chunk.lane) {
        case (.clean, .visible): totals.clean += 1
        case (.masked, .visible): totals.masked += 1
        case (.clean, .hidden), (.masked, .hidden): totals.hidden += 1
        case (.quarantined, _): totals.quarantined += 1
        case (.unscreened, _): totals.unscreened += 1
        }
      }
      return totals
    }

    private var inOrder: [JudgedDocument] {
      documents.values.map(\.judged).sorted {
        ($0.document.source, $0.document.uri) < ($1.document.source, $1.document.uri)
      }
    }

    var exported: [String] {
      inOrder.flatMap { judged in
        judged.chunks
          .filter { $0.chunk.lane == .visible && $0.released != nil }
          .sorted { $0.chunk.ordinal < $1.chunk.ordinal }
          .map {
            "\($0.chunk.id) \(judged.document.uri) \($0.chunk.ordinal) \($0.chunk.span) \($0.released?.text ?? "")"
          }
      }
    }

    var held: Set<String> {
      Set(
        inOrder.flatMap(\.chunks).filter { $0.state == .quarantined }.map {
          "\($0.chunk.id) \(heldSince[$0.chunk.id] ?? "never") \($0.chunk.text) \($0.reasons)"
        })
    }
  }

  @Test(arguments: 0..<40)
  func `any history leaves the rows that the model has, and a follower of the changes has them too`(
    seed: Int
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let fresh = try await FreshStore()
    let store = fresh.store
    var model = Model()
    var follower: [String: String] = [:]
    var cursor = 0

    for round in 0..<8 {
      let run = "run-r\(round)"
      let time = "t\(round)"
      try await store.beginRun(StoreSamples.run(run))
      for _ in 0..<Int.random(in: 0..<8, using: &generator) {
        let source = ["docs", "feed"].randomElement(using: &generator) ?? "docs"
        let uri = ["a", "b", "Z", "ä", "b/c"].randomElement(using: &generator) ?? "a"
        let id = DocumentID(source: source, uri: uri)
        switch (Int.random(in: 0..<8, using: &generator), model.documents[id] == nil) {
        case (0, false):
          try await store.postpone(id, of: "docs", waiting: 1, run: run, at: time)
          model.documents[id]?.isComplete = false
          model.documents[id]?.seen = run
        case (1, false):
          let state = [ItemRecord.State.unchanged, .failed, .skipped].randomElement(using: &generator)
          let item = ItemRecord(source: source, uri: uri, state: state ?? .failed)
          try await store.note(item, run: run, at: time)
          model.documents[id]?.seen = run
        default:
          let judged = Self.document(uri, source: source, using: &generator)
          try await store.replace(with: judged, run: run, at: time)
          model.replace(with: judged, run: run, at: time)
        }
      }
      if Bool.random(using: &generator) {
        let removed = try await store.removeUnseen(source: "docs", run: run, at: time)
        #expect(removed == model.removeUnseen(source: "docs", run: run))
      }
      try await check(fresh, model)
      cursor = try await follow(store, from: cursor, into: &follower)
      #expect(follower.values.sorted() == model.exported.sorted())
    }
  }

  private func check(_ fresh: FreshStore, _ model: Model) async throws {
    #expect(try await fresh.store.totals() == model.totals)
    #expect(
      try fresh.cleanChunks().map { "\($0.id) \($0.uri) \($0.ordinal) \($0.span) \($0.text)" }
        == model.exported)
    let held = try fresh.quarantine(QuarantineFilter(withText: true)).map {
      "\($0.id) \($0.since) \($0.text ?? "") \($0.reasons)"
    }
    #expect(Set(held) == model.held)
    #expect(held.count == model.held.count)
    for (id, entry) in model.documents {
      #expect(
        try await fresh.store.standing(of: id)
          == DocumentStanding(
            content: entry.judged.content, policy: entry.judged.policy, isComplete: entry.isComplete,
            hasUnscreenedChunks: !entry.judged.isComplete))
    }
    let strays = try await fresh.store.read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT (SELECT count(*) FROM quarantine JOIN chunk ON id = chunk WHERE state <> 'quarantined')
            + (SELECT count(*) FROM unscreened JOIN chunk ON id = chunk WHERE state <> 'unscreened')
            + (SELECT count(*) FROM chunk WHERE state = 'quarantined'
                AND id NOT IN (SELECT chunk FROM quarantine))
            + (SELECT count(*) FROM chunk WHERE state = 'unscreened'
                AND id NOT IN (SELECT chunk FROM unscreened))
            + (SELECT count(*) FROM pragma_foreign_key_check)
          """)
    }
    #expect(strays == 0)
  }

  /// What a delta would do: take every row that changed and drop what is gone or no longer clean.
  private func follow(
    _ store: SQLiteStore, from cursor: Int, into rows: inout [String: String]
  ) async throws -> Int {
    let (changed, gone, newest) = try await store.read { db in
      (
        try Row.fetchAll(
          db,
          sql: """
            SELECT id, uri, ordinal, start_byte, end_byte, text FROM clean_corpus WHERE change > ?
            """, arguments: [cursor]
        ).map { row -> (String, String) in
          let span = TextSpan(row[3], row[4])
          return (
            row[0], "\(row[0] as String) \(row[1] as String) \(row[2] as Int) \(span) \(row[5] as String)"
          )
        },
        try String.fetchAll(
          db,
          sql: """
            SELECT chunk FROM tombstone WHERE change > ?1
            UNION SELECT id FROM chunk
              WHERE change > ?1 AND (lane = 'hidden' OR state NOT IN ('clean', 'masked'))
            """, arguments: [cursor]),
        try Int.fetchOne(db, sql: "SELECT change FROM store") ?? -1
      )
    }
    for id in gone { rows[id] = nil }
    for (id, row) in changed { rows[id] = row }
    return newest
  }

  private static func document(
    _ uri: String, source: String, using generator: inout SeededGenerator
  ) -> JudgedDocument {
    let pieces = (0..<Int.random(in: 0..<7, using: &generator)).map { _ in
      StoreSamples.Piece(
        text: ["one ", "two ", "three ", "four ", "five "].randomElement(using: &generator) ?? "",
        state: ChunkState.allCases.randomElement(using: &generator) ?? .clean,
        lane: Int.random(in: 0..<4, using: &generator) == 0 ? .hidden : .visible)
    }
    return StoreSamples.document(uri, source: source, pieces)
  }
}
