import Foundation
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct CorpusFileTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("corpus.jsonl") }

  private struct Broken: Error {}

  init() throws { directory = try TemporaryDirectory() }

  private static let manifest = CorpusManifest(
    format: "jsonl", policy: Fingerprint(hex: "p1"),
    corpus: CorpusSnapshot(documents: 1, clean: 2, masked: 1, withheldByPolicy: 4, cursor: "s-7"),
    run: "01J", createdAt: "2026-01-01T00:00:00Z")

  private func write(_ rows: [String], to path: String) throws -> CorpusFile.Written {
    try CorpusFile.write(to: path) { sink in
      for row in rows { try sink(Array(row.utf8)) }
      return Self.manifest
    }
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: directory.path(name), encoding: .utf8)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() }
  }

  @Test func `the corpus and its manifest are written, and nothing else`() throws {
    let written = try write(["one\n", "two\n"], to: path)
    #expect(try content("corpus.jsonl") == "one\ntwo\n")
    #expect(written.bytes == 8)
    #expect(written.sha256 == Digest(of: "one\ntwo\n"))
    #expect(written.manifestPath == path + ".manifest.json")
    #expect(try names == ["corpus.jsonl", "corpus.jsonl.manifest.json"])
    #expect(
      try content("corpus.jsonl.manifest.json")
        == #"{"format":"jsonl","file":"corpus.jsonl","bytes":8,"#
        + #""sha256":"\#(Digest(of: "one\ntwo\n").hex)","counts":{"documents":1,"chunks":3,"clean":2,"#
        + #""masked":1,"withheld_by_policy":4},"policy":"p1","cursor":"s-7","run_id":"01J","#
        + #""created_at":"2026-01-01T00:00:00Z"}"# + "\n")
  }

  @Test(arguments: [0, 1, 100_000, 262_144, 262_145, 1_000_003])
  func `any number of bytes arrives, and the digest is theirs`(bytes: Int) throws {
    let content = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 131) }
    let written = try CorpusFile.write(to: path) { sink in
      for start in stride(from: 0, to: bytes, by: 1000) {
        try sink(Array(content[start..<min(start + 1000, bytes)]))
      }
      return Self.manifest
    }
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == content)
    #expect(written.sha256 == Digest(of: content))
    #expect(written.bytes == bytes)
  }

  @Test func `a failure on the way leaves the old files whole and no other behind`() throws {
    _ = try write(["old\n"], to: path)
    let manifest = try content("corpus.jsonl.manifest.json")
    #expect(throws: Broken.self) {
      try CorpusFile.write(to: path) { sink in
        try sink([UInt8](repeating: 120, count: 1_000_000))
        #expect(try names.count == 3, "the new rows stand in a file of their own")
        throw Broken()
      }
    }
    #expect(try content("corpus.jsonl") == "old\n")
    #expect(try content("corpus.jsonl.manifest.json") == manifest)
    #expect(try names == ["corpus.jsonl", "corpus.jsonl.manifest.json"])
  }

  @Test func `until the last row a reader finds the old file`() throws {
    _ = try write(["old\n"], to: path)
    try CorpusFile.write(to: path) { sink in
      try sink(Array("new\n".utf8))
      #expect(try content("corpus.jsonl") == "old\n")
      return Self.manifest
    }
    #expect(try content("corpus.jsonl") == "new\n")
  }

  @Test func `a manifest that cannot be replaced leaves the corpus as it was`() throws {
    _ = try write(["old\n"], to: path)
    try FileManager.default.removeItem(atPath: path + ".manifest.json")
    try FileManager.default.createDirectory(
      atPath: path + ".manifest.json", withIntermediateDirectories: false)
    #expect(throws: ExportError.notAFile(path: path + ".manifest.json")) {
      try write(["new\n"], to: path)
    }
    #expect(try content("corpus.jsonl") == "old\n")
    #expect(try names == ["corpus.jsonl", "corpus.jsonl.manifest.json"])
  }

  @Test(arguments: ["/dev/null", "/dev/stdout", "/tmp"])
  func `a device or a folder is never renamed over`(target: String) throws {
    #expect(throws: ExportError.notAFile(path: target)) { try write(["x"], to: target) }
  }

  @Test func `a folder that is not there is named, and the words say what to do`() throws {
    let missing = directory.path("missing/corpus.jsonl")
    #expect(throws: ExportError.cannotWrite(path: missing, why: "No such file or directory")) {
      try write(["x"], to: missing)
    }
    #expect(
      "\(ExportError.cannotWrite(path: "a", why: "b"))"
        == "the file 'a' cannot be written: b; check the folder and its permissions")
  }

  @Test func `a link is followed, and the mode of the old file is kept`() throws {
    try directory.write("old\n", to: "real.jsonl")
    let real = directory.path("real.jsonl")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    _ = try write(["new\n"], to: path)
    #expect(try content("real.jsonl") == "new\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
    #expect(
      try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int == 0o640)
  }

  @Test func `the whole way from the store to the file`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(
      StoreSamples.document(
        "a",
        [
          .init(text: "one ", state: .clean), .init(text: "two ", state: .masked),
          .init(text: "!", state: .quarantined),
        ]
      ))
    for name in ["first.jsonl", "second.jsonl"] {
      try CorpusFile.write(to: directory.path(name)) { sink in
        let snapshot = try fresh.store.cleanChunks(policy: StoreSamples.policy) { chunk in
          try sink(JSONLines().row(for: chunk))
        }
        return CorpusManifest(
          format: "jsonl", policy: StoreSamples.policy, corpus: snapshot, run: fresh.run,
          createdAt: StoreSamples.firstTime)
      }
    }
    let lines = try content("first.jsonl").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(try content("second.jsonl") == content("first.jsonl"))
  }
}
