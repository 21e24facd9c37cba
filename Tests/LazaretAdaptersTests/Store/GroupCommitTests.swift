import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct GroupCommitTests {
  private struct Rows {
    let folder: TemporaryDirectory
    let pool: DatabasePool
    let group: GroupCommit

    init() throws {
      folder = try TemporaryDirectory()
      pool = try DatabasePool(path: folder.path("file.sqlite"))
      try pool.writeNow { try $0.execute(sql: "CREATE TABLE row (number INTEGER PRIMARY KEY)") }
      group = GroupCommit(pool)
    }

    /// - Returns: whether the caller's task itself wrote it.
    @discardableResult
    func write(_ number: Int) async throws -> Bool {
      let isHere = Locked(false)
      try await group.perform { db in
        isHere.withLock { $0 = withUnsafeCurrentTask { $0 != nil } }
        try db.execute(sql: "INSERT INTO row VALUES (?)", arguments: [number])
      }
      return isHere.withLock { $0 }
    }

    func writeAlone(_ numbers: Range<Int>) async throws {
      for number in numbers { try await write(number) }
    }

    var numbers: [Int] {
      get throws { try pool.readNow { try Int.fetchAll($0, sql: "SELECT number FROM row ORDER BY number") } }
    }
  }

  @Test func `a caller that is alone for a while writes by itself, and nobody does at first`() async throws {
    let rows = try Rows()
    #expect(try await rows.write(0) == false)
    try await rows.writeAlone(1..<40)
    #expect(try await rows.write(40))
    #expect(try rows.numbers == Array(0...40))
  }

  @Test func `who comes while another writes alone waits for the next transaction, which they share`()
    async throws
  {
    let rows = try Rows()
    try await rows.writeAlone(0..<40)
    let commits = CommitCount()
    rows.pool.add(transactionObserver: commits)
    let others = Locked<[Task<Bool, any Error>]>([])
    // On a thread of its own: with one processor, the others have to have the one that tasks share.
    try await Task(executorPreference: OwnQueue()) {
      try await rows.group.perform { db in
        try db.execute(sql: "INSERT INTO row VALUES (40)")
        // The writer is this task's until all of them wait.
        let tasks = (41..<50).map { number in
          Task(executorPreference: globalConcurrentExecutor) { try await rows.write(number) }
        }
        others.withLock { $0 = tasks }
        while rows.group.waiting < tasks.count { sched_yield() }
      }
    }.value
    for task in others.withLock({ $0 }) { #expect(try await task.value == false) }
    #expect(commits.count == 2)
    // They were many, so the next is not taken for alone.
    #expect(try await rows.write(50) == false)
    #expect(try rows.numbers == Array(0...50))
  }

  @Test func `a write that fails alone says so, and leaves the list open for the next`() async throws {
    let rows = try Rows()
    try await rows.writeAlone(0..<40)
    await #expect(throws: StoreError.self) { try await rows.write(7) }
    #expect(try await rows.write(40))
    #expect(try rows.numbers == Array(0...40))
  }

  @Test func `a cancelled task that is alone writes all the same`() async throws {
    let rows = try Rows()
    try await rows.writeAlone(0..<40)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await rows.write(40)
    }
    #expect(try await task.value)
    #expect(try rows.numbers == Array(0...40))
  }

  @Test(arguments: 0..<5)
  func `callers that are alone and in company by turns are all served`(seed: Int) async throws {
    let rows = try Rows()
    var random = SeededGenerator(seed: seed)
    var next = 0
    while next < 1_500 {
      let callers = Bool.random(using: &random) ? 1 : Int.random(in: 2...6, using: &random)
      let each = Int.random(in: 1...60, using: &random)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for start in stride(from: next, to: next + callers * each, by: each) {
          group.addTask { try await rows.writeAlone(start..<start + each) }
        }
        try await group.waitForAll()
      }
      next += callers * each
    }
    #expect(try rows.numbers == Array(0..<next))
  }
}

private final class OwnQueue: TaskExecutor {
  private let queue = DispatchQueue(label: "own")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension DatabasePool {
  /// Without a choice between this and the one that waits in a task.
  fileprivate func writeNow(_ body: (Database) throws -> Void) throws { try write(body) }
  fileprivate func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value { try read(body) }
}
