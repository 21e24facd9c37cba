/// Texts of a workbook, each in runs with fonts of their own. Kept in one piece: an empty text takes three bytes of a
/// file that is packed and eight here.
struct SheetStrings {
  struct Run {
    var text: ArraySlice<UInt8>
    /// `nil` for the font of the cell.
    var font: SheetFont?
  }

  private var utf8: [UInt8] = []
  private var runs: [(end: Int, font: SheetFont?)] = []
  private var items: [Int] = []

  var count: Int { items.count }

  mutating func append(_ text: some Sequence<UInt8>, in font: SheetFont?) {
    utf8.append(contentsOf: text)
    runs.append((utf8.count, font))
  }

  /// What was appended since the last item is one.
  mutating func endItem() { items.append(runs.count) }

  subscript(item: Int) -> [Run] {
    guard items.indices.contains(item) else { return [] }
    let first = item == 0 ? 0 : items[item - 1]
    return (first..<items[item]).map { place in
      Run(text: utf8[(place == 0 ? 0 : runs[place - 1].end)..<runs[place].end], font: runs[place].font)
    }
  }
}
