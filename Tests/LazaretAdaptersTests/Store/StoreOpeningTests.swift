import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct StoreOpeningTests {
  let directory: TemporaryDirectory
  var path: String { directory.path("store.sqlite") }

  init() throws { directory = try TemporaryDirectory() }

  private func problem(opening path: String, for access: SQLiteStore.Access) -> StoreError? {
    do {
      _ = try SQLiteStore(path: path, access: access)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a run makes the folders and a file that only its owner reads`() throws {
    let deep = directory.path("a/b/store.sqlite")
    let store = try SQLiteStore(path: deep, access: .run)
    let attributes = try FileManager.default.attributesOfItem(atPath: store.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `reading a store that nobody made says to run first`() {
    let error = problem(opening: path, for: .read)
    #expect(
      error
        == .cannotOpen(path: path, why: "there is no store yet; 'lazaret run' makes it"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `an empty file is no store to a reader and a new one to a run`() throws {
    try directory.write("", to: "store.sqlite")
    #expect(
      problem(opening: path, for: .read)
        == .cannotOpen(path: path, why: "there is no store yet; 'lazaret run' makes it"))
    #expect(problem(opening: path, for: .run) == nil)
  }

  @Test(arguments: [SQLiteStore.Access.run, .read])
  func `a file of something else is damaged, and stays as it is`(access: SQLiteStore.Access) throws {
    let garbage = String(repeating: "this is no database. ", count: 500)
    try directory.write(garbage, to: "store.sqlite")
    guard case .corrupted = problem(opening: path, for: access) else {
      Issue.record("expected 'corrupted'")
      return
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == garbage)
  }

  @Test(arguments: [SQLiteStore.Access.run, .read])
  func `another program's database is refused, and stays as it is`(access: SQLiteStore.Access) throws {
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE player (name TEXT)") }
    try other.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(
      problem(opening: path, for: access)
        == .cannotOpen(path: path, why: "it is another program's database; name another file"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test(arguments: [SQLiteStore.Access.run, .read])
  func `a store of a newer version is refused by name`(access: SQLiteStore.Access) throws {
    do { _ = try SQLiteStore(path: path, access: .run) }
    let file = try DatabaseQueue(path: path)
    try file.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
    try file.close()
    #expect(problem(opening: path, for: access) == .newerVersion(path: path, found: "v99"))
  }

  @Test func `a store that is not migrated is refused by a reader and completed by a run`() throws {
    let file = try DatabaseQueue(path: path)
    try file.write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    try file.close()
    #expect(
      problem(opening: path, for: .read)
        == .olderVersion(path: path))
    #expect(problem(opening: path, for: .run) == nil)
    #expect(problem(opening: path, for: .read) == nil)
  }

  @Test func `a store whose making was cut off says so to a reader and is completed by a run`() throws {
    let other = directory.path("other.sqlite")
    let making = try DatabaseQueue(path: other)
    try making.write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    try making.writeWithoutTransaction { db in
      // So small that pages are written before the transaction ends: what is on disk now is a dead process's.
      try db.execute(sql: "PRAGMA cache_size = 2; BEGIN; CREATE TABLE half (filler BLOB)")
      for _ in 0..<100 { try db.execute(sql: "INSERT INTO half VALUES (randomblob(2000))") }
      for suffix in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: other + suffix, toPath: path + suffix)
      }
      try db.execute(sql: "ROLLBACK")
    }
    #expect(
      problem(opening: path, for: .read)
        == .cannotOpen(
          path: path, why: "it is being made, or the run that made it was cut off; 'lazaret run' completes it"
        ))
    #expect(problem(opening: path, for: .run) == nil)
    #expect(problem(opening: path, for: .read) == nil)
  }

  @Test func `a second run is kept out until the first is gone`() async throws {
    var first: SQLiteStore? = try SQLiteStore(path: path, access: .run)
    #expect(problem(opening: path, for: .run) == .held(path: path))
    #expect(problem(opening: path, for: .read) == nil)
    try await first?.beginRun(StoreSamples.run("run-1"))
    first = nil
    #expect(problem(opening: path, for: .run) == nil)
  }

  @Test func `a run that failed to open holds no lock`() throws {
    try directory.write(String(repeating: "x", count: 4096), to: "store.sqlite")
    #expect(problem(opening: path, for: .run) != nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(problem(opening: path, for: .run) == nil)
  }

  @Test func `a folder that cannot be made, or stands in the place of the file, is named`() throws {
    try directory.write("a file", to: "file")
    let below = directory.path("file/store.sqlite")
    guard case .cannotOpen(below, let why) = problem(opening: below, for: .run) else {
      Issue.record("expected 'cannotOpen'")
      return
    }
    #expect(why.contains(directory.path("file")))

    let folder = directory.url.path
    #expect(
      problem(opening: folder, for: .read)
        == .cannotOpen(path: folder, why: "it is not a regular file; name another"))
  }

  @Test func `a store that is open for reading cannot be written`() async throws {
    do { _ = try SQLiteStore(path: path, access: .run) }
    let store = try SQLiteStore(path: path, access: .read)
    await #expect(throws: StoreError.readOnly(path: path)) {
      try await store.beginRun(StoreSamples.run("run-1"))
    }
    await #expect(throws: StoreError.readOnly(path: path)) {
      try await store.note(
        ItemRecord(source: "docs", uri: "a", state: .failed), run: "run-1", at: "now")
    }
  }

  @Test func `a reader sees what a run commits while both are open`() async throws {
    let writer = try SQLiteStore(path: path, access: .run)
    let reader = try SQLiteStore(path: path, access: .read)
    try await writer.beginRun(StoreSamples.run("run-1"))
    #expect(try reader.status().runs.map(\.record) == [StoreSamples.run("run-1")])
  }

  @Test func `a full disk is told apart, and what was kept before is still there`() async throws {
    let store = try SQLiteStore(path: path, access: .run) { db in
      try db.execute(sql: "PRAGMA max_page_count = 120")
    }
    try await store.beginRun(StoreSamples.run("run-1"))
    let small = StoreSamples.document("small", [.init(text: "fits", state: .clean)])
    try await store.replace(with: small, run: "run-1", at: "now")
    let large = StoreSamples.document(
      "large", (0..<200).map { .init(text: "\($0)" + String(repeating: "x", count: 4000), state: .clean) })
    await #expect(throws: StoreError.full(path: path)) {
      try await store.replace(with: large, run: "run-1", at: "now")
    }
    #expect(try await store.totals() == CorpusTotals(documents: 1, clean: 1))
    let next = StoreSamples.document("next", [.init(text: "fits too", state: .clean)])
    try await store.replace(with: next, run: "run-1", at: "now")
    #expect(try await store.totals() == CorpusTotals(documents: 2, clean: 2))
  }

  @Test func `errors of the database carry no text of a document`() async throws {
    let fresh = try await FreshStore()
    let secret = "the text that must not be told"
    do {
      try await fresh.store.replace(
        with: StoreSamples.document("a", title: secret, [.init(text: secret, state: .quarantined)]),
        run: "never begun", at: "now")
      Issue.record("a run that was never begun was accepted")
    } catch {
      guard case .failed(fresh.path, let why) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(why == "FOREIGN KEY constraint failed (SQLite code 787)")
      #expect(!error.description.contains(secret))
    }
  }
}
