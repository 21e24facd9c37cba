/// Turns the bytes of one item into text.
///
/// The contract: the same bytes give the same text; nothing is asked over a network; what a reader would see
/// goes to the visible lane and what only a model would see to the hidden one; nothing that could be
/// read is dropped without a note; bytes that are not what they say are an error, not an empty text; time and
/// memory are bounded whatever the bytes are.
package protocol Extractor: Sendable {
  /// The format's name in the catalogue.
  var name: String { get }
  /// Raised whenever the text of an unchanged file, its title, its headings or what is hidden in it would
  /// come out differently. Files are read again under a new version, and only then.
  var version: Int { get }

  /// Suspends only for formats that another program reads.
  func extract(_ raw: RawDocument) async throws(ExtractionError) -> Document
}

package enum ExtractionError: Error, Sendable, Hashable {
  /// No extractor takes this kind of item. The item is skipped.
  case unknownType(String)
  /// The program that reads this kind of item is not on this machine. The item is skipped, and looked at
  /// again in the next run.
  case programMissing(String)
  /// The item is not what its name says, or is broken. The item failed.
  case malformed(String)
  /// Reading the item took more time or memory than is allowed. The item failed, and is tried again in the
  /// next run.
  case exhausted(String)
}

extension ExtractionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownType(let why), .programMissing(let why), .malformed(let why), .exhausted(let why): why
    }
  }
}
