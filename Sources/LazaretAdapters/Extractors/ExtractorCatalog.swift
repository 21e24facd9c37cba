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

  /// Endings of settings and programs, which people keep beside their documents and models read as they
  /// are written.
  private static let sourceFiles = [
    "yaml", "yml", "toml", "ini", "cfg", "conf", "properties", "sql", "sh", "py", "js", "ts", "java", "go",
    "rs", "swift", "c", "h", "cpp", "rb", "php", "css", "tex", "org",
  ]

  package static let all: [Format] = [
    Format(
      name: "markdown", mediaTypes: ["text/markdown", "text/x-markdown"],
      fileExtensions: ["md", "markdown"], isText: true, make: { Markdown() }),
    Format(
      name: "html", mediaTypes: ["text/html", "application/xhtml+xml"],
      fileExtensions: ["html", "htm", "xhtml"], isText: true, make: { HTML() }),
    Format(
      name: "restructuredtext", mediaTypes: ["text/x-rst", "text/prs.fallenstein.rst"],
      fileExtensions: ["rst", "rest"], isText: true, make: { ReStructuredText() }),
    Format(
      name: "asciidoc", mediaTypes: ["text/asciidoc", "text/x-asciidoc"],
      fileExtensions: ["adoc", "asciidoc"], isText: true, make: { AsciiDoc() }),
    Format(
      name: "xml", mediaTypes: ["application/xml", "text/xml"], fileExtensions: ["xml"], isText: true,
      make: { XMLSource() }),
    Format(
      name: "json", mediaTypes: ["application/json", "text/json"], fileExtensions: ["json"], isText: true,
      make: { JSON() }),
    Format(
      name: "json-lines",
      mediaTypes: ["application/x-ndjson", "application/jsonl", "application/x-jsonlines"],
      fileExtensions: ["jsonl", "ndjson"], isText: true, make: { JSONRecords() }),
    Format(
      name: "csv", mediaTypes: ["text/csv", "application/csv"], fileExtensions: ["csv"], isText: true,
      make: { CommaSeparated() }),
    Format(
      name: "tsv", mediaTypes: ["text/tab-separated-values"], fileExtensions: ["tsv", "tab"], isText: true,
      make: { TabSeparated() }),
    Format(
      name: "plain-text", mediaTypes: ["text/plain"],
      fileExtensions: ["txt", "text", "log"] + sourceFiles, isText: true, make: { PlainText() }),
    Format(
      name: "docx",
      mediaTypes: [
        office("wordprocessingml.document"), office("wordprocessingml.template"),
        "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
      ], fileExtensions: ["docx", "docm", "dotx", "dotm"], isText: false, signature: .docx, make: { DOCX() }),
    Format(
      name: "pptx",
      mediaTypes: [
        office("presentationml.presentation"), office("presentationml.template"),
        office("presentationml.slideshow"), "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-powerpoint.template.macroenabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
      ], fileExtensions: ["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"], isText: false, signature: .pptx,
      make: { PPTX() }),
    Format(
      name: "xlsx",
      mediaTypes: [
        office("spreadsheetml.sheet"), office("spreadsheetml.template"),
        "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-excel.template.macroenabled.12",
      ], fileExtensions: ["xlsx", "xlsm", "xltx", "xltm"], isText: false, signature: .xlsx, make: { XLSX() }),
    Format(
      name: "epub", mediaTypes: ["application/epub+zip"], fileExtensions: ["epub"], isText: false,
      signature: .epub, make: { EPUB() }),
    openDocument("odt", "text", signature: .odt),
    openDocument("odp", "presentation", signature: .odp),
    openDocument("ods", "spreadsheet", signature: .ods),
    Format(
      name: "pdf", mediaTypes: ["application/pdf", "application/x-pdf"], fileExtensions: ["pdf"],
      isText: false,
      signature: .pdf, make: { PDF() }),
    Format(
      name: "email", mediaTypes: ["message/rfc822"], fileExtensions: ["eml"], isText: true,
      make: { Email() }),
  ]

  /// A template ends in `t` for the last letter of a document's ending: `ott` beside `odt`.
  private static func openDocument(
    _ name: String, _ kind: String, signature: ContentSignature.Kind
  ) -> Format {
    let mediaType = "application/vnd.oasis.opendocument." + kind
    let template = "ot" + name.suffix(1)
    return Format(
      name: name, mediaTypes: [mediaType, mediaType + "-template"], fileExtensions: [name, template],
      isText: false, signature: signature, make: { OpenDocument(name: name, mediaType: mediaType) })
  }

  private static func office(_ kind: String) -> String {
    "application/vnd.openxmlformats-officedocument." + kind
  }
}
