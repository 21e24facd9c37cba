import Foundation
import LazaretAdapters
import LazaretCore
import Yams

extension PipelineFile {
  /// Reads and checks a pipeline file.
  ///
  /// - Parameters:
  ///   - path: relative to the working directory, or absolute.
  ///   - environment: where variables are looked up.
  /// - Throws: everything that is wrong with the file, at once.
  static func load(
    path: String, environment: [String: String]
  ) throws(PipelineFileErrors) -> PipelineFile {
    try load(FileReading(file: path, environment: environment))
  }

  /// For decisions by answers that were recorded: needs no key of a screener, and nothing expires after `day`.
  ///
  /// - Parameter day: in UTC, such as `2026-11-21`.
  static func load(
    path: String, environment: [String: String], replayingDay day: String
  ) throws(PipelineFileErrors) -> PipelineFile {
    try load(FileReading(file: path, environment: environment, today: day, asksNobody: true))
  }

  static func load(_ reading: FileReading) throws(PipelineFileErrors) -> PipelineFile {
    let file = contents(reading).flatMap { compose($0, reading) }.flatMap { read($0, reading) }
    guard var file, !reading.hasErrors else {
      throw PipelineFileErrors(problems: reading.sortedProblems)
    }
    file.warnings = reading.sortedProblems
    return file
  }

  /// Every key that there is, and what each takes: what the readers ask of a file with one of everything.
  static var keys: FileReading {
    let reading = FileReading(file: "pipeline.yaml", environment: [:])
    _ = compose("{ sources: [{}], screeners: [{}], policy: { allow: [{}] } }", reading)
      .flatMap { read($0, reading) }
    return reading
  }

  // MARK: From bytes to YAML

  /// A pipeline file has some hundred lines; more than this is another file, named by mistake.
  private static let maxFileBytes = 10_000_000

