import ArgumentParser
import LazaretCore
import LazaretPipeline
import Logging

enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

enum LogLevel: String, ExpressibleByArgument, CaseIterable, Comparable {
  case trace, debug, info, notice, warning, error, critical

  var level: Logger.Level {
    switch self {
    case .trace: .trace
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    case .critical: .critical
    }
  }

  static func < (lhs: LogLevel, rhs: LogLevel) -> Bool { lhs.level < rhs.level }
}

/// Says on stderr what happens during a run. When all is well it says nothing.
struct RunLog: Sendable {
  let logger: Logger

  init(level: LogLevel, format: LogFormat) {
    var logger = Logger(label: "lazaret") { _ in StandardErrorLog(format: format) }
    logger.logLevel = level.level
    self.logger = logger
  }

  func record(_ event: RunEvent) {
    switch event {
    case .sourceStarted(let name, let location):
      logger.info("source started", metadata: ["source": "\(name)", "location": "\(location)"])
    case .sourceUnchanged(let name):
      logger.info("source unchanged", metadata: ["source": "\(name)"])
    case .sourceFailed(let name, let reason):
      logger.error("source failed", metadata: ["source": "\(name)", "reason": "\(reason)"])
    case .itemFailed(let source, let uri, let reason):
      logger.warning(
        "document failed", metadata: ["source": "\(source)", "uri": "\(uri)", "reason": "\(reason)"])
    case .itemSkipped(let source, let uri, let reason):
      logger.info(
        "document skipped", metadata: ["source": "\(source)", "uri": "\(uri)", "reason": "\(reason)"])
    case .documentUnchanged(let source, let uri):
      logger.debug("document unchanged", metadata: ["source": "\(source)", "uri": "\(uri)"])
    case .documentSettled(let source, let uri, let states):
      var metadata: Logger.Metadata = ["source": "\(source)", "uri": "\(uri)"]
      for (state, count) in states { metadata[state.rawValue] = "\(count)" }
      logger.debug("document settled", metadata: metadata)
    case .documentDeleted(let source, let uri):
      logger.info("document deleted", metadata: ["source": "\(source)", "uri": "\(uri)"])
    case .deletesHeld(let source, let reason):
      logger.error("deletes held", metadata: ["source": "\(source)", "reason": "\(reason)"])
    case .benignCanaryFlagged(let screener, let labels):
      logger.warning(
        "a text that holds nothing was flagged; expect that sane text is held as well",
        metadata: ["screener": "\(screener)", "labels": "\(labels.joined(separator: " "))"])
    case .drifted(let drift):
      logger.warning(
        "the screener is not as it was in the run before; raise its 'revision' to have kept answers asked for again",
        metadata: [
          "screener": "\(drift.screener)", "aspect": "\(drift.aspect.rawValue)",
          "before": "\(drift.before.joined(separator: " "))",
          "after": "\(drift.after.joined(separator: " "))",
        ])
    }
  }
}
