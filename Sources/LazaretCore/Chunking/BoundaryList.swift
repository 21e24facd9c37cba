/// The boundaries that a scan finds, in order of place.
///
/// In memory of its own and not copyable, so that adding one for each line of a passage does not ask each
/// time whether somebody else holds the list. Indices are checked in debug builds only.
struct BoundaryList: ~Copyable {
  private var start: UnsafeMutablePointer<Boundary>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    start = .allocate(capacity: self.capacity)
  }

  // What is in it needs no end of its own.
  deinit { start.deallocate() }

  var indices: Range<Int> { 0..<count }

  /// To be used as long as the list is there and nothing is added.
  var elements: UnsafeBufferPointer<Boundary> { UnsafeBufferPointer(start: start, count: count) }

  subscript(index: Int) -> Boundary {
    @inline(always) get {
      assert(indices.contains(index))
      return start[index]
    }
    @inline(always) _modify {
      assert(indices.contains(index))
      yield &start[index]
    }
  }

  @inline(always)
  mutating func append(_ boundary: Boundary) {
    if count == capacity { grow() }
    (start + count).initialize(to: boundary)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Boundary>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: start, count: count)
    start.deallocate()
    start = larger
    capacity *= 2
  }
}
