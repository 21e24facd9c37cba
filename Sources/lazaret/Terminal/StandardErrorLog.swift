import Foundation
import LazaretAdapters
import LazaretCore
import Logging

/// Writes log lines to stderr: for a person, or as one JSON object a line.
struct StandardErrorLog: LogHandler {
  let format: LogFormat
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]

  init(format: LogFormat) { self.format = format }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
    switch format {
    case .text:
      let more = fields.map { " \($0.key)=\"\($0.value)\"" }.joined()
      StandardError().say("\(event.level): \(event.message)\(more)")
    case .json:
      var json = JSONText()
      json.object { json in
        json.field("message_type", "log")
        json.field("level", event.level.rawValue)
        json.field("at", Timestamp.now.iso8601)
        json.field("message", "\(event.message)")
        for (key, value) in fields {
          json.key(key)
          json.string("\(value)")
        }
      }
      StandardError().say(json.text)
    }
  }
}

extension Timestamp {
  /// The wall clock, read at the roof so that nothing below depends on the hour.
  static var now: Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
  }
}
