import Testing

@testable import LazaretCore

struct BoundaryListTests {
  @Test func `a list that grows keeps what is in it, and what is changed`() {
    var list = BoundaryList(capacity: 0)
    for place in 0..<1_000 {
      list.append(Boundary(place: place, scalar: place / 2, rank: .line))
      if place % 3 == 0 { list[place].rank = .paragraph }
    }
    #expect(list.indices == 0..<1_000)
    #expect(list.elements.map(\.place) == Array(0..<1_000))
    #expect(list.elements.map(\.scalar) == (0..<1_000).map { $0 / 2 })
    #expect(list.elements.allSatisfy { $0.rank == ($0.place % 3 == 0 ? .paragraph : .line) })
  }
}
