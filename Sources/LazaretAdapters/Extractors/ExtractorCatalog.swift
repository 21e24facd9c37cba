package import LazaretCore

/// The formats that Lazaret reads. One more is one file and one line here.
package enum ExtractorCatalog {
  package struct Format: Sendable {
    package var name: String
    /// Lower case, without parameters.
    package var mediaTypes: [String]
    /// Lower case, without the dot.
    package var fileExtensions: [String]
    /// True for formats whose files are text: binary content under their name is an error.
    package var isText: Bool
    /// The container by whose first bytes the format is known, if it is.
    var signature: ContentSignature.Kind?
    package var make: @Sendable () -> any Extractor
  }

  package static let all: [Format] = [
    Format(
      name: "markdown", mediaTypes: ["text/markdown", "text/x-markdown"],
      fileExtensions: ["md", "markdown"], isText: true, make: { Markdown() }),
    Format(
      name: "html", mediaTypes: ["text/html", "application/xhtml+xml"],
      fileExtensions: ["html", "htm", "xhtml"], isText: true, make: { HTML() }),
    Format(
      name: "plain-text", mediaTypes: ["text/plain"], fileExtensions: ["txt", "text", "log"],
      isText: true, make: { PlainText() }),
  ]
}
