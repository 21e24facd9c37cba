import LazaretTesting
import Synchronization
import Testing

@testable import LazaretPipeline

struct WeightedPermitsTests {
  /// A place to wait in until the test opens it.
  private final class Gate: Sendable {
    private let state = Mutex((isOpen: false, waiting: [CheckedContinuation<Void, Never>]()))

    func pass() async {
      await withCheckedContinuation { continuation in
        let isOpen = state.withLock { state in
          if !state.isOpen { state.waiting.append(continuation) }
          return state.isOpen
        }
        if isOpen { continuation.resume() }
      }
    }

    func open() {
      let waiting = state.withLock { state in
        state.isOpen = true
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }
  }

  private func until(_ condition: @Sendable () -> Bool) async {
    while !condition() { await Task.yield() }
  }

  @Test(arguments: 0..<20)
  func `never more is held than the bound, unless by one alone, and everyone has a turn`(seed: Int) async {
    var generator = SeededGenerator(seed: seed)
    let bound = Int.random(in: 1...100, using: &generator)
    let weights = (0..<60).map { _ in Int.random(in: 0...150, using: &generator) }
    let permits = WeightedPermits(bound: bound)
    let held = Locked<[Int]>([])
    let problems = Locked<[String]>([])
    let done = Locked(0)
    await withTaskGroup { group in
      for weight in weights {
        group.addTask {
          _ = await permits.holding(weight) {
            let now = held.withLock {
              $0.append(weight)
              return $0
            }
            let others = now.filter { $0 > 0 }
            if others.reduce(0, +) > bound, others.count > 1 {
              problems.withLock { $0.append("\(now) with a bound of \(bound)") }
            }
            for _ in 0..<5 { await Task.yield() }
            held.withLock { held in
              if let place = held.firstIndex(of: weight) { held.remove(at: place) }
            }
            done.withLock { $0 += 1 }
          }
        }
      }
    }
    #expect(problems.value == [])
    #expect(done.value == weights.count)
  }

  @Test func `a heavy one is not overtaken by light ones that come later`() async {
    let permits = WeightedPermits(bound: 10)
    let order = Locked<[String]>([])
    let gate = Gate()
    let began = Locked(false)
    async let first: Void? = permits.holding(6) {
      began.withLock { $0 = true }
      await gate.pass()
    }
    await until { began.value }
    async let heavy: Void? = permits.holding(9) { order.withLock { $0.append("heavy") } }
    await until { permits.waitingCount == 1 }
    async let light: Void? = permits.holding(1) { order.withLock { $0.append("light") } }
    await until { permits.waitingCount == 2 || order.value != [] }
    #expect(order.value == [], "the light one would fit, and has to wait behind the heavy one")
    gate.open()
    _ = await (first, heavy, light)
    #expect(order.value.sorted() == ["heavy", "light"])
  }

  @Test func `one that is heavier than the bound waits until it is alone`() async {
    let permits = WeightedPermits(bound: 10)
    let gate = Gate()
    let began = Locked(false)
    let ran = Locked(false)
    async let small: Void? = permits.holding(1) {
      began.withLock { $0 = true }
      await gate.pass()
    }
    await until { began.value }
    async let giant: Void? = permits.holding(1_000_000) { ran.withLock { $0 = true } }
    await until { permits.waitingCount == 1 || ran.value }
    #expect(!ran.value)
    gate.open()
    _ = await (small, giant)
    #expect(ran.value)
    #expect(await permits.holding(10) { true } == true, "all of it came back")
  }

  @Test func `one that is cancelled while it waits lets those behind it pass`() async {
    let permits = WeightedPermits(bound: 10)
    let gate = Gate()
    let began = Locked(false)
    async let holder: Void? = permits.holding(5) {
      began.withLock { $0 = true }
      await gate.pass()
    }
    await until { began.value }
    let heavy = Task { await permits.holding(10) { true } }
    await until { permits.waitingCount == 1 }
    let light = Task { await permits.holding(5) { true } }
    await until { permits.waitingCount == 2 }
    heavy.cancel()
    #expect(await heavy.value == nil)
    #expect(await light.value == true)
    gate.open()
    await holder
    #expect(await permits.holding(10) { true } == true, "all of it came back")
  }
}
