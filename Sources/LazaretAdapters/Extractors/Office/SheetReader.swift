/// Reads one sheet of a workbook: rows with bars between their cells, as in other tables.
final class SheetReader: MarkupSink {
  /// What cells of all sheets stand on.
  struct Workbook {
    var strings: SheetStrings
    var styles: SheetStyles
    var countsFrom1904 = false
  }

  private struct Cell {
    var column: Int
    var type: String
    var look: Int
    var value: [UInt8] = []
    var formula: [UInt8] = []
  }

  private(set) var reasonToStop: String?
  private let output: OfficeText
  private let workbook: Workbook
  private let hidden: String?
  /// From the first column, which is 1.
  private var hiddenColumns: Set<Int> = []
  private var rowReason: String?
  private var column = 0
  private var shownColumn = 0
  private var cell: Cell?
  private var inline: SheetTextReader?
  private var open: [String] = []
  private var other: [UInt8] = []
  private var emitted = 0

  /// Of a sheet, in bytes: cells repeat shared texts by number, so that a small file could say a large one for ever.
  private static let mostText = 64 << 20
  /// Spreadsheets have no more.
  private static let mostColumns = 16_384
  /// A gap of more columns is shown as one of so many.
  private static let widestGap = 20

  init(output: OfficeText, workbook: Workbook, hiddenBy reason: String?) {
    self.output = output
    self.workbook = workbook
    hidden = reason
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    open.append(name)
    inline?.start(name, attributes)
    switch name {
    case "col":
      if OfficeFlag.isOn(attributes.value("hidden")) || Self.isZero(attributes.value("width")) {
        hideColumns(attributes)
      }
    case "row":
      rowReason = hidden
      if OfficeFlag.isOn(attributes.value("hidden")) || Self.isZero(attributes.value("ht")) {
        rowReason = rowReason ?? "hidden row"
      }
      column = 0
      shownColumn = 0
      output.startLine(1, hiddenBy: rowReason)
      if rowReason == nil { output.startRow() }
    case "c":
      column = attributes.value("r").flatMap(Self.column) ?? min(column + 1, Self.mostColumns)
      cell = Cell(
        column: column, type: attributes.value("t") ?? "n",
        look: attributes.value("s").flatMap { Int($0) } ?? 0)
    case "is": if cell != nil { inline = SheetTextReader(palette: workbook.styles.palette) }
    case "dataValidation":
      for key in ["promptTitle", "prompt", "errorTitle", "error"] {
        if let text = attributes.value(key) { output.addHidden(text, kind: "input message") }
      }
    case "hyperlink":
      for key in ["tooltip", "display"] {
        if let text = attributes.value(key) { output.addHiddenOnce(text, kind: "title") }
      }
    case "protectedRange", "inputCells", "scenario":
      for key in ["name", "comment"] {
        if let text = attributes.value(key) { output.addHiddenOnce(text, kind: name) }
      }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    let name = open.last ?? ""
    bytes.withUnsafeBufferPointer {
      if inline != nil {
        inline?.text($0)
      } else if name == "v", cell != nil {
        cell?.value.append(contentsOf: $0)
      } else if name == "f", cell != nil {
        cell?.formula.append(contentsOf: $0)
      } else if $0.contains(where: { !$0.isWhitespace }) {
        other.append(contentsOf: $0)
      }
    }
  }

  func end(_ name: String, namespace: String?) {
    inline?.end(name)
    switch name {
    case "c": endCell()
    case "is": inline?.endItem()
    case "row": if rowReason == nil { output.endRow() }
    case "sheetData": output.startLine(2, hiddenBy: hidden)
    default: break
    }
    endOther(name)
    _ = open.popLast()
  }

  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { output.addHidden(Array($0), kind: "comment in the file") }
  }
  func instruction(_ bytes: Span<UInt8>) {}

  // MARK: Cells

