import Foundation
import LazaretPipeline

/// The summary as one line of JSON.
struct SummaryJSON {
  private let summary: RunSummary

  init(_ summary: RunSummary) { self.summary = summary }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every field is a number that is finite, a text, or a list of them: there is nothing to refuse.
    guard let data = try? encoder.encode(summary) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
