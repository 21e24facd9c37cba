import Foundation
import LazaretCore

/// A container of the Open Packaging Conventions (ECMA-376 part 2): parts, and the relationships between them.
/// A part is found by the relationship that leads to it and never by its usual name, which is how office
/// programs find it.
struct OfficePackage {
  /// Where a part leads.
  struct Relationship: Hashable {
    var id: String
    /// The last word of its type: `officeDocument`, `header`, `comments`. The words before it differ between
    /// the strict and the usual form of the standard.
    var type: String
    /// The name of an entry; empty for what lies outside of the container.
    var target: String
  }

  private(set) var container: ZipContainer
  let uri: String
  private var types = ContentTypes()
  private var relationships: [String: [Relationship]] = [:]

  init(_ raw: RawDocument) throws(ExtractionError) {
    uri = raw.uri
    do throws(ArchiveError) {
      container = try ZipContainer(raw.bytes)
      let wanted = container.names.filter {
        $0 == "[Content_Types].xml" || $0.lowercased().hasSuffix(".rels")
      }
      let parts = try container.read(wanted + ["[Content_Types].xml"])
      guard let list = parts["[Content_Types].xml"] else {
        throw ArchiveError(reason: "holds no '[Content_Types].xml', so it is no Office document")
      }
      let sink = ContentTypesReader()
      try OfficeXML.read(list, into: sink, as: "list of content types")
      types = sink.types
      for (name, bytes) in parts where name != "[Content_Types].xml" {
        guard let source = Self.source(ofRelationships: name) else { continue }
        let reader = RelationshipsReader(folder: Self.folder(of: source))
        try OfficeXML.read(bytes, into: reader, as: "list of relationships")
        relationships[source] = reader.found
      }
    } catch {
      throw .malformed("'\(raw.uri)' \(error.reason)")
    }
  }

  /// The part that the document begins with, and its content type.
  var main: (name: String, type: String)? {
    let found = (relationships[""] ?? []).first { $0.type == "officedocument" }
    return found.flatMap { link in
      link.target.isEmpty ? nil : (link.target, types.type(of: link.target).lowercased())
    }
  }

  /// The name of that part; a document has one.
  func mainPart() throws(ExtractionError) -> String {
    guard let main else { throw .malformed("'\(uri)' names no part that the document begins with") }
    return main.name
  }

  var names: [String] { container.names }

  func links(of part: String) -> [Relationship] { relationships[part.lowercased()] ?? [] }

  func targets(of part: String, type: String) -> [String] {
    links(of: part).filter { $0.type == type && !$0.target.isEmpty }.map(\.target)
  }

  func target(of part: String, id: String) -> String? {
    links(of: part).first { $0.id == id && !$0.target.isEmpty }?.target
  }

  mutating func read(_ names: some Sequence<String>) throws(ExtractionError) -> [String: [UInt8]] {
    do throws(ArchiveError) { return try container.read(names) } catch {
      throw .malformed("'\(uri)' \(error.reason)")
    }
  }

  /// The main part, and all that relationships of these types lead to from it and from the container itself,
  /// however far.
  mutating func readAll(
    from main: String, following types: Set<String>
  ) throws(ExtractionError) -> [String: [UInt8]] {
    var wanted: Set<String> = [main]
    var queue = [main, ""]
    var done: Set<String> = []
    while let part = queue.popLast() {
      guard done.insert(part.lowercased()).inserted else { continue }
      for link in links(of: part) where types.contains(link.type) && !link.target.isEmpty {
        wanted.insert(link.target)
        queue.append(link.target)
      }
    }
    return try read(wanted)
  }

  /// `role` is what the part is to a reader of the message: "main text".
  func read(_ bytes: [UInt8], into sink: any MarkupSink, as role: String) throws(ExtractionError) {
    do throws(ArchiveError) { try OfficeXML.read(bytes, into: sink, as: role) } catch {
      throw .malformed("'\(uri)' \(error.reason)")
    }
  }

  /// What the document says about itself, of those `parts` that were read.
  func properties(_ parts: [String: [UInt8]]) throws(ExtractionError) -> OfficeProperties {
    let properties = OfficeProperties()
    for link in links(of: "")
    where ["core-properties", "extended-properties", "custom-properties"].contains(link.type) {
      if let part = parts[link.target] { try read(part, into: properties, as: "list of properties") }
    }
    return properties
  }

