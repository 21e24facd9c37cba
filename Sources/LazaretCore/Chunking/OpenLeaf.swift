/// A block that a scan is in, which is inside of every list and holds no other block.
struct OpenLeaf {
  enum Kind {
    /// - Parameter length: of the run of marks that opened it.
    case fence(mark: UInt8, length: Int)
    case indented(columns: Int)
    case table
  }
  var kind: Kind
  var start: Int
  var startScalar: Int
  /// The first boundary that may be inside.
  var boundary: Int
  /// Set when no chunk can hold it.
  var isLong = false
}
