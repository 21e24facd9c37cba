/// One of the colours of a chart and what it stands for.
struct ChartSeries {
  /// A class of the style sheet.
  var style: StaticString
  var name: String

  static let clean = ChartSeries(style: "clean", name: "clean")
  static let masked = ChartSeries(style: "masked", name: "masked")
  static let quarantined = ChartSeries(style: "quarantined", name: "quarantined")
  static let unscreened = ChartSeries(style: "unscreened", name: "unscreened")
  /// The four states of a chunk, in the order in which they stand everywhere.
  static let states = [clean, masked, quarantined, unscreened]

  func writeKey(to html: inout HTMLText) {
    html.element("svg", ["class": "key", "viewBox": "0 0 10 10", "aria-hidden": "true"]) { html in
      html.empty("rect", ["class": "\(style)", "width": "10", "height": "10", "rx": "2"])
    }
    html.words(name)
  }

  /// For charts with more than one.
  static func writeLegend(_ series: [ChartSeries], to html: inout HTMLText) {
    guard series.count > 1 else { return }
    html.element("ul", ["class": "legend"]) { html in
      for one in series { html.element("li") { one.writeKey(to: &$0) } }
    }
  }
}

/// What stands on one line, or at one moment, of a chart.
struct ChartRow {
  /// From outside, maybe.
  var label: String
  /// One for each series, none below 0.
  var values: [Int]

  var total: Int { values.reduce(0, +) }
}
