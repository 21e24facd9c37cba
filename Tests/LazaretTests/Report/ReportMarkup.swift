import LazaretTesting

@testable import LazaretAdapters

/// A page taken apart by the project's own reader of XML.
final class ReportMarkup: MarkupSink {
  private(set) var elements: [String: Int] = [:]
  private(set) var attributes: [String: Int] = [:]
  /// All text in a row.
  private(set) var text = ""
  /// The numbers of each chart, by its id: of the drawing, as written.
  private(set) var charts: [String: [Int]] = [:]
  /// The numbers of each table, by its caption.
  private(set) var tables: [String: [Int]] = [:]
  private(set) var tiles: [Int] = []
  /// Charts with a title and a description of their own.
  private(set) var described = 0

  private var open: [String] = []
  private var chart: String?
  private var caption: String?
  private var pending: [Int] = []

  init(_ page: String) throws {
    try XMLEvents.readXML(Array(page.utf8), into: self)
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    open.append(name)
    elements[name, default: 0] += 1
    for attribute in attributes { self.attributes[attribute.name, default: 0] += 1 }
    let number = attributes.value("data-n").flatMap(Int.init)
    switch name {
    case "svg" where attributes.value("role") == "img":
      let ids = attributes.value("aria-labelledby")?.split(separator: " ") ?? []
      chart = ids.first.map { String($0.dropLast(2)) }
      if ids.count == 2 { described += 1 }
      charts[chart ?? ""] = []
    case "rect": if let number { charts[chart ?? "", default: []].append(number) }
    case "table": (caption, pending) = ("", [])
    case "td": if let number { pending.append(number) }
    case "dd": if let number { tiles.append(number) }
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {
    open.removeLast()
    if name == "table", let caption {
      tables[caption] = pending
      self.caption = nil
    }
    if name == "svg" { chart = nil }
  }

  func text(_ bytes: Span<UInt8>) {
    var found: [UInt8] = []
    for index in bytes.indices { found.append(bytes[index]) }
    let words = String(decoding: found, as: UTF8.self)
    if open.last == "caption" { caption? += words }
    if open.last != "style" { text += words }
  }

  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
  var reasonToStop: String? { nil }
}
