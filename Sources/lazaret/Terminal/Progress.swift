import ArgumentParser
import LazaretPipeline

/// Whether to show how far a run is.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never

  /// `auto` is a terminal that nobody asked to be quiet.
  func isShown(quiet: Bool) -> Bool {
    switch self {
    case .auto: StandardError.isTerminal && !quiet
    case .always: true
    case .never: false
    }
  }
}

/// One line on stderr that is written over again and again.
struct ProgressLine: Sendable {
  let progress: @Sendable () -> (documents: Int, chunks: RunSummary.Chunks)

  /// Until the task is cancelled.
  func show() async {
    let talk = StandardError()
    while !Task.isCancelled {
      let (documents, chunks) = progress()
      talk.put(
        "\r\u{1B}[K\(documents) documents, \(chunks.total) chunks: \(chunks.clean) clean, "
          + "\(chunks.masked) masked, \(chunks.quarantined) quarantined, \(chunks.unscreened) unscreened")
      do { try await Task.sleep(for: .milliseconds(200)) } catch { break }
    }
    talk.put("\r\u{1B}[K")
  }
}
