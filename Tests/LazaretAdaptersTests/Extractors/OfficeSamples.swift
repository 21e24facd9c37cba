import LazaretCore
import LazaretTesting

/// Small office documents, written part by part.
enum OfficeSamples {
  static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let packages = "http://schemas.openxmlformats.org/package/2006"

  /// `others` are parts beside the main text, by the last word of their relationship's type.
  static func docx(
    _ body: String, others: KeyValuePairs<String, String> = [:],
    type: String = "vnd.openxmlformats-officedocument.wordprocessingml.document"
  ) -> ZipWriter {
    var zip = ZipWriter()
    zip.add(
      "[Content_Types].xml",
      "<Types xmlns='\(packages)/content-types'>"
        + "<Override PartName='/word/document.xml' ContentType='application/\(type).main+xml'/></Types>")
    zip.add("_rels/.rels", links([("officeDocument", "word/document.xml")]))
    zip.add("word/_rels/document.xml.rels", links(others.map { ($0.key, "\($0.key).xml") }))
    zip.add(
      "word/document.xml",
      """
      <w:document xmlns:w='\(word)' xmlns:r='\(relations)' \
      xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
      xmlns:v='urn:schemas-microsoft-com:vml'><w:body>\(body)</w:body></w:document>
      """)
    for (kind, text) in others { zip.add("word/\(kind).xml", text) }
    return zip
  }

  static func links(_ items: [(kind: String, target: String)]) -> String {
    let rows = items.map {
      "<Relationship Id='\($0.kind)' Type='\(relations)/\($0.kind)' Target='\($0.target)'/>"
    }
    return "<Relationships xmlns='\(packages)/relationships'>\(rows.joined())</Relationships>"
  }

  static func part(_ root: String, _ content: String) -> String {
    "<w:\(root) xmlns:w='\(word)'>\(content)</w:\(root)>"
  }

  static func run(_ text: String, _ properties: String = "") -> String {
    "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space='preserve'>\(text)</w:t></w:r>"
  }

  static func raw(_ name: String, _ zip: ZipWriter) -> RawDocument {
    RawDocument(source: "s", uri: name, bytes: zip.bytes)
  }

  /// A document of any format that is a container, with one paragraph.
  static func document(of format: String, text: String) -> [UInt8] {
    let escaped = String(
      text.unicodeScalars.filter { $0.value >= 0x20 && $0 != "<" && $0 != "&" && $0.value < 0xFFFE }
        .map { Character($0) })
    switch format {
    case "docx": return docx("<w:p>\(run(escaped))</w:p>").bytes
    case "pptx":
      let slides = "http://schemas.openxmlformats.org/presentationml/2006/main"
      let drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
      let type = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
      return ZipWriter([
        "[Content_Types].xml":
          "<Types><Override PartName='/p.xml' ContentType='\(type)'/></Types>",
        "_rels/.rels": links([("officeDocument", "p.xml")]), "_rels/p.xml.rels": links([("slide", "s.xml")]),
        "p.xml":
          "<p:presentation xmlns:p='\(slides)' xmlns:r='\(relations)'><p:sldId id='1' r:id='slide'/></p:presentation>",
        "s.xml":
          "<p:sld xmlns:p='\(slides)' xmlns:a='\(drawing)'><p:sp><a:p><a:r><a:t>\(escaped)</a:t></a:r></a:p></p:sp></p:sld>",
      ]).bytes
    case "xlsx":
      let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
      return ZipWriter([
        "[Content_Types].xml": "<Types><Override PartName='/b.xml' ContentType='\(type)'/></Types>",
        "_rels/.rels": links([("officeDocument", "b.xml")]),
        "_rels/b.xml.rels": links([("worksheet", "s.xml")]),
        "b.xml": "<workbook xmlns:r='\(relations)'><sheet name='A' r:id='worksheet'/></workbook>",
        "s.xml":
          "<worksheet><row><c t='inlineStr'><is><t>\(escaped)</t></is></c></row></worksheet>",
      ]).bytes
    case "epub":
      return ZipWriter([
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container><rootfile full-path='b.opf'/></container>",
        "b.opf":
          "<package><item id='a' href='a.html' media-type='application/xhtml+xml'/><itemref idref='a'/></package>",
        "a.html": "<html><p>\(escaped)</p></html>",
      ]).bytes
    default:
      let kinds = ["odt": "text", "odp": "presentation", "ods": "spreadsheet"]
      let names = "urn:oasis:names:tc:opendocument:xmlns"
      return ZipWriter([
        "mimetype": "application/vnd.oasis.opendocument.\(kinds[format] ?? format)",
        "content.xml":
          "<o:c xmlns:o='\(names):office:1.0' xmlns:text='\(names):text:1.0'><o:body><text:p>\(escaped)</text:p></o:body></o:c>",
      ]).bytes
    }
  }

  /// One whole document for each format that is a container, from the repository's fixtures.
  static func fixture(of format: String) throws -> [UInt8]? {
    let names = [
      "docx": "spring-catalogue.docx", "pptx": "tasting-evening.pptx", "odt": "paying-by-invoice.odt",
      "epub": "little-tea-book.epub", "xlsx": "stock-count.xlsx",
    ]
    return try names[format].map { try RepositoryFile.bytes("fixtures/documents/archive/\($0)") }
  }
}
