import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What was withheld, encrypted at rest: looked for by bytes.
struct SealedStoreTests {
  private let folder: TemporaryDirectory
  private let (one, two): (TextSeal, TextSeal)
  private var path: String { folder.path("store.sqlite") }

  init() throws {
    folder = try TemporaryDirectory()
    one = try TextSeal(key: String(repeating: "0a", count: 32))
    two = try TextSeal(key: String(repeating: "b1", count: 32))
  }

  private static let secrets = [
    "quarantined-secret", "masked-secret", "unscreened-secret", "hidden-secret", "harmless-secret",
    "title-secret", "heading-secret",
  ]

  private static func document(_ uri: String = "a", times: Int = 1) -> JudgedDocument {
    var judged = StoreSamples.document(
      uri, title: nil, headings: ["[WITHHELD]"],
      (0..<times).flatMap { number in
        [
          StoreSamples.Piece(text: "\(number) quarantined-secret ", state: .quarantined),
          StoreSamples.Piece(text: "\(number) masked-secret ", state: .masked),
          StoreSamples.Piece(text: "\(number) unscreened-secret ", state: .unscreened),
          StoreSamples.Piece(text: "\(number) hidden-secret ", state: .quarantined, lane: .hidden),
          StoreSamples.Piece(text: "\(number) harmless-secret ", state: .clean, lane: .hidden),
          StoreSamples.Piece(text: "\(number) harmless-secret, too ", state: .masked, lane: .hidden),
          StoreSamples.Piece(text: "\(number) open ", state: .clean),
        ]
      })
    judged.withheldNames = WithheldNames(
      title: "title-secret", headings: [judged.chunks[0].chunk.id.text: ["heading-secret"]])
    return judged
  }

  private func fill(_ keys: StoreKeys, _ documents: [JudgedDocument]) async throws {
    let store = try opened(keys, .run)
    let run = "run-\(UUID().uuidString)"
    try await store.beginRun(StoreSamples.run(run))
    for judged in documents { try await store.replace(with: judged, run: run, at: StoreSamples.firstTime) }
    store.close()
  }

  private func read(_ keys: StoreKeys) async throws -> StoredDocument? {
    try await SQLiteStore(path: path, access: .read, keys: keys)
      .storedDocument(DocumentID(source: "docs", uri: "a"))
  }

  private func problem(_ keys: StoreKeys, _ access: SQLiteStore.Access = .run) -> StoreError? {
    do throws(StoreError) {
      let store = try opened(keys, access)
      if access == .rekey { try store.rekey() }
      store.close()
      return nil
    } catch {
      return error
    }
  }

  /// A process that another test starts holds a copy of the lock until it has become its program, so a store that
  /// was just let go of may be held for a moment.
  private func opened(_ keys: StoreKeys, _ access: SQLiteStore.Access) throws(StoreError) -> SQLiteStore {
    let patience = ContinuousClock.now + .seconds(60)
    while true {
      do throws(StoreError) {
        return try SQLiteStore(path: path, access: access, keys: keys)
      } catch {
        guard case .held = error, ContinuousClock.now < patience else { throw error }
      }
    }
  }

