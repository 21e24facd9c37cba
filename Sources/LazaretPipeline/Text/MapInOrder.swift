/// Applies `transform` to what `next` gives and hands the results to `emit` in the order of the
/// input. Fewer than `width` elements are between being taken and being emitted, so memory does not
/// grow with the input; the price is that one slow element holds back at most `width - 1` others.
///
/// - Throws: the first failure of any of the three.
package func mapInOrder<Input: Sendable, Output: Sendable>(
  width: Int, next: () async throws -> Input?,
  transform: @escaping @Sendable (Input) async throws -> Output, emit: (Output) throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: (Int, Output).self) { group in
    var waiting: [Int: Output] = [:]
    var taken = 0
    var emitted = 0
    func collect() async throws {
      guard let (index, output) = try await group.next() else { return }
      waiting[index] = output
      while let output = waiting.removeValue(forKey: emitted) {
        try emit(output)
        emitted += 1
      }
    }
    while let input = try await next() {
      let index = taken
      group.addTask { (index, try await transform(input)) }
      taken += 1
      while taken - emitted >= width { try await collect() }
    }
    while emitted < taken { try await collect() }
  }
}
