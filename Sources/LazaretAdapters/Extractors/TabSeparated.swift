import LazaretCore

/// TSV: a paragraph for each row; see ``TableRows``. Always tabs; double quotes as in CSV, because that is
/// how spreadsheets write a field with a line end.
struct TabSeparated: Extractor {
  let name = "tsv"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    try TableRows.document(of: raw, mediaType: "text/tab-separated-values") { _ in (0x09, 0) }
  }
}
