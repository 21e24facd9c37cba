import Foundation
import GRDB
import LazaretTesting
import Testing

@testable import LazaretAdapters

@Suite struct CheckpointerTests {
  /// A table that is watched, with a limit so small that it is reached often.
  private struct Watched {
    static let pagesBetween = 40

    let folder: TemporaryDirectory
    let pool: DatabasePool
    let checkpointer: Checkpointer

    init(open: (@Sendable () throws -> DatabaseQueue)? = nil) throws {
      folder = try TemporaryDirectory()
      let path = folder.path("file.sqlite")
      var configuration = Configuration()
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
      pool = try DatabasePool(path: path, configuration: configuration)
      try pool.write { try $0.execute(sql: "CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT)") }
      checkpointer = Checkpointer(
        pool, pagesBetween: Self.pagesBetween, open: open ?? { try DatabaseQueue(path: path) })
    }

    func write(_ number: Int) throws {
      try pool.write { db in
        try db.execute(
          sql: "INSERT INTO row VALUES (?, ?)", arguments: [number, String(repeating: "x", count: 3000)])
      }
    }

    /// Writes rows until the file must have begun anew: each is at least a page, and every page would stand there.
    ///
    /// - Returns: the number of the next row.
    func writeUntilBegunAnew(from first: Int) throws -> Int {
      var next = first
      // The checkpoints have a thread of their own, which has its turns when the machine gives it some.
      while try next - first < 1_000 || walPages * 2 > next - first {
        try write(next)
        next += 1
        try #require(next - first < 100_000)
      }
      return next
    }

    /// In pages; it never gets shorter while the file is open.
    var walPages: Int {
      get throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: pool.path + "-wal")
        return try #require(attributes[.size] as? Int) / 4096
      }
    }
  }

  @Test func `the file begins anew while the writer goes on`() throws {
    let watched = try Watched()
    let count = try watched.writeUntilBegunAnew(from: 0)
    watched.checkpointer.stop()
    let kept = try watched.pool.read { try Int.fetchAll($0, sql: "SELECT number FROM row ORDER BY number") }
    #expect(kept == Array(0..<count))
    try watched.pool.close()
    let file = try DatabaseQueue(path: watched.pool.path)
    #expect(try file.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
  }

  @Test func `a reader keeps its snapshot, and nothing is lost`() throws {
    let watched = try Watched()
    for number in 0..<100 { try watched.write(number) }
    let seen = try watched.pool.read { db in
      for number in 100..<400 { try watched.write(number) }
      return try Int.fetchOne(db, sql: "SELECT count(*) FROM row")
    }
    #expect(seen == 100)
    let grown = try watched.walPages
    #expect(grown > 300, "what the reader might look at cannot be moved")
    // Once it is gone, the file begins anew.
    let count = try watched.writeUntilBegunAnew(from: 400)
    watched.checkpointer.stop()
    #expect(try watched.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM row") } == count)
  }

  @Test func `the writer moves everything itself when there is no other connection`() throws {
    struct Refused: Error {}
    let watched = try Watched { throw Refused() }
    for number in 0..<1000 { try watched.write(number) }
    #expect(try watched.walPages < 500)
    watched.checkpointer.stop()
  }

  @Test func `nothing is moved after the end`() throws {
    let watched = try Watched()
    watched.checkpointer.stop()
    watched.checkpointer.stop()
    for number in 0..<200 { try watched.write(number) }
    #expect(try watched.walPages >= 200)
    try watched.pool.close()
    watched.checkpointer.stop()
  }
}