  /// `word/_rels/document.xml.rels` → `word/document.xml`, in lower case; `_rels/.rels` → "".
  private static func source(ofRelationships name: String) -> String? {
    let lower = name.lowercased()
    guard let mark = lower.range(of: "_rels/", options: .backwards), lower.hasSuffix(".rels") else {
      return nil
    }
    return String(lower[..<mark.lowerBound]) + String(lower[mark.upperBound...].dropLast(5))
  }

  private static func folder(of part: String) -> String {
    part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
  }

  /// A target as an entry's name: from the root, without `.` and `..`. Nothing leads out of the container.
  static func resolve(_ target: String, in folder: String) -> String {
    let whole = target.hasPrefix("/") ? target : folder + target
    let path = whole.prefix { $0 != "#" && $0 != "?" }
    var parts: [Substring] = []
    for part in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    let name = parts.joined(separator: "/")
    return name.removingPercentEncoding ?? name
  }
}

/// Reads the XML parts of containers.
enum OfficeXML {
  /// Entities of a document's own are refused: office programs write none and programs differ in whether they
  /// read them. No entity is expanded and nothing is fetched. Bounds: libxml2's 256 levels of elements and
  /// 10 MB for one text or attribute.
  static func read(
    _ bytes: [UInt8], into sink: any MarkupSink, as role: String
  ) throws(ArchiveError) {
    let text = DecodedText.decode(bytes, charset: DeclaredCharset.inXML(bytes))
    if declaresEntities(text.utf8) {
      throw ArchiveError(reason: "holds a \(role) that declares entities of its own, which are not read")
    }
    do throws(MarkupError) { try XMLEvents.readXML(text.utf8, into: sink) } catch {
      throw ArchiveError(
        reason: "holds a \(role) that cannot be read beyond line \(error.line): \(error.reason)")
    }
    if text.utf8.allSatisfy(\.isWhitespace) { throw ArchiveError(reason: "holds a \(role) that is empty") }
  }

  /// True for a document type declaration with a part of its own, which is where entities are declared. It can
  /// stand only before the first element.
  private static func declaresEntities(_ utf8: [UInt8]) -> Bool {
    var place = 0
    func skip(past mark: String) {
      let wanted = Array(mark.utf8)
      while place < utf8.count, !utf8[place...].starts(with: wanted) { place += 1 }
    }
    while place < utf8.count {
      let rest = utf8[place...]
      if rest.starts(with: "<!--".utf8) {
        skip(past: "-->")
      } else if rest.starts(with: "<?".utf8) {
        skip(past: "?>")
      } else if rest.starts(with: "<!DOCTYPE".utf8) {
        let declaration = rest.prefix { $0 != 0x3E }
        return declaration.contains(0x5B)
      } else if rest.first == 0x3C {
        return false
      }
      place += 1
    }
    return false
  }
}

/// What `[Content_Types].xml` says.
struct ContentTypes {
  fileprivate var overrides: [String: String] = [:]
  fileprivate var defaults: [String: String] = [:]

  func type(of part: String) -> String {
    if let type = overrides[part.lowercased()] { return type }
    let ending = part.lastIndex(of: ".").map { part[part.index(after: $0)...].lowercased() } ?? ""
    return defaults[ending] ?? ""
  }
}

private final class ContentTypesReader: MarkupSink {
  var types = ContentTypes()
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    guard let type = attributes.value("ContentType") else { return }
    if name == "Override", let part = attributes.value("PartName") {
      types.overrides[OfficePackage.resolve(part, in: "").lowercased()] = type
    } else if name == "Default", let ending = attributes.value("Extension") {
      types.defaults[ending.lowercased()] = type
    }
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}

private final class RelationshipsReader: MarkupSink {
  private(set) var found: [OfficePackage.Relationship] = []
  private let folder: String
  var reasonToStop: String? { nil }

  init(folder: String) { self.folder = folder }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    guard name == "Relationship", let id = attributes.value("Id"), let type = attributes.value("Type"),
      let target = attributes.value("Target")
    else { return }
    let isOutside = attributes.value("TargetMode")?.lowercased() == "external"
    let word = type.split(separator: "/").last.map { $0.lowercased() } ?? ""
    found.append(
      OfficePackage.Relationship(
        id: id, type: word, target: isOutside ? "" : OfficePackage.resolve(target, in: folder)))
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
