package import LazaretCore

/// Every format of `--format`. A new one is one file and one line here.
package enum ExporterCatalog {
  package static let all: [any Exporter] = [
    JSONLines(), LangChain(), LlamaIndex(), Haystack(), Dolma(), CSV(), MarkdownFolder(),
  ]

  package static func exporter(named name: String) -> (any Exporter)? {
    all.first { $0.name == name }
  }
}
