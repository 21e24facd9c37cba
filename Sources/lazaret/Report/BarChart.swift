/// Bars that lie, one for each name, each stacked of the series.
struct BarChart {
  /// Unique on the page.
  var id: StaticString
  var title: String
  var series: [ChartSeries]
  /// More than ``most`` are left to the table.
  var rows: [ChartRow]
  var format: (Int) -> String = Figures.number

  static let most = 12
  private static let (labelWidth, barWidth, rowHeight) = (190, 290, 24)

  func write(to html: inout HTMLText) {
    let rows = rows.prefix(Self.most)
    guard !rows.isEmpty else { return }
    let longest = max(rows.map(\.total).max() ?? 0, 1)
    ChartSeries.writeLegend(series, to: &html)
    let height = rows.count * Self.rowHeight
    html.element(
      "svg",
      [
        "class": "chart", "role": "img", "viewBox": "0 0 560 \(height)", "aria-labelledby": "\(id)-t \(id)-d",
      ]
    ) { html in
      html.element("title", ["id": "\(id)-t"], title)
      html.element("desc", ["id": "\(id)-d"]) { describe(Array(rows), &$0) }
      for (place, row) in rows.enumerated() {
        let top = place * Self.rowHeight
        let middle = "\(top + 16)"
        html.element("text", ["class": "label", "x": "\(Self.labelWidth - 8)", "y": middle]) { html in
          html.name(Self.shortened(row.label))
        }
        var start = 0.0
        for (value, one) in zip(row.values, series) where value > 0 {
          let width = Double(value) / Double(longest) * Double(Self.barWidth)
          html.element(
            "rect",
            [
              "class": "\(one.style)", "x": Coordinate.text(Double(Self.labelWidth) + start),
              "y": "\(top + 4)",
              "width": Coordinate.text(width), "height": "16", "data-n": String(value),
            ]
          ) { html in
            html.element("title") { html in
              html.name(row.label)
              html.words(": \(one.name) \(format(value))")
            }
          }
          start += width
        }
        html.element(
          "text", ["class": "value", "x": Coordinate.text(Double(Self.labelWidth) + start + 6), "y": middle],
          format(row.total))
      }
    }
    html.lineEnd()
  }

  private func describe(_ rows: [ChartRow], _ html: inout HTMLText) {
    html.words("Bars of \(series.map(\.name).joined(separator: ", ")). The longest: ")
    if let first = rows.max(by: { $0.total < $1.total }) {
      html.name(first.label)
      html.words(" with \(format(first.total)). ")
    }
    html.words("The table says the numbers.")
  }

  /// As much as fits beside the bars.
  private static func shortened(_ label: String) -> String {
    let scalars = HarmlessText.line(label).unicodeScalars
    return scalars.count <= 28 ? label : String(String.UnicodeScalarView(scalars.prefix(27))) + "…"
  }
}

/// A number of a drawing: at most two places, and the same on every machine.
enum Coordinate {
  static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
