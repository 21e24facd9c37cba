/// A run that has documents judged and stores what came of it.
package protocol ScreeningRun: Sendable {
  /// Runs to the end, to the first failure that must stop it, or until the task is cancelled. There
  /// is a summary in each case.
  ///
  /// - Parameter encode: the summary as JSON, for the record of the run in the store.
  func run(
    encode: @Sendable (RunSummary) -> String
  ) async -> (summary: RunSummary, failure: RunFailure?)

  /// What has been done so far, for progress.
  var progress: (documents: Int, chunks: RunSummary.Chunks) { get }
}

extension IngestRun: ScreeningRun {}
extension RescreenRun: ScreeningRun {}
