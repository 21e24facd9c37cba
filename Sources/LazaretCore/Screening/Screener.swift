/// A service, or a set of detectors, that judges text.
///
/// The contract, which the conformance suite checks for every entry of the catalogue:
///
/// - `screen` is idempotent and may be called from many tasks at once.
/// - It judges every byte of the text or throws. It never shortens a text to make it fit.
/// - It throws when the answer is missing, cut short, or does not say what it has to say.
/// - A finding has a span only if the vendor file proved that the span is right for this text, in
///   half-open UTF-8 bytes.
/// - It does not retry, wait for its turn or remember answers: those are wrappers of this protocol.
/// - Cancelling the task makes it throw `.cancelled` soon.
package protocol Screener: Sendable {
  /// The name in the pipeline file.
  var name: String { get }
  /// Changes whenever something on our side changes that could change an answer. Answers are kept
  /// under it.
  var fingerprint: Fingerprint { get }
  /// The longest text that `screen` takes, in UTF-8 bytes.
  var maxTextBytes: Int { get }

  func screen(_ text: String) async throws(ScreenerError) -> Screening
}
