import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct StoreDocumentationTests {
  private let page: String

  init() throws {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    page = try String(contentsOf: folder.appendingPathComponent("docs/store.md"), encoding: .utf8)
  }

  private func filled() async throws -> FreshStore {
    let fresh = try await FreshStore()
    try await fresh.replace(
      StoreSamples.document(
        "a",
        [
          .init(text: "one ", state: .clean), .init(text: "two ", state: .masked),
          .init(text: "three ", state: .quarantined), .init(text: "four ", state: .unscreened),
        ]))
    return fresh
  }

  @Test func `every statement of the page runs`() async throws {
    let statements = page.components(separatedBy: "```sql\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(statements.count >= 10)
    let fresh = try await filled()
    for statement in statements {
      let columns = try await fresh.store.read { db in
        let prepared = try db.makeStatement(sql: statement)
        _ = try Row.fetchAll(prepared)
        return prepared.columnCount
      }
      #expect(columns > 0, "\(statement)")
    }
  }

  @Test func `every table, view and column is in its section of the page`() async throws {
    let fresh = try await filled()
    let columns = try await fresh.store.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT item.name, part.name
          FROM sqlite_schema AS item, pragma_table_info(item.name) AS part
          WHERE item.type IN ('table', 'view') AND item.name NOT LIKE 'sqlite_%'
            AND item.name <> 'grdb_migrations'
          """
      ).map { (table: $0[0] as String, column: $0[1] as String) }
    }
    #expect(columns.count > 80)
    for (table, column) in columns {
      let sections = page.components(separatedBy: "\n### \(table)\n")
      #expect(sections.count == 2, "\(table) has one section")
      let section = sections.last?.components(separatedBy: "\n### ").first ?? ""
      #expect(section.contains("`\(column)`"), "\(table).\(column)")
    }
  }

  @Test func `the view of the clean corpus has the rows of the export`() async throws {
    let fresh = try await filled()
    let rows = try fresh.cleanChunks().map { "\($0.id) \($0.text) \(!$0.masks.isEmpty)" }
    let view = try await fresh.store.read { db in
      try Row.fetchAll(db, sql: "SELECT id, text, masked FROM clean_corpus ORDER BY source, uri, ordinal")
        .map { "\($0[0] as String) \($0[1] as String) \($0[2] as Bool)" }
    }
    #expect(rows.count == 2)
    #expect(view == rows)
  }

  @Test func `the queue shows what is held, without its text`() async throws {
    let fresh = try await filled()
    let rows = try await fresh.store.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM quarantine_queue").map { "\($0)" }
    }
    #expect(rows.count == 1)
    #expect(rows.first?.contains("flagged") == true)
    #expect(rows.first?.contains("three") == false)
  }

  @Test func `the history reads the numbers out of the summary`() async throws {
    let fresh = try await filled()
    let summary = """
      {"documents":{"seen":7},"chunks":{"total":9,"quarantined":2,"unscreened":1},"screenings":{"requests":5}}
      """
    func history() async throws -> [String] {
      try await fresh.store.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT outcome, documents_seen, chunks_total, chunks_quarantined, chunks_unscreened, requests
            FROM run_history
            """
        ).map { $0.databaseValues.map { "\($0)" }.joined(separator: " ") }
      }
    }
    #expect(try await history() == ["\"unfinished\" NULL NULL NULL NULL NULL"])
    try await fresh.store.finishRun(fresh.run, at: "t", outcome: "complete", summary: summary)
    #expect(try await history() == ["\"complete\" 7 9 2 1 5"])
  }
}
