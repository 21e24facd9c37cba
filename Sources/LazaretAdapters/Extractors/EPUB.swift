import Foundation
import LazaretCore

/// Electronic books (EPUB 2 and 3), their chapters through the reader of HTML.
///
/// The visible lane: the chapters in reading order, each a page, under the style sheets of the book. The hidden
/// lane: what the reader of HTML keeps from view, documents that are in the book and not in its reading order (such
/// as tables of contents for programs), and metadata.
///
/// Bounds are those of ``ZipContainer`` and of ``HTML``; memory is that of the unpacked chapters and their text.
struct EPUB: Extractor {
  let name = "epub"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    do throws(ArchiveError) {
      var container = try ZipContainer(raw.bytes)
      let parts = try container.read(["META-INF/container.xml", "META-INF/encryption.xml"])
      if let encryption = parts["META-INF/encryption.xml"] {
        let reader = EPUBEncryptionReader()
        try OfficeXML.read(encryption, into: reader, as: "list of what is encrypted")
        if reader.isLocked { throw ArchiveError(reason: "is locked by copy protection and cannot be read") }
      }
      guard let list = parts["META-INF/container.xml"] else {
        throw ArchiveError(reason: "holds no 'META-INF/container.xml', so it is no EPUB book")
      }
      let roots = EPUBContainerReader()
      try OfficeXML.read(list, into: roots, as: "list of packages")
      guard let path = roots.path, let bytes = try container.read([path])[path] else {
        throw ArchiveError(reason: "holds no package document: the one that it names is missing")
      }
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      let package = EPUBPackageReader(folder: folder)
      try OfficeXML.read(bytes, into: package, as: "package document")
      let items = package.items.values.filter { $0.isText || $0.type == "text/css" }
      let contents = try container.read(Set(items.map(\.path)))
      return try EPUBReading(package: package, contents: contents, raw: raw, notes: container.notes).read()
    } catch {
      throw .malformed("'\(raw.uri)' \(error.reason)")
    }
  }
}

/// The chapters of one book, read in turn.
private struct EPUBReading {
  let package: EPUBPackageReader
  let contents: [String: [UInt8]]
  let raw: RawDocument
  let notes: [String]

  func read() throws(ArchiveError) -> Document {
    let output = OfficeText()
    var rules = StyleRules()
    let items = package.items.values.sorted { $0.order < $1.order }
    for item in items where item.type == "text/css" {
      if let sheet = contents[item.path] { rules.add(sheet: sheet) }
    }
    var language: String?
    var done: Set<String> = []
    for (number, id) in package.spine.enumerated() {
      guard let item = package.items[id] else { continue }
      guard done.insert(item.path).inserted else { continue }
      guard let bytes = contents[item.path] else {
        throw ArchiveError(reason: "lists a chapter that is not in it, or that is no text")
      }
      output.startPage(number + 1)
      let page = try chapter(bytes, rules)
      language = language ?? page.language
      output.append(page)
    }
    for item in items where item.isText && !done.contains(item.path) {
      guard let bytes = contents[item.path] else { continue }
      let page = try chapter(bytes, rules)
      output.addHidden(page.visible.text, kind: "outside of the reading order")
      output.append(hidden: page.hidden)
    }
    output.addHidden(package.others.joined(separator: "\n"), kind: "properties")
    return output.document(
      of: raw, mediaType: "application/epub+zip", title: package.title,
      language: package.language ?? language, notes: notes)
  }

  private func chapter(_ bytes: [UInt8], _ rules: StyleRules) throws(ArchiveError) -> HTML.Page {
    if ContentSignature.binary(bytes) != nil {
      throw ArchiveError(reason: "holds a chapter that is not text")
    }
    let text = DecodedText.decode(bytes, charset: DeclaredCharset.inHTML(bytes))
    if text.utf8.contains("<!ENTITY".utf8) {
      throw ArchiveError(reason: "holds a chapter that declares entities of its own, which are not read")
    }
    do throws(ExtractionError) { return try HTML.read(text.utf8, uri: raw.uri, rules: rules) } catch {
      throw ArchiveError(reason: "holds a chapter that cannot be read as HTML")
    }
  }
}

/// `META-INF/container.xml`: where the package document is.
private final class EPUBContainerReader: MarkupSink {
  private(set) var path: String?
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { name == "full-path" }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if name == "rootfile", path == nil, let full = attributes.value("full-path") {
      path = OfficePackage.resolve(full, in: "")
    }
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}

/// `META-INF/encryption.xml`: fonts that are obfuscated can be left alone, anything else is a lock.
private final class EPUBEncryptionReader: MarkupSink {
  private(set) var isLocked = false
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { name == "Algorithm" }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if name == "EncryptedKey" { isLocked = true }
    guard name == "EncryptionMethod" else { return }
    let fonts = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]
    if !fonts.contains(attributes.value("Algorithm") ?? "") { isLocked = true }
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}

/// The package document: metadata, what is in the book, and in which order it is read.
private final class EPUBPackageReader: MarkupSink {
  struct Item: Hashable {
    var path: String
    var type: String
    var order: Int
    /// By its type and, since nobody checks that, by its name.
    var isText: Bool {
      type.contains("html") || type == "application/x-dtbook+xml" || type == "text/x-oeb1-document"
        || [".xhtml", ".html", ".htm"].contains { path.lowercased().hasSuffix($0) }
    }
  }

  private(set) var items: [String: Item] = [:]
  private(set) var spine: [String] = []
  private(set) var title: String?
  private(set) var language: String?
  private(set) var others: [String] = []
  private let folder: String
  private var text: [UInt8] = []
  private var isInMetadata = false
  var reasonToStop: String? { nil }

  init(folder: String) { self.folder = folder }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    text = []
    switch name {
    case "metadata": isInMetadata = true
    case "meta":
      let content = attributes.value("content") ?? ""
      if content.utf8.contains(where: \.isWhitespace) { others.append(content) }
    case "item":
      guard let id = attributes.value("id"), let href = attributes.value("href"), items[id] == nil else {
        return
      }
      items[id] = Item(
        path: OfficePackage.resolve(href, in: folder),
        type: attributes.value("media-type")?.lowercased() ?? "", order: items.count)
    case "itemref": if let id = attributes.value("idref") { spine.append(id) }
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {
    defer { text = [] }
    if name == "metadata" { isInMetadata = false }
    guard isInMetadata, text.contains(where: { !$0.isWhitespace }) else { return }
    var words = LaidOutText()
    words.append(text.span)
    let value = String(decoding: words.utf8, as: UTF8.self)
    switch name {
    case "title" where title == nil: title = value
    case "language" where language == nil: language = value
    case "identifier", "date", "language", "format": break
    case "meta" where !value.utf8.contains(where: \.isWhitespace): break
    default: others.append(value)
    }
  }

  func text(_ bytes: Span<UInt8>) { bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) } }
  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { others.append(String(decoding: $0, as: UTF8.self)) }
  }
  func instruction(_ bytes: Span<UInt8>) {}
}