  private static func contents(_ reading: FileReading) -> String? {
    let path = reading.file
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      reading.add("there is no such file", at: .start)
      return nil
    }
    guard !isDirectory.boolValue else {
      reading.add("this is a directory; name the pipeline file in it", at: .start)
      return nil
    }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: maxFileBytes + 1) ?? Data()
    else {
      reading.add("the file cannot be read; check its permissions", at: .start)
      return nil
    }
    guard data.count <= maxFileBytes else {
      reading.add("the file has more than \(maxFileBytes) bytes; it is no pipeline file", at: .start)
      return nil
    }
    var bytes = [UInt8](data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      reading.add("the file is not UTF-8 text; save it as UTF-8", at: placeOfInvalidByte(bytes))
      return nil
    }
    return text
  }

  private static func placeOfInvalidByte(_ bytes: [UInt8]) -> Place {
    var place = Place.start
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        place = Place(line: place.line + 1, column: 1)
      } else {
        place.column += 1
      }
    }
    return place
  }

  private static func compose(_ text: String, _ reading: FileReading) -> Node? {
    do {
      // The encoding is given because Yams would otherwise ask the environment, and print.
      guard let node = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
        reading.add("the file is empty", at: .start)
        return nil
      }
      return node
    } catch let error as YamlError {
      addSyntaxError(error, text, reading)
      return nil
    } catch {
      reading.add("the file is not YAML", at: .start)
      return nil
    }
  }

  private static func addSyntaxError(_ error: YamlError, _ text: String, _ reading: FileReading) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      var message = problem
      if let context {
        message += ", \(context.text) that begins at \(context.mark.line):\(context.mark.column)"
      }
      let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(mark.line - 1).first
      if line?.contains("${") == true {
        message += "; inside [ ] and { } a value with ${…} needs quotes"
      }
      reading.add("not YAML: \(message)", at: Place(line: mark.line, column: mark.column))
    case .reader(let problem, let offset, _, _):
      var place = Place.start
      for character in text.prefix(offset ?? 0) {
        place =
          character.isNewline
          ? Place(line: place.line + 1, column: 1)
          : Place(line: place.line, column: place.column + character.unicodeScalars.count)
      }
      reading.add("not YAML: \(problem)", at: place)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let place = Place(line: context.mark.line, column: context.mark.column)
      for key in duplicates {
        reading.add("the key '\(key)' stands twice in the mapping; keep one", at: place)
      }
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      reading.add("the file cannot be read as YAML", at: .start)
    }
  }

  // MARK: From YAML to values

  private static func read(_ root: Node, _ reading: FileReading) -> PipelineFile? {
    reading.read(
      root, subject: "the file", path: "", place: FileReading.place(of: root) ?? .start
    ) { reader in
      let folder = FilePath.folder(of: reading.file)
      let name = reader.requiredScalar("name")?.text
      let store = reader.requiredScalar("store").flatMap { reader.path("store", $0, in: folder) }
      let sources = readSources(reader, folder: folder)
      let chunking = reader.mapping("chunking", readChunking)
      let screeners = readScreeners(reader)
      let policy = reader.mapping("policy") { PolicyReading(reader: $0).read(screeners) }
      let masker = reader.mapping("masking") { MaskingReading(reader: $0).read() }
      let keys = reader.mapping("quarantine", readQuarantine)
      let format = reader.mapping("export", readExport)
      guard let name, let store, let policy else { return nil }
      return PipelineFile(
        path: reading.file, name: name, store: store, sources: sources, chunking: chunking,
        screeners: screeners, policy: policy, masker: masker, quarantineKey: keys.current,
        previousQuarantineKey: keys.previous, exportFormat: format,
        warnings: [])
    }
  }

  private static func readSources(_ reader: YAMLReader, folder: String) -> [SourceSettings] {
    var seen = NamesInUse(what: "source", reading: reader.reading)
    let sources = reader.mappings("sources") { item in
      let source = SourceReading(folder: folder).read(item)
      if let source { seen.take(source.name, at: item.has("name") ? item.place(of: "name") : item.place) }
      return source
    }
    reader.require("sources")
    requireOne("sources", "a 'directory' or a 'feed' to read", sources, reader)
    return sources ?? []
  }

  private static func readScreeners(_ reader: YAMLReader) -> [ScreenerSettings] {
    var seen = NamesInUse(what: "screener", reading: reader.reading)
    let screeners = reader.mappings("screeners") { item in
      let screener = ScreenerReading(reader: item).read()
      if let screener {
        seen.take(screener.name, at: item.has("name") ? item.place(of: "name") : item.place)
      }
      return screener
    }
    reader.require("screeners")
    requireOne("screeners", "one to judge the text", screeners, reader)
    if let screeners, !screeners.isEmpty, screeners.allSatisfy({ !$0.required }),
      reader.items("screeners")?.count == screeners.count
    {
      reader.complain(
        "no screener is 'required: true', so text could pass that nobody judged; require one",
        about: "screeners")
    }
    return screeners ?? []
  }

  private static func requireOne<Value>(
    _ key: String, _ what: String, _ values: [Value]?, _ reader: YAMLReader
  ) {
    if !reader.has(key) {
      reader.reading.add("'\(key)' is missing; name at least \(what)", at: reader.place)
    } else if reader.isEmptyList(key) {
      reader.complain("'\(key)' is empty; name at least \(what)", about: key)
    }
  }

  private static func readChunking(_ reader: YAMLReader) -> ChunkingRules {
    let standard = ChunkingRules.standard
    let told = reader.reading.problems.count
    let rules = ChunkingRules(
      target: reader.integer("target_characters", atLeast: 1) ?? standard.target,
      maximum: reader.integer("max_characters", atLeast: 1) ?? standard.maximum,
      overlap: reader.integer("overlap_characters", atLeast: 0) ?? standard.overlap,
      margin: reader.integer("margin_characters", atLeast: 0) ?? standard.margin)
    // A size that could not be read was told already, and a default in its place contradicts nothing.
    if reader.reading.problems.count == told, let problem = rules.problem {
      reader.reading.add(problem, at: reader.place)
    }
    return rules
  }

  private static func readQuarantine(_ reader: YAMLReader) -> (current: TextSeal?, previous: TextSeal?) {
    (readKey("encryption_key", reader), readKey("previous_encryption_key", reader))
  }

  private static func readKey(_ name: String, _ reader: YAMLReader) -> TextSeal? {
    guard let secret = reader.secret(name).value else { return nil }
    do throws(TextSeal.KeyError) {
      return try TextSeal(key: secret.reveal())
    } catch {
      reader.complain("'\(name)' is no key: \(error)", about: name)
      return nil
    }
  }

  private static func readExport(_ reader: YAMLReader) -> String {
    reader.word("format", ExporterCatalog.all.map { ($0.name, $0.name) }) ?? "jsonl"
  }
}

/// Names that must differ from each other.
private struct NamesInUse {
  let what: String
  let reading: FileReading
  private var places: [String: Place] = [:]

  init(what: String, reading: FileReading) {
    self.what = what
    self.reading = reading
  }

  mutating func take(_ name: String, at place: Place) {
    if let first = places[name] {
      reading.add(
        "the \(what) name '\(name)' is taken by the one in line \(first.line); give this one another 'name'",
        at: place)
    } else {
      places[name] = place
    }
  }
}