  @Test func `under a key nothing that is withheld stands in the file in clear, and everything comes back`()
    async throws
  {
    let judged = Self.document(times: 40)
    try await fill(StoreKeys(current: one), [judged])
    #expect(try StoreBytes(path).find(Self.secrets + ["open"]) == ["open"])
    let stored = try #require(try await read(StoreKeys(current: one)))
    #expect(stored.document.visible.text.utf8.elementsEqual(judged.document.visible.text.utf8))
    #expect(stored.document.hidden.text.utf8.elementsEqual(judged.document.hidden.text.utf8))
    #expect(stored.document.title == "title-secret")
    #expect(
      stored.chunks.map(\.id)
        == judged.chunks.sorted { $0.chunk.lane.rawValue > $1.chunk.lane.rawValue }.map(\.chunk.id))
    #expect(stored.chunks.first?.headingPath == ["heading-secret"])
  }

  @Test func `also not in the files of a process that dies`() async throws {
    let store = try SQLiteStore(path: path, access: .run, keys: StoreKeys(current: one))
    try await store.beginRun(StoreSamples.run("run-1"))
    try await store.replace(with: Self.document(), run: "run-1", at: "now")
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    #expect(try StoreBytes(path).find(Self.secrets + ["open"]) == ["open"])
  }

  @Test func `a key that is set later encrypts what stood in clear, down to the free pages`() async throws {
    // Of many sizes, replaced and deleted in between: rows move from page to page.
    var generator = SeededGenerator(seed: 7)
    for round in 0..<3 {
      try await fill(
        .none,
        (0..<30).map { number in
          Self.document(
            number == 0 ? "a" : "\(round * 7 + number)", times: Int.random(in: 1...25, using: &generator))
        })
    }
    #expect(try StoreBytes(path).find(Self.secrets) == Self.secrets)
    #expect(problem(StoreKeys(current: one)) == nil)
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
    #expect(try await read(StoreKeys(current: one))?.document.title == "title-secret")
  }

  @Test func `a deleted text leaves no copy under a key, and none after a purge`() async throws {
    try await fill(StoreKeys(current: one), (0..<20).map { Self.document("\($0)", times: 5) })
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
    try await fill(
      StoreKeys(current: one), [StoreSamples.document("0", [.init(text: "open", state: .clean)])])
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
  }

  @Test func `without the key, or with another, a store is not written, and says which key it needs`()
    async throws
  {
    try await fill(StoreKeys(current: one), [Self.document()])
    for keys in [StoreKeys.none, StoreKeys(current: two), StoreKeys(current: two, previous: one)] {
      guard case .wrongKey(_, let why) = problem(keys) else {
        Issue.record("expected 'wrongKey'")
        continue
      }
      #expect(why.contains(one.keyID))
      #expect(why.contains("lazaret quarantine rekey"))
    }
    await #expect(throws: StoreError.self) { try await read(StoreKeys(current: two)) }
    // What is not withheld needs no key.
    let reader = try SQLiteStore(path: path, access: .read)
    #expect(try reader.status().key == one.keyID)
    try reader.quarantineRecords { #expect($0.text == nil) }
  }

  @Test func `a sealed text that was moved to another row, or changed, is not taken`() async throws {
    try await fill(StoreKeys(current: one), [Self.document()])
    let file = try DatabaseQueue(path: path)
    try await file.write { db in
      try db.execute(
        sql:
          "UPDATE withheld SET text = (SELECT text FROM withheld AS other WHERE other.chunk <> withheld.chunk)"
      )
    }
    try file.close()
    await #expect(throws: StoreError.self) { try await read(StoreKeys(current: one)) }
  }

  @Test func `rekey moves everything to the new key, once, and to clear when there is none`() async throws {
    try await fill(StoreKeys(current: one), [Self.document()])
    // Neither key fits: nothing is changed.
    guard case .wrongKey = problem(StoreKeys(current: two), .rekey) else {
      Issue.record("expected 'wrongKey'")
      return
    }
    #expect(try await read(StoreKeys(current: one))?.document.title == "title-secret")
    #expect(problem(StoreKeys(current: two, previous: one), .rekey) == nil)
    #expect(problem(StoreKeys(current: two), .run) == nil)
    #expect(problem(StoreKeys(current: one), .run) != nil)
    #expect(try await read(StoreKeys(current: two))?.document.title == "title-secret")
    #expect(problem(StoreKeys(current: nil, previous: two), .rekey) == nil)
    #expect(try await read(.none)?.document.title == "title-secret")
    #expect(try StoreBytes(path).find(Self.secrets) == Self.secrets)
    #expect(problem(StoreKeys(current: two), .rekey) == nil)
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
  }

  @Test func `encrypting that was cut off is completed by the next run`() async throws {
    try await fill(.none, [Self.document(), Self.document("b")])
    // As a process leaves it that dies before the file was written anew.
    let sealed = one.sealed("0 quarantined-secret ", for: Self.document().chunks[0].chunk.id.text)
    let file = try DatabaseQueue(path: path)
    try await file.write { [one] db in
      try db.execute(
        sql: "UPDATE withheld SET text = ?, key = ? WHERE chunk = ?",
        arguments: [sealed, one.keyID, Self.document().chunks[0].chunk.id.text])
    }
    try file.close()
    guard case .wrongKey = problem(StoreKeys(current: two)) else {
      Issue.record("a second key was taken")
      return
    }
    #expect(problem(StoreKeys(current: one)) == nil)
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
    #expect(try await read(StoreKeys(current: one))?.document.title == "title-secret")
  }

  @Test func `rekey that was cut off leaves a store that the old key opens`() async throws {
    try await fill(
      StoreKeys(current: one), (0..<30).map { Self.document($0 == 0 ? "a" : "\($0)", times: 20) })
    let store = try opened(StoreKeys(current: two, previous: one), .rekey)
    try await store.write { db in
      try db.execute(
        sql: """
          CREATE TEMP TRIGGER cut_off BEFORE UPDATE OF withheld_names ON document WHEN new.uri = '9'
          BEGIN SELECT raise(ABORT, 'cut off'); END
          """)
    }
    #expect(throws: StoreError.self) { try store.rekey() }
    store.close()
    let copy = folder.path("copy.sqlite")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let opened = try SQLiteStore(path: copy, access: .run, keys: StoreKeys(current: one))
    for number in 1..<30 {
      let stored = try await opened.storedDocument(DocumentID(source: "docs", uri: "\(number)"))
      #expect(stored?.document.title == "title-secret")
    }
  }

  @Test func `a store of the schema before keeps its quarantine, and is encrypted when a key is set`()
    async throws
  {
    let file = try DatabaseQueue(path: path)
    try StoreSchema.migrator.migrate(file, upTo: "v4")
    try await file.write { db in
      try db.execute(
        sql: """
          INSERT INTO run (id, command, pipeline, policy, started_at) VALUES ('r', 'run', 'p', 'x', 't');
          INSERT INTO document (id, source, uri, media_type, content_sha256, byte_count, policy, notes, complete,
            waiting_chunks, run, updated_at, seen_run)
          VALUES ('d', 'docs', 'a', 'text/plain', 'c', 1, 'x', '[]', 1, 0, 'r', 't', 'r');
          INSERT INTO chunk (id, document, lane, ordinal, start_byte, end_byte, heading_path, original_sha256,
            state, masks, screened_by, policy, run, change)
          VALUES ('c1', 'd', 'visible', 0, 0, 18, '[]', 'h', 'quarantined', '[]', '[]', 'x', 'r', 1);
          INSERT INTO quarantine (chunk, sha256, reasons, text, since, run)
          VALUES ('c1', 'h', '[]', 'quarantined-secret', 't', 'r');
          """)
    }
    try file.close()
    #expect(problem(.none) == nil)
    #expect(try StoreBytes(path).find(Self.secrets) == ["quarantined-secret"])
    #expect(problem(StoreKeys(current: one)) == nil)
    #expect(try StoreBytes(path).find(Self.secrets).isEmpty)
    let store = try SQLiteStore(path: path, access: .read, keys: StoreKeys(current: one))
    guard case .one(let record) = try store.quarantineRecord("c1") else {
      Issue.record("the record is gone")
      return
    }
    #expect(record.text == "quarantined-secret")
    // Not every text was kept, so only its source can have it judged again.
    let list = try await store.documents(
      in: RescreenScope(.all), policy: StoreSamples.policy, reading: StoreSamples.policy)
    #expect(list == RescreenList(documents: [], unreadable: 1))
  }
}
