/// Turns the bytes of one item into text.
///
/// The contract: pure and synchronous; the same bytes give the same text; what a reader would see
/// goes to the visible lane and what only a model would see to the hidden one; nothing that could be
/// read is dropped without a note; bytes that are not what they say are an error, not an empty text.
package protocol Extractor: Sendable {
  /// The format's name in the catalogue.
  var name: String { get }
  /// Raised whenever the text of an unchanged file, its title, its headings or what is hidden in it would
  /// come out differently. Files are read again under a new version, and only then.
  var version: Int { get }

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document
}

package enum ExtractionError: Error, Sendable, Hashable {
  /// No extractor takes this kind of item. The item is skipped.
  case unknownType(String)
  /// The item is not what its name says, or is broken. The item failed.
  case malformed(String)
}

extension ExtractionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownType(let why), .malformed(let why): why
    }
  }
}
