/// Bars that stand beside each other in time, each stacked of the series.
struct TimelineChart {
  /// Unique on the page.
  var id: StaticString
  var title: String
  var series: [ChartSeries]
  /// The earliest first; the labels are days or moments.
  var rows: [ChartRow]
  var format: (Int) -> String = Figures.number

  private static let (left, width, top, height) = (8, 544, 18, 110)

  func write(to html: inout HTMLText) {
    guard !rows.isEmpty else { return }
    let tallest = max(rows.map(\.total).max() ?? 0, 1)
    // A few bars stay bars and do not become walls.
    let step = Double(Self.width) / Double(max(rows.count, 12))
    let base = Self.top + Self.height
    html.element("h4", title)
    ChartSeries.writeLegend(series, to: &html)
    html.element(
      "svg",
      ["class": "chart", "role": "img", "viewBox": "0 0 560 148", "aria-labelledby": "\(id)-t \(id)-d"]
    ) { html in
      html.element("title", ["id": "\(id)-t"], title)
      html.element(
        "desc", ["id": "\(id)-d"],
        "Bars over time of \(series.map(\.name).joined(separator: ", ")), \(rows.count) of them, the highest "
          + "\(format(rows.map(\.total).max() ?? 0)). The table says the numbers.")
      for level in [Self.top, base] {
        html.empty(
          "line",
          [
            "class": "axis", "x1": "\(Self.left)", "x2": "\(Self.left + Self.width)", "y1": "\(level)",
            "y2": "\(level)",
          ])
      }
      html.element("text", ["class": "tick", "x": "\(Self.left)", "y": "\(Self.top - 5)"], format(tallest))
      for (place, row) in rows.enumerated() {
        var bottom = Double(base)
        for (value, one) in zip(row.values, series) where value > 0 {
          let height = Double(value) / Double(tallest) * Double(Self.height)
          bottom -= height
          html.element(
            "rect",
            [
              "class": "\(one.style)",
              "x": Coordinate.text(Double(Self.left) + Double(place) * step + step * 0.1),
              "y": Coordinate.text(bottom), "width": Coordinate.text(step * 0.8),
              "height": Coordinate.text(height),
              "data-n": String(value),
            ]
          ) { html in
            html.element("title", "\(row.label): \(one.name) \(format(value))")
          }
        }
      }
      for (place, anchor) in labelled(step) {
        html.element(
          "text",
          [
            "class": "tick \(anchor)",
            "x": Coordinate.text(Double(Self.left) + Double(place) * step + step * (place == 0 ? 0.1 : 0.9)),
            "y": "\(base + 14)",
          ], rows[place].label)
      }
    }
    html.lineEnd()
  }

  /// The first bar and the last have their labels, when both find room.
  private func labelled(_ step: Double) -> [(place: Int, anchor: String)] {
    let last = rows.count - 1
    let isWide = Double(last) * step > 240
    return [(0, "from")] + (isWide ? [(last, "to")] : [])
  }
}
