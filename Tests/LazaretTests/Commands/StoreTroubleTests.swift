import Foundation
import GRDB
import LazaretTesting
import Testing

/// A store that cannot be written or read, under the whole program: a clear word, status 1, nothing lost.
struct StoreTroubleTests {
  private static let readers = [["status"], ["export"], ["quarantine", "list"]]

  /// Some 250 KB of text, each document for itself.
  private static func largeDocuments() -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: (0..<20).map { page in
        let lines = (0..<180).map {
          "Line \($0) of page \(page) says what no other page says, at some length."
        }
        return ("\(page).txt", lines.joined(separator: "\n"))
      })
  }

  /// The pipeline of the place with its store elsewhere.
  private static func pipeline(of place: Workplace, store: String) throws -> String {
    try place.folder.write(
      String(contentsOfFile: place.pipeline, encoding: .utf8).replacing("store.sqlite", with: store),
      to: "elsewhere.yaml")
  }

  /// Runs without the limit: what was answered before is not asked again, and the export is that of a store
  /// that always had room.
  private static func finish(_ pipeline: String, after stopped: BuiltBinary.Ended, _ place: Workplace)
    async throws
  {
    let asked = try Summary(stopped.output)["screenings.requests"]
    let status = try await place.run("status", pipeline)
    #expect(status.status == 0, "\(status.talk)")
    let finished = try await place.run("run", pipeline, "--json")
    #expect(finished.status == 0, "\(finished.talk)")
    let whole = try await place.ingest()
    #expect(whole.ended.status == 0)
    let requests = whole.summary["screenings.requests"]
    let again = try Summary(finished.output)["screenings.requests"]
    #expect(again < requests)
    // Lost are the answers that the full disk met in flight, 8 texts of 2 screeners, and those to requests
    // that took their place before the failure was known everywhere.
    #expect(asked + again - requests <= 32)
    let run = #/"run_id":"\w+"/#
    #expect(
      try await place.run("export", pipeline).output.replacing(run, with: "")
        == place.run("export", place.pipeline).output.replacing(run, with: ""))
  }

  @Test(.enabled(if: SmallDisk.isPossible, "a small disk is mounted, which needs root"))
  func `a disk that fills up stops the run, and the next one goes on where there is room`() async throws {
    let place = try Workplace(documents: Self.largeDocuments(), canary: false)
    let disk = try SmallDisk(kilobytes: 500)
    let pipeline = try Self.pipeline(of: place, store: disk.path("store.sqlite"))
    let stopped = try await place.run("run", pipeline, "--json")
    #expect(stopped.status == 1, "\(stopped.talk)")
    #expect(stopped.talk.contains("error: no space left for the store '\(disk.path("store.sqlite"))'"))
    #expect(try Summary(stopped.output).text("outcome") == "failed")
    try disk.grow(toKilobytes: 50_000)
    try await Self.finish(pipeline, after: stopped, place)
  }

  @Test func `a limit on the size of files stops the run, and the next one goes on without it`() async throws
  {
    let place = try Workplace(documents: Self.largeDocuments(), canary: false)
    let pipeline = try Self.pipeline(of: place, store: "limited.sqlite")
    // Ignored, the signal becomes an error of the write.
    let limited = "trap '' XFSZ; ulimit -f 720; exec \"$0\" \"$@\""
    let stopped = try await BuiltBinary.run(
      executable: "/bin/sh", "-c", limited, BuiltBinary.lazaret, "run", pipeline, "--json")
    #expect(stopped.status == 1, "\(stopped.talk)")
    #expect(stopped.talk.contains("error: the store '\(place.folder.path("limited.sqlite"))' failed: "))
    #expect(stopped.talk.contains("what was answered is kept"))
    try await Self.finish(pipeline, after: stopped, place)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "a disk is mounted read-only, which needs root"))
  func `a store on a disk that is read-only is named, and stays as it is`() async throws {
    let place = try Workplace(documents: ["a.md": "One."])
    let disk = try SmallDisk(kilobytes: 4000)
    let pipeline = try Self.pipeline(of: place, store: disk.path("store.sqlite"))
    #expect(try await place.run("run", pipeline).status == 0)
    try disk.forbidWriting(true)
    let refused = try await place.run("run", pipeline)
    #expect(refused.status == 1)
    #expect(refused.talk.contains("the store '\(disk.path("store.sqlite"))' cannot be opened"))
    #expect(refused.talk.contains("Read-only file system"))
    try disk.forbidWriting(false)
    #expect(try await Summary(place.run("run", pipeline, "--json").output)["documents.unchanged"] == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "to root every file is writable"))
  func `a store that may not be written is named, and stays as it is`() async throws {
    let place = try Workplace(documents: ["a.md": "One."])
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("store.sqlite")
    let before = try RepositoryFile.bytes(absolute: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    let refused = try await place.run("run", place.pipeline)
    #expect(refused.status == 1)
    #expect(refused.talk.contains("the store '\(path)' cannot be"))
    #expect(try RepositoryFile.bytes(absolute: path) == before)
  }

  @Test func `a store of a newer version is left alone by every command`() async throws {
    let place = try Workplace(documents: ["a.md": "One."])
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("store.sqlite")
    let store = try DatabaseQueue(path: path)
    try await store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
    try store.close()
    let before = try RepositoryFile.bytes(absolute: path)
    for command in Self.readers + [["run"]] {
      let refused = try await BuiltBinary.run(arguments: command + [place.pipeline])
      #expect(refused.status == 1, "\(command)")
      #expect(refused.talk.contains("was written by a newer lazaret (it holds 'v99')"), "\(command)")
      #expect(refused.output.isEmpty, "\(command)")
    }
    #expect(try RepositoryFile.bytes(absolute: path) == before)
  }

  @Test func `a store whose beginning is damaged is left alone by every command`() async throws {
    let place = try Workplace(documents: ["a.md": "One."])
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("store.sqlite")
    var bytes = try RepositoryFile.bytes(absolute: path)
    for place in 0..<64 { bytes[place] ^= 0x5A }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    for command in Self.readers + [["run"]] {
      let refused = try await BuiltBinary.run(arguments: command + [place.pipeline])
      #expect(refused.status == 1, "\(command)")
      #expect(refused.talk.contains("the store '\(path)' is damaged"), "\(command)")
    }
    #expect(try RepositoryFile.bytes(absolute: path) == bytes)
  }

  @Test func `a damaged page in the middle is an error and no shorter corpus`() async throws {
    let place = try Workplace(documents: ["a.md": "One.", "b.md": "Write to clerk@example.org."])
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("store.sqlite")
    let (page, size) = try StoreRows.reading(path) { db in
      (
        try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'chunk'") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      )
    }
    try #require(page > 1)
    var bytes = try RepositoryFile.bytes(absolute: path)
    for place in (page - 1) * size..<page * size { bytes[place] = 0xA5 }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    // A run that has nothing to write does not look at the page.
    try place.folder.write("Another one.", to: "docs/a.md")
    let target = try place.folder.write("the export of yesterday", to: "corpus.jsonl")
    for command in [["export", "--output", target], ["run"]] {
      let refused = try await BuiltBinary.run(arguments: command + [place.pipeline])
      #expect(refused.status == 1, "\(command)")
      #expect(refused.talk.contains("the store '\(path)' is damaged"), "\(command): \(refused.talk)")
      #expect(refused.talk.contains("restore it from a backup"))
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "the export of yesterday")
  }
}
