/// A table with a caption; numbers stand under each other by their digits.
struct HTMLTable {
  enum Cell {
    case words(String)
    /// From outside.
    case name(String)
    case number(Int)
    /// A number with its unit, or a share: shown as the text, and aligned as a number.
    case figure(String)
    /// ISO 8601.
    case moment(String?)
    /// The key of a chart, and what it stands for.
    case key(ChartSeries)
  }

  var caption: String
  /// The first heads the rows.
  var columns: [String]
  var rows: [[Cell]] = []
  /// What is said instead of a table without rows.
  var otherwise = "None."
  /// More rows than this are left out, and counted in a line of their own.
  var most = 50

  func write(to html: inout HTMLText) {
    if rows.isEmpty {
      html.element("p", ["class": "none"], "\(caption): \(otherwise.lowercasedFirst)")
      return
    }
    html.element("div", ["class": "scroll"]) { html in
      html.element("table") { html in
        html.element("caption", caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for (place, column) in columns.enumerated() {
              html.element("th", ["scope": "col", "class": isNumeric(place) ? "n" : "t"], column)
            }
          }
        }
        html.element("tbody") { html in
          for row in rows.prefix(most) { write(row, to: &html) }
        }
      }
    }
    if rows.count > most {
      html.element("p", ["class": "none"], "And \(Figures.number(rows.count - most)) more.")
    }
    html.lineEnd()
  }

  private func isNumeric(_ place: Int) -> Bool {
    switch rows.first?[place] {
    case .number, .figure: true
    default: false
    }
  }

  private func write(_ row: [Cell], to html: inout HTMLText) {
    html.element("tr") { html in
      for (place, cell) in row.enumerated() {
        if place == 0 {
          html.element("th", ["scope": "row", "class": "name"]) { cell.write(to: &$0) }
          continue
        }
        switch cell {
        case .number(let value):
          html.element("td", ["class": "n", "data-n": String(value)]) { cell.write(to: &$0) }
        case .figure: html.element("td", ["class": "n"]) { cell.write(to: &$0) }
        case .name: html.element("td", ["class": "name"]) { cell.write(to: &$0) }
        case .words, .moment, .key: html.element("td") { cell.write(to: &$0) }
        }
      }
    }
  }
}

extension HTMLTable.Cell {
  fileprivate func write(to html: inout HTMLText) {
    switch self {
    case .words(let words), .figure(let words): html.words(words)
    case .name(let name): html.name(name)
    case .number(let value): html.words(Figures.number(value))
    case .moment(let moment):
      if let moment {
        html.element("time", ["datetime": moment], Figures.minute(moment))
      } else {
        html.words("–")
      }
    case .key(let series): series.writeKey(to: &html)
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
