/// Applies `transform` to every element, at most `width` at a time, and returns the results in the
/// order of the elements. An element is taken only when fewer than `width` are unfinished.
///
/// - Throws: the first failure; the others are cancelled and waited for.
func boundedMap<Element: Sendable, Result: Sendable>(
  _ elements: some Collection<Element>, width: Int,
  _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
  // One alone needs no task beside the caller's.
  if elements.count <= 1 {
    guard let element = elements.first else { return [] }
    return [try await transform(element)]
  }
  return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var results: [Result?] = []
    var running = 0
    for element in elements {
      if running == width, let (index, result) = try await group.next() {
        results[index] = result
        running -= 1
      }
      let index = results.count
      results.append(nil)
      group.addTask { (index, try await transform(element)) }
      running += 1
    }
    for try await (index, result) in group { results[index] = result }
    return results.compactMap { $0 }
  }
}
