/// One bar that is the whole, in its parts.
struct ShareChart {
  /// Unique on the page.
  var id: StaticString
  var title: String
  var parts: [(series: ChartSeries, value: Int)]

  func write(to html: inout HTMLText) {
    let whole = parts.map(\.value).reduce(0, +)
    guard whole > 0 else { return }
    ChartSeries.writeLegend(parts.map(\.series), to: &html)
    html.element(
      "svg", ["class": "chart", "role": "img", "viewBox": "0 0 560 36", "aria-labelledby": "\(id)-t \(id)-d"]
    ) { html in
      html.element("title", ["id": "\(id)-t"], title)
      html.element(
        "desc", ["id": "\(id)-d"],
        parts.map { "\($0.series.name) \(Figures.share($0.value, of: whole))" }.joined(separator: ", ") + ".")
      var start = 0.0
      for part in parts where part.value > 0 {
        let width = Double(part.value) / Double(whole) * 560
        html.element(
          "rect",
          [
            "class": "\(part.series.style)", "x": Coordinate.text(start), "y": "4",
            "width": Coordinate.text(width),
            "height": "28", "data-n": String(part.value),
          ]
        ) { html in
          html.element(
            "title",
            "\(part.series.name): \(Figures.number(part.value)), \(Figures.share(part.value, of: whole))")
        }
        start += width
      }
    }
    html.lineEnd()
  }
}
