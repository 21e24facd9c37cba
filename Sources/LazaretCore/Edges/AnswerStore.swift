/// Where answers are kept: the store, or a recording.
///
/// The contract: an answer is durable against the death of the process when the call that kept it returns. Safe
/// to call from many tasks at once.
package protocol AnswerStore: Sendable {
  /// The answer that was kept for exactly this text under exactly this fingerprint.
  func kept(_ text: Digest, by fingerprint: Fingerprint) async throws(StoreError) -> KeptScreening?
  func keep(_ kept: KeptScreening) async throws(StoreError)
}

extension AnswerStore {
  package func screening(
    of text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> Screening? {
    try await kept(text, by: fingerprint)?.screening
  }
}
