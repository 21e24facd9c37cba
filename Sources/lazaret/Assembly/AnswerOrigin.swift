import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// Where the answers of a run come from, and whether they are put down.
enum AnswerOrigin: Sendable {
  case screeners
  /// From the screeners, or from the store, and into a recording in this folder.
  case recorded(folder: String)
  /// From a recording and nowhere else.
  case replayed(AnswerRecording)

  var replayed: AnswerRecording? {
    if case .replayed(let recording) = self { recording } else { nil }
  }
}

extension AnswerRecording {
  /// Why this screener, as it is set now, may have no answer, with what to do.
  func missing(of screener: any Screener) -> String {
    let names = header.screeners.filter { $0.value == screener.fingerprint }.keys
    if !names.isEmpty {
      return """
        the recording has no answer to this text; record it with 'lazaret run --record', or accept that a policy \
        which masks otherwise needs answers that nobody gave
        """
    }
    let recorded = header.screeners[screener.name].map { "as \($0)" } ?? "not at all"
    return """
      the recording has no answer of this screener as it is set now (\(screener.fingerprint)), it was recorded \
      \(recorded); put its settings back, or record again
      """
  }
}
