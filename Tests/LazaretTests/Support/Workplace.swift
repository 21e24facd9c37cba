import Foundation
import LazaretTesting

/// A folder with documents and a pipeline file of its own, for one test of the whole program.
struct Workplace {
  let folder: TemporaryDirectory
  let pipeline: String

  /// - Parameters:
  ///   - endpoint: of both screeners: `sandbox`, or the address of one.
  ///   - retryFor: how long a dead vendor is asked again.
  init(
    documents: [String: String], endpoint: String = "sandbox", retryFor: String = "50ms",
    concurrency: Int = 8, canary: Bool = true, policy: String = "", limits more: String = ""
  ) throws {
    folder = try TemporaryDirectory()
    for (name, text) in documents { try folder.write(text, to: "docs/" + name) }
    let lasso = endpoint == "sandbox" ? endpoint : endpoint + "/gateway/v3"
    let limits =
      "{ requests_per_second: 5000, concurrency: \(concurrency)\(more.isEmpty ? "" : ", " + more) }"
    pipeline = try folder.write(
      """
      name: test
      store: store.sqlite
      sources:
        - directory: docs
      screeners:
        - name: lakera
          screener: lakera_guard
          endpoint: \(endpoint)
          api_key: none
          timeout: 5m
          retry_for: \(retryFor)
          canary: \(canary)
          limits: \(limits)
        - name: lasso
          screener: lasso_classifier
          endpoint: \(lasso)
          api_key: none
          timeout: 5m
          retry_for: \(retryFor)
          canary: \(canary)
          limits: \(limits)
      policy:
        actions: { "pii/*": mask, "secret/*": mask, "prompt_attack*": quarantine }
      \(policy)
      """, to: "pipeline.yaml")
  }

  func run(_ arguments: String..., input: String = "") async throws -> BuiltBinary.Ended {
    try await BuiltBinary.run(arguments: arguments, input: input)
  }

  /// `lazaret run --json`, and its summary.
  func ingest(_ more: String...) async throws -> (ended: BuiltBinary.Ended, summary: Summary) {
    let ended = try await BuiltBinary.run(arguments: ["run", pipeline, "--json"] + more)
    return (ended, try Summary(ended.output))
  }

  /// The lines of an export to stdout, decoded.
  func exported() async throws -> [ExportedRow] {
    let ended = try await run("export", pipeline)
    return try ended.lines.map { try JSONDecoder().decode(ExportedRow.self, from: Data($0.utf8)) }
  }
}

/// The part of a row that tests look at.
struct ExportedRow: Decodable, Hashable {
  let id: String
  let source: String
  let uri: String
  let ordinal: Int
  let start: Int
  let end: Int
  let text: String
  let masked: Bool
  let screened_by: [String]
}

/// A summary as somebody outside reads it: keys by name.
struct Summary: Sendable {
  private let root: Tree

  struct NotAnObject: Error {
    let text: String
  }

  init(_ text: String) throws {
    guard let line = text.split(separator: "\n").last,
      let root = try? JSONDecoder().decode(Tree.self, from: Data(line.utf8))
    else { throw NotAnObject(text: text) }
    self.root = root
  }

  /// The number at a dotted path; -1 when there is none.
  subscript(_ path: String) -> Int {
    if case .number(let number) = root.at(path) { number } else { -1 }
  }

  func text(_ path: String) -> String {
    if case .text(let text) = root.at(path) { text } else { "" }
  }

  /// Whether the sums that the contract promises agree.
  var addsUp: Bool {
    func sum(_ keys: [String], of group: String) -> Int {
      keys.reduce(0) { $0 + self["\(group).\($1)"] }
    }
    let states = ["clean", "masked", "quarantined", "unscreened"]
    return sum(states, of: "chunks") == self["chunks.total"]
      && sum(states, of: "corpus") == self["corpus.chunks"]
      && sum(["new", "changed", "unchanged", "failed", "skipped"], of: "documents") == self["documents.seen"]
  }

  private indirect enum Tree: Decodable, Sendable {
    case object([String: Tree])
    case list([Tree])
    case number(Int)
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let object = try? container.decode([String: Tree].self) {
        self = .object(object)
      } else if let list = try? container.decode([Tree].self) {
        self = .list(list)
      } else if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .other
      }
    }

    func at(_ path: String) -> Tree? {
      var tree: Tree? = self
      for key in path.split(separator: ".") {
        guard case .object(let object) = tree else { return nil }
        tree = object[String(key)]
      }
      return tree
    }
  }
}
