package import LazaretCore

/// Puts every answer that is used into a recording: one that was kept before as well as one that comes now. It
/// is there before anything is decided by it.
package struct RecordingAnswers: AnswerStore {
  private let base: any AnswerStore
  private let recording: any AnswerStore

  /// - Parameters:
  ///   - base: where answers are kept from run to run.
  ///   - recording: takes each answer once.
  package init(_ base: any AnswerStore, into recording: any AnswerStore) {
    self.base = base
    self.recording = recording
  }

  package func kept(
    _ text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> KeptScreening? {
    guard let kept = try await base.kept(text, by: fingerprint) else { return nil }
    try await recording.keep(kept)
    return kept
  }

  package func keep(_ kept: KeptScreening) async throws(StoreError) {
    try await base.keep(kept)
    try await recording.keep(kept)
  }
}
