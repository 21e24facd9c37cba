/// A list that a scan is in.
struct OpenList {
  /// How far its first marker is indented.
  var columns: Int
  /// Where its last item begins.
  var lastItem: Int
  var startScalar: Int
  /// The first boundary that may be inside.
  var boundary: Int
  /// The first boundary that may be its own or inside.
  var first: Int
  /// The first of the lines without a boundary that may be inside.
  var bare: Int
  /// Set when no chunk can hold it.
  var isLong = false
}