  private func endCell() {
    guard let cell else { return }
    self.cell = nil
    defer { inline = nil }
    for text in SheetFormula.texts(in: cell.formula) { output.addHidden(text, kind: "formula") }
    var reason = rowReason
    if reason == nil, hiddenColumns.contains(cell.column) { reason = "hidden column" }
    let format = workbook.styles.format(cell.look)
    let stored = String(decoding: cell.value, as: UTF8.self)
    switch cell.type {
    case "s":
      let runs = Int(stored.filter { !$0.isWhitespace }).map { workbook.strings[$0] } ?? []
      show(runs, of: cell, format.hidesText ? reason ?? "number format" : reason)
    case "inlineStr":
      for text in inline?.phonetics ?? [] { output.addHidden(text, kind: "phonetic guide") }
      show(inline?.strings[0] ?? [], of: cell, format.hidesText ? reason ?? "number format" : reason)
    case "b": show(stored == "1" ? "TRUE" : "FALSE", of: cell, reason)
    case "n":
      if let text = format.text(of: stored, countsFrom1904: workbook.countsFrom1904) {
        show(text, of: cell, reason)
      } else {
        show(stored, of: cell, reason ?? "number format")
      }
    default:
      // Of formulas, dates that are written out, errors.
      let text = SheetTextReader.withoutEscapes(cell.value)
      show(
        [SheetStrings.Run(text: text[...], font: nil)], of: cell,
        format.hidesText ? reason ?? "number format" : reason)
    }
  }

  private func show(_ text: String, of cell: Cell, _ reason: String?) {
    show([SheetStrings.Run(text: Array(text.utf8)[...], font: nil)], of: cell, reason)
  }

  private func show(_ runs: [SheetStrings.Run], of cell: Cell, _ reason: String?) {
    guard runs.contains(where: { $0.text.contains { !$0.isWhitespace } }) else { return }
    if reason == nil {
      // A cell keeps its place behind empty ones.
      let gap = max(1, min(cell.column - shownColumn, Self.widestGap))
      for step in 0..<gap { output.startCell(isFirst: shownColumn == 0 && step == 0) }
      shownColumn = max(cell.column, shownColumn + 1)
    } else {
      output.startLine(1, hiddenBy: reason)
    }
    for run in runs {
      emitted += run.text.count
      if emitted > Self.mostText {
        reasonToStop = "its cells hold more than \(Self.mostText >> 20) MiB of text"
        return
      }
      output.append(Array(run.text), hiddenBy: reason ?? workbook.styles.reason(cell.look, run.font))
    }
  }

  /// Headers are seen on paper only; other text has no place in a sheet. Formulas of rules and lists speak to the
  /// program, but for the texts in them.
  private func endOther(_ name: String) {
    if other.isEmpty { return }
    switch name {
    case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
      output.addHidden(other, kind: "printed header")
    case "f", "formula", "formula1", "formula2", "calculatedColumnFormula":
      for text in SheetFormula.texts(in: other) { output.addHidden(text, kind: "formula") }
    case "sqref", "id": break
    default:
      if other.contains(where: { $0 > 0x40 }) { output.addHidden(other, kind: "text out of place") }
    }
    other = []
  }

  // MARK: Attributes

  private func hideColumns(_ attributes: [MarkupAttribute]) {
    func number(_ key: String) -> Int? { attributes.value(key).flatMap { Int($0) } }
    guard let first = number("min"), let last = number("max"), first <= last, first <= Self.mostColumns else {
      return
    }
    hiddenColumns.formUnion(max(1, first)...max(1, min(last, Self.mostColumns)))
  }

  private static func isZero(_ value: String?) -> Bool { value.flatMap { Double($0) } == 0 }

  /// `BC12` → 55.
  private static func column(_ reference: String) -> Int? {
    var number = 0
    for byte in reference.utf8 {
      guard let letter = byte.asASCIILetter else { break }
      number = number * 26 + letter
      if number > mostColumns { return nil }
    }
    return number == 0 ? nil : number
  }
}

extension UInt8 {
  /// 1 for `A` and `a`, 26 for `Z` and `z`.
  fileprivate var asASCIILetter: Int? {
    let letter = self | 0x20
    return (0x61...0x7A).contains(letter) ? Int(letter) - 0x60 : nil
  }
}
