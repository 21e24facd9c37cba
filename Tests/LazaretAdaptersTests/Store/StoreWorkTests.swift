import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What a caller holds together with the store could be the store itself.
struct StoreWorkTests {
  private final class Held: Sendable {}

  private struct Store {
    let folder: TemporaryDirectory
    let store: SQLiteStore

    init() throws {
      folder = try TemporaryDirectory()
      store = try SQLiteStore(path: folder.path("store.sqlite"), access: .run)
    }
  }

  /// - Returns: whether anybody but the caller of `work` holds what the work holds, at the moment at which it goes on.
  private func isHeld(after work: @Sendable (Held) async throws -> Void) async throws -> Bool {
    // A caller goes on where the database's thread tells it to, before that thread does anything else.
    try await withTaskExecutorPreference(AtOnce()) {
      weak var left: Held?
      do {
        let held = Held()
        left = held
        try await work(held)
      }
      return left != nil
    }
  }

  @Test func `a transaction lets go of what it held before its caller goes on`() async throws {
    let file = try Store()
    #expect(
      try await !isHeld { held in
        try await file.store.write { _ in withExtendedLifetime(held) {} }
      })
  }

  @Test func `so does one that fails, and one that cannot begin`() async throws {
    let file = try Store()
    #expect(
      try await !isHeld { held in
        await #expect(throws: StoreError.self) {
          try await file.store.write { db in
            try withExtendedLifetime(held) { try db.execute(sql: "INSERT INTO nowhere VALUES (1)") }
          }
        }
      })
    file.store.close()
    #expect(
      try await !isHeld { held in
        await #expect(throws: StoreError.self) {
          try await file.store.write { _ in withExtendedLifetime(held) {} }
        }
      })
  }

  @Test func `so does a snapshot, alone or shared`() async throws {
    let file = try Store()
    #expect(
      try await !isHeld { held in
        try await file.store.read { _ in withExtendedLifetime(held) {} }
      })
    #expect(
      try await !isHeld { held in
        try await file.store.look { _ in withExtendedLifetime(held) {} }
      })
  }

  @Test func `so does a write that shares its transaction, and one by the caller itself`() async throws {
    let file = try Store()
    for _ in 0..<40 {
      #expect(
        try await !isHeld { held in
          try await file.store.group.perform { _ in withExtendedLifetime(held) {} }
        })
    }
    #expect(
      try await !isHeld { held in
        await #expect(throws: StoreError.self) {
          try await file.store.group.perform { db in
            try withExtendedLifetime(held) { try db.execute(sql: "INSERT INTO nowhere VALUES (1)") }
          }
        }
      })
  }
}

private final class AtOnce: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
  }
}
