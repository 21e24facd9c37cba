import LazaretPipeline
import LazaretTesting
import Testing

struct MapInOrderTests {
  @Test(arguments: [1, 2, 7, 64], 0..<10)
  func `results come in the order of the input, and no more than the width are under way`(
    width: Int, seed: Int
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let delays = (0..<300).map { _ in Int.random(in: 0..<20, using: &generator) }
    var taken = 0
    var emitted: [Int] = []
    let held = Locked(0)
    try await mapInOrder(
      width: width,
      next: { () -> Int? in
        guard taken < 300 else { return nil }
        let before = held.withLock { held in
          held += 1
          return held
        }
        #expect(before <= width)
        taken += 1
        return taken - 1
      },
      transform: { number in
        for _ in 0..<delays[number] { await Task.yield() }
        return number
      },
      emit: { number in
        held.withLock { $0 -= 1 }
        emitted.append(number)
      })
    #expect(emitted == Array(0..<300))
  }

  @Test func `a failure of any of the three ends it`() async {
    struct Failed: Error {}
    var count = 0
    func next() -> Int? {
      count += 1
      return count
    }
    await #expect(throws: Failed.self) {
      try await mapInOrder(
        width: 4, next: next,
        transform: { number in
          if number == 9 { throw Failed() }
          return number
        }, emit: { _ in })
    }
    await #expect(throws: Failed.self) {
      try await mapInOrder(width: 4, next: next, transform: { $0 }, emit: { _ in throw Failed() })
    }
  }
}
