/// The header of the table that a place stands in, for places asked in ascending order.
struct TableHeader {
  /// In bytes. A header leaves with every chunk of its table.
  static let longest = 1000

  private let tables: [BoundaryScan.Table]
  private var next = 0

  init(_ tables: [BoundaryScan.Table]) { self.tables = tables }

  /// - Returns: `nil` outside of tables, in the header itself, and when the header is too long.
  mutating func span(at place: Int) -> TextSpan? {
    while next < tables.count, tables[next].end <= place { next += 1 }
    guard next < tables.count, tables[next].header.end <= place else { return nil }
    return tables[next].header.count <= Self.longest ? tables[next].header : nil
  }
}
