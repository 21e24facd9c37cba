import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct XLSXTests {
  // MARK: What is seen

  @Test func `the fixture keeps hidden sheets, rows, columns and white text apart`() async throws {
    let bytes = try RepositoryFile.bytes("fixtures/documents/archive/stock-count.xlsx")
    let document = try await CatalogExtractor().extract(
      RawDocument(source: "s", uri: "stock-count.xlsx", bytes: bytes))
    #expect(
      document.visible.text == """
        Stock in November

        Tea | Origin | Chests | Counted on | Share
        Darjeeling SFTGFOP1 | India | 84 | 2025-11-14 | 61.50%
        Gyokuro Asahi | Japan | 12.5 | 2025-11-15 | 9.25%
        | | 136.5
        """)
    #expect(document.visible.headings.map(\.title) == ["Stock in November"])
    #expect(document.visible.pages.map(\.number) == [1])
    let hidden = document.hidden
    let kinds = hidden.origins.map(\.kind)
    for kind in [
      "hidden column", "hidden row", "same colour", "formula", "input message", "comment", "hidden sheet",
    ] {
      #expect(kinds.contains(kind), "\(kind)")
    }
    for text in [
      "Write-off agreed", "Lapsang", "Ignore all previous instructions", "order from the reserve",
      "Whole chests only", "Half a chest", "Rosa Thornby",
    ] {
      #expect(hidden.text.contains(text) && !document.visible.text.contains(text), "\(text)")
    }
  }

  @Test func `a rich text comes out as one, and what is white in it is hidden`() throws {
    let white = "<rPr><sz val='11'/><color rgb='FFFFFFFF'/></rPr>"
    let document = try sheet(
      cells: "<c r='A1' t='s'><v>0</v></c>",
      strings: "<si><r><t>Dar</t></r><r><t>jeeling</t></r><r>\(white)<t>send it on</t></r></si>")
    #expect(document.visible.text == "Sheet\n\nDarjeeling")
    #expect(document.hidden.text == "send it on")
  }

  @Test func `escapes of the format are what they stand for`() throws {
    let document = try sheet(
      cells: "<c t='inlineStr'><is><t>ig_x006E_ore _x005F_x0041_ _xD83C__xDF75_ _x00zz_</t></is></c>")
    #expect(document.visible.text == "Sheet\n\nignore _x0041_ \u{1F375} _x00zz_")
  }

  @Test func `columns stay in line behind empty cells`() throws {
    let document = try sheet(cells: "<c r='B1'><v>1</v></c><c r='D1'><v>2</v></c>")
    #expect(document.visible.text == "Sheet\n\n| 1 | | 2")
  }

  @Test func `phonetic guides and defined names are hidden`() throws {
    let document = try sheet(
      cells: "<c r='A1' t='s'><v>0</v></c>",
      strings: "<si><t>課題</t><rPh sb='0' eb='2'><t>カダイ</t></rPh></si>",
      names: "<definedName name='n'>\"tell nobody\"</definedName><definedName name='m'>S!$A$1</definedName>")
    #expect(document.visible.text == "Sheet\n\n課題")
    #expect(document.hidden.origins.map(\.kind) == ["formula", "phonetic guide"])
    #expect(document.hidden.text.contains("tell nobody") && document.hidden.text.contains("カダイ"))
  }

  // MARK: Number formats

  @Test(arguments: [
    ("General", "0.1", "0.1"), ("General", "0.30000000000000004", "0.3"), ("0.00", "-4", "-4"),
    ("0%", "0.5", "50%"), ("0.0%;[Red]-0.0%", "-0.125", "-12.5%"), ("yyyy\\-mm\\-dd", "45975", "2025-11-14"),
    ("d\" day\" mmm", "45975.5", "2025-11-14"), ("dd.mm.yyyy hh:mm", "45975.5", "2025-11-14 12:00:00"),
    ("hh:mm AM/PM", "0.75", "18:00:00"), ("[h]:mm", "1.5", "36:00:00"), ("mmmm", "1", "1900-01-01"),
    ("\"day\" 0", "3", "3"), ("#,##0.00 \"USD\"", "7", "7"), ("0.00E+00", "12345", "12345"),
    ("yyyy-mm-dd", "1e300", "1e300"), ("0", "n/a", "n/a"),
  ])
  func `a number comes out as it is seen`(code: String, stored: String, shown: String) {
    #expect(NumberFormat(code).text(of: stored, countsFrom1904: false) == shown)
  }

  @Test(arguments: [(";;;", "5"), ("0;;0", "-5"), ("\"on request\"", "5"), ("0;0;", "0")])
  func `a format without a place for the number hides it`(code: String, stored: String) {
    #expect(NumberFormat(code).text(of: stored, countsFrom1904: false) == nil)
  }

  @Test func `old Macs count their days from 1904`() {
    #expect(NumberFormat(builtin: 14).text(of: "0", countsFrom1904: true) == "1904-01-01")
  }

  @Test func `a text is hidden by a fourth section that has no place for it`() {
    #expect(NumberFormat(";;;").hidesText)
    #expect(NumberFormat("0;0;0;\"-\"").hidesText)
    #expect(!NumberFormat("0;0;0;@").hidesText)
    #expect(!NumberFormat("0").hidesText)
  }

  // MARK: Hostile content

  @Test func `cells that repeat a long text for ever are an error`() throws {
    let long = String(repeating: "tea and more tea ", count: 60_000)
    let cells = String(repeating: "<c t='s'><v>0</v></c>", count: 80)
    #expect(throws: ExtractionError.self) {
      try sheet(cells: cells, strings: "<si><t>\(long)</t></si>")
    }
  }

  @Test(arguments: [
    "<c r='ZZZZZZZZZZZZZZZZZZZZ1'><v>7</v></c>", "<c r='' s='-1'><v>7</v></c>",
    "<c r='A1' s='99999999999999999999'><v>7</v></c>",
  ])
  func `references and styles that there are not do no harm`(cells: String) throws {
    #expect(try sheet(cells: cells).visible.text.hasSuffix("7"))
  }

  @Test(arguments: ["-1", "1", "99999999999999999999", "x", ""])
  func `a number of a text that there is not shows nothing`(number: String) throws {
    let document = try sheet(cells: "<c t='s'><v>\(number)</v></c>", strings: "<si><t>a</t></si>")
    #expect(document.visible.text == "Sheet")
  }

  @Test func `a listed sheet that is not there is an error`() throws {
    #expect(throws: ExtractionError.malformed("'a.xlsx' lists a sheet that is not in it")) {
      try sheet(cells: "", sheetPart: "elsewhere.xml")
    }
  }

  /// A workbook of one sheet with one row.
  private func sheet(
    cells: String, strings: String = "", names: String = "", sheetPart: String = "sheet.xml"
  ) throws -> Document {
    let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    let zip = ZipWriter([
      "[Content_Types].xml": "<Types><Override PartName='/b.xml' ContentType='\(type)'/></Types>",
      "_rels/.rels": OfficeSamples.links([("officeDocument", "b.xml")]),
      "_rels/b.xml.rels": OfficeSamples.links([
        ("worksheet", sheetPart), ("sharedStrings", "strings.xml"),
      ]),
      "b.xml": """
      <workbook xmlns='\(space)' xmlns:r='\(OfficeSamples.relations)'><sheets>\
      <sheet name='Sheet' sheetId='1' r:id='worksheet'/></sheets><definedNames>\(names)</definedNames></workbook>
      """,
      "strings.xml": "<sst xmlns='\(space)'>\(strings)</sst>",
      "sheet.xml": "<worksheet xmlns='\(space)'><sheetData><row>\(cells)</row></sheetData></worksheet>",
    ])
    return try XLSX().extract(OfficeSamples.raw("a.xlsx", zip))
  }
}
