import LazaretCore

/// CSV: a paragraph for each row; see ``TableRows``. The separator is found, or named by Excel's first line
/// `sep=;`, which is left out.
///
/// An own reader: SwiftCSV makes a dictionary of each row, in which fields beyond the header and all but one
/// of the columns of the same name are gone, and those are good places to hide a text.
struct CommaSeparated: Extractor {
  let name = "csv"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    try TableRows.document(of: raw, mediaType: "text/csv") { utf8 in
      FieldSeparator.declared(in: utf8) ?? (FieldSeparator.of(utf8), 0)
    }
  }
}
