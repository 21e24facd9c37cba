import LazaretPipeline
import LazaretTesting
import Testing

struct CompanionTests {
  struct Failed: Error {}

  @Test func `a companion ends with the body that it stands beside`() async throws {
    let clock = ManualClock()
    let ended = Locked(false)
    let value = try await withCompanion({
      try? await clock.sleep(for: .seconds(1))
      ended.withLock { $0 = true }
    }) {
      await clock.sleepers(atLeast: 1)
      return 7
    }
    #expect(value == 7)
    #expect(ended.value)
  }

  @Test func `a companion that fails ends the body`() async {
    let clock = ManualClock()
    await #expect(throws: Failed.self) {
      try await withCompanion({ throw Failed() }) { try await clock.sleep(for: .seconds(1)) }
    }
  }

  @Test func `a body that fails takes its companion with it`() async {
    let clock = ManualClock()
    await #expect(throws: Failed.self) {
      try await withCompanion({ try await clock.sleep(for: .seconds(1)) }) { throw Failed() }
    }
  }

  @Test func `an interruption cancels the body and waits for what it puts down`() async throws {
    let clock = ManualClock()
    let (signals, send) = AsyncStream.makeStream(of: String.self)
    let (value, interruption) = try await untilInterrupted(by: signals) {
      send.yield("stop")
      try? await clock.sleep(for: .seconds(1))
      return Task.isCancelled
    }
    #expect(value)
    #expect(interruption == "stop")
  }

  @Test func `each interruption is noticed once the body is cancelled, and the first one is returned`()
    async throws
  {
    let clock = ManualClock()
    let (signals, send) = AsyncStream.makeStream(of: String.self)
    let noticed = Locked<[String]>([])
    let (answers, answer) = AsyncStream.makeStream(of: Void.self)
    let (value, interruption) = try await untilInterrupted(by: signals) { signal, number in
      noticed.withLock { $0.append("\(number) \(signal)") }
      if number == 2 { answer.finish() }
    } _: {
      send.yield("stop")
      try? await clock.sleep(for: .seconds(1))
      send.yield("stop now")
      // Of a task of its own: this one is cancelled.
      await Task { for await _ in answers {} }.value
      return 5
    }
    #expect(value == 5)
    #expect(interruption == "stop")
    #expect(noticed.value == ["1 stop", "2 stop now"])
  }

  @Test func `a body that ends by itself was not interrupted`() async throws {
    let (signals, _) = AsyncStream.makeStream(of: String.self)
    let (value, interruption) = try await untilInterrupted(by: signals) { 3 }
    #expect(value == 3)
    #expect(interruption == nil)
  }
}
