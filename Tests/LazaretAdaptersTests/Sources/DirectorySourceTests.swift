import Foundation
import Glibc
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct DirectorySourceTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func source(
    _ path: String = "", include: [String] = [], exclude: [String] = [], maxFileBytes: Int = 1000,
    followSymlinks: Bool = false, now: Timestamp = Timestamp(milliseconds: 0)
  ) throws -> DirectorySource {
    DirectorySource(
      name: "docs", path: path.isEmpty ? folder.url.path : path, include: try include.map { try Glob($0) },
      exclude: try exclude.map { try Glob($0) }, maxFileBytes: maxFileBytes, followSymlinks: followSymlinks,
      now: { now })
  }

  private func items(_ source: DirectorySource) async throws -> [SourceItem] {
    var listing = try await source.list()
    var items: [SourceItem] = []
    while let item = try await listing.next() { items.append(item) }
    return items
  }

  /// One line for each item: its address, and what there is or why not.
  private func summary(_ source: DirectorySource) async throws -> [String] {
    var lines: [String] = []
    for item in try await items(source) {
      switch item.content {
      case .readable(let read):
        let document = try await read()
        #expect(document.uri == item.uri && document.source == "docs")
        lines.append(item.uri + " = " + String(decoding: document.bytes, as: UTF8.self))
      case .fetchable: lines.append(item.uri + " is asked for")
      case .skipped(let why): lines.append(item.uri + " skipped: " + why)
      case .failed(let why): lines.append(item.uri + " failed: " + why)
      }
    }
    return lines
  }

  private func link(_ path: String, to target: String) throws {
    #expect(symlink(target, folder.path(path)) == 0)
  }

  @Test(arguments: 0..<30)
  func `each file is listed once, in byte order, with its bytes`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    let parts = ["a", "B", "b", "é", "日本", "a b", "a-b", "z", "Z", "a.b"]
    var expected: [String: String] = [:]
    for number in 0..<Int.random(in: 0...40, using: &generator) {
      var path = (0..<Int.random(in: 0...4, using: &generator))
        .map { _ in parts[Int.random(in: 0..<parts.count, using: &generator)] + "/" }.joined()
      path += "\(parts[Int.random(in: 0..<parts.count, using: &generator)])\(number).txt"
      expected[path] = "text \(number)"
      try folder.write("text \(number)", to: path)
    }
    let lines = try await summary(source())
    #expect(Set(lines) == Set(expected.map { $0.key + " = " + $0.value }))
    let steps = lines.map { $0.split(separator: " = ")[0].split(separator: "/").map { Array($0.utf8) } }
    for (one, two) in zip(steps, steps.dropFirst()) {
      let firstDifference = zip(one, two).first { $0 != $1 }
      let (left, right) = try #require(firstDifference)
      #expect(left.lexicographicallyPrecedes(right))
    }
  }

  @Test func `what was not asked for is no item`() async throws {
    for path in [
      "a.md", "b.txt", "drafts/c.md", "sub/drafts/d.md", "sub/e.md", ".git/f.md", ".hidden.md",
      ".github/g.md",
      "sub/.h/i.md",
    ] { try folder.write(path, to: path) }
    func addresses(_ include: [String], _ exclude: [String]) async throws -> [String] {
      try await items(source(include: include, exclude: exclude)).map(\.uri)
    }
    #expect(try await addresses([], []) == ["a.md", "b.txt", "drafts/c.md", "sub/drafts/d.md", "sub/e.md"])
    #expect(try await addresses(["**/*.md"], ["**/drafts/**"]) == ["a.md", "sub/e.md"])
    #expect(try await addresses(["**/*.md"], ["**/drafts"]) == ["a.md", "sub/e.md"])
    #expect(try await addresses(["**/*.md"], ["drafts/*", "sub/"]) == ["a.md"])
    #expect(try await addresses([".github/**/*.md"], []) == [".github/g.md"])
    #expect(try await addresses(["*.md", ".hidden.*"], []) == [".hidden.md", "a.md"])
  }

  @Test func `a folder that does not exist is an error with the key to correct`() async throws {
    let path = folder.path("none")
    await #expect(
      throws: SourceError.notFound(
        "there is no folder '\(path)'; correct the key 'directory' of the pipeline file")
    ) { _ = try await source(path).list() }
    let file = try folder.write("x", to: "file")
    await #expect(
      throws: SourceError.notFound(
        "'\(file)' is not a folder; the key 'directory' of the pipeline file takes a folder")
    ) { _ = try await source(file).list() }
  }

  @Test func `a file that is too large is skipped with the limit`() async throws {
    try folder.write("12345", to: "a.txt")
    try folder.write("123456", to: "b.txt")
    #expect(
      try await summary(source(maxFileBytes: 5)) == [
        "a.txt = 12345", "b.txt skipped: 'b.txt' is larger than max_file_bytes (5)",
      ])
  }

  @Test func `a file that has grown past the limit since it was listed is an error`() async throws {
    try folder.write("1", to: "a.txt")
    let item = try #require(try await items(source(maxFileBytes: 5)).first)
    try folder.write("123456", to: "a.txt")
    guard case .readable(let read) = item.content else {
      Issue.record("not readable")
      return
    }
    await #expect(throws: SourceError.tooLarge("'a.txt' is larger than max_file_bytes (5)")) {
      _ = try await read()
    }
  }

  @Test func `what was put in a file's place is not read`() async throws {
    let outside = try TemporaryDirectory()
    try outside.write("secret", to: "b.txt")
    try folder.write("x", to: "sub/a.txt")
    try folder.write("x", to: "sub/b.txt")
    try folder.write("x", to: "sub/c.txt")
    let readers = try await items(source()).map { item in
      guard case .readable(let read) = item.content else { throw SourceError.malformed(item.uri) }
      return read
    }
    try FileManager.default.removeItem(atPath: folder.path("sub/a.txt"))
    try link("sub/a.txt", to: outside.path("b.txt"))
    await #expect(
      throws: SourceError.notPermitted("'sub/a.txt' has become a symbolic link; it is not followed")
    ) { _ = try await readers[0]() }
    try FileManager.default.removeItem(atPath: folder.path("sub"))
    try link("sub", to: outside.url.path)
    await #expect(throws: SourceError.self) { _ = try await readers[1]() }
    try FileManager.default.removeItem(atPath: folder.path("sub"))
    await #expect(
      throws: SourceError.notFound("'sub/c.txt' is gone; it was there when the folder was listed")
    ) { _ = try await readers[2]() }
  }

  @Test func `pipes and sockets are skipped and never opened`() async throws {
    #expect(mkfifo(folder.path("a.txt"), 0o600) == 0)
    try folder.write("x", to: "b.txt")
    #expect(
      try await summary(source(include: ["*.txt"])) == [
        "a.txt skipped: 'a.txt' is a named pipe, not a file", "b.txt = x",
      ])
    #expect(try await summary(source(include: ["*.md"])).isEmpty)
  }

  @Test func `a pipe in a file's place does not make the reader wait`() async throws {
    try folder.write("x", to: "a.txt")
    let item = try #require(try await items(source()).first)
    try FileManager.default.removeItem(atPath: folder.path("a.txt"))
    #expect(mkfifo(folder.path("a.txt"), 0o600) == 0)
    guard case .readable(let read) = item.content else {
      Issue.record("not readable")
      return
    }
    await #expect(throws: SourceError.malformed("'a.txt' is not a regular file")) { _ = try await read() }
  }

  @Test func `links are skipped unless they are to be followed`() async throws {
    try folder.write("x", to: "sub/a.md")
    try link("b.md", to: "sub/a.md")
    try link("c", to: "sub")
    try link("d.txt", to: "sub/a.md")
    #expect(
      try await summary(source(include: ["**/*.md"])) == [
        "b.md skipped: 'b.md' is a symbolic link; set follow_symlinks to follow it",
        "c/ skipped: 'c' is a symbolic link; set follow_symlinks to follow it",
        "sub/a.md = x",
      ])
    #expect(
      try await summary(source(include: ["**/*.md"], followSymlinks: true)) == [
        "b.md = x", "c/a.md = x", "sub/a.md = x",
      ])
  }

  @Test func `a link that leads outside fails, also beside a folder of a like name`() async throws {
    let outside = try TemporaryDirectory()
    try outside.write("x", to: "a.md")
    try folder.write("x", to: "docs/a.md")
    try folder.write("x", to: "docs-private/a.md")
    try link("docs/b.md", to: outside.path("a.md"))
    try link("docs/c", to: outside.url.path)
    try link("docs/d.md", to: "../docs-private/a.md")
    try link("docs/e.md", to: "none.md")
    try link("docs/f.md", to: "f.md")
    let lines = try await summary(source(folder.path("docs"), followSymlinks: true))
    func outward(_ name: String) -> String {
      "the symbolic link '\(name)' points outside of the folder of the source"
    }
    #expect(
      lines == [
        "a.md = x", "b.md failed: " + outward("b.md"), "c/ failed: " + outward("c"),
        "d.md failed: " + outward("d.md"), "e.md failed: the symbolic link 'e.md' leads to nothing",
        "f.md failed: the symbolic link 'f.md' cannot be followed: Too many levels of symbolic links",
      ])
  }

  @Test func `a link cannot bring in what is excluded or too large`() async throws {
    try folder.write("x", to: "drafts/a.md")
    try folder.write("123456", to: "big.txt")
    try link("b.md", to: "drafts/a.md")
    try link("c", to: "drafts")
    try link("d.md", to: "big.txt")
    #expect(
      try await summary(
        source(include: ["**/*.md"], exclude: ["drafts/**"], maxFileBytes: 5, followSymlinks: true)) == [
          "b.md skipped: the symbolic link 'b.md' points to something excluded",
          "c/ skipped: the symbolic link 'c' points to something excluded",
          "d.md skipped: 'd.md' is larger than max_file_bytes (5)",
        ])
  }

  @Test func `links in circles end`() async throws {
    try folder.write("x", to: "a/x.md")
    try folder.write("y", to: "b/y.md")
    try link("a/up", to: "..")
    try link("a/b", to: "../b")
    try link("b/a", to: "../a")
    let lines = try await summary(source(followSymlinks: true))
    #expect(
      lines.filter { $0.hasSuffix("= x") || $0.hasSuffix("= y") } == [
        "a/b/y.md = y", "a/x.md = x", "b/a/x.md = x", "b/y.md = y",
      ])
    #expect(lines.filter { $0.contains("skipped") }.count == lines.count - 4)
    #expect(Set(lines).count == lines.count)
  }

  @Test func `a name that is not UTF-8 fails under an address of its own`() async throws {
    for name in [[0x63, 0xE9, 0x2E, 0x6D, 0x64], Array("c%E9.md".utf8)] as [[UInt8]] {
      let path = Array(folder.url.path.utf8) + [0x2F] + name + [0]
      let file = path.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { text -> Int32 in
        guard let start = text.baseAddress else { return -1 }
        return open(start, O_CREAT | O_WRONLY, 0o600)
      }
      #expect(file >= 0)
      close(file)
    }
    #expect(
      try await summary(source(include: ["*.md"])) == [
        "c%E9.md = ",
        "c%E9.md% failed: the name 'c%E9.md%' (percent-escaped here) is not UTF-8; rename it",
      ])
  }

  @Test(.enabled(if: geteuid() != 0, "root may list any folder"))
  func `a folder that may not be listed fails, and with it the listing`() async throws {
    try folder.write("x", to: "a/x.md")
    try folder.write("x", to: "b/y.md")
    #expect(chmod(folder.path("a"), 0) == 0)
    defer { chmod(folder.path("a"), 0o700) }
    var listing = try await source().list()
    let first = try #require(try await listing.next())
    #expect(first.uri == "a/")
    #expect(try await listing.next()?.uri == "b/y.md")
    await #expect(throws: SourceError.self) { _ = try await listing.next() }
  }

  @Test func `a folder that cannot be listed fails, the rest follows, and the listing is not whole`()
    async throws
  {
    try folder.write("x", to: "z.md")
    try folder.write("x", to: "a/x.md")
    var listing = DirectoryListing(
      source: "docs", root: folder.url.path,
      rules: DirectoryRules(include: [], exclude: [], maxFileBytes: 10, followSymlinks: false),
      top: try FolderEntries(root: folder.url.path, steps: []), now: { Timestamp(milliseconds: 0) })
    // A file has taken the folder's place since its parent was listed, and cannot be opened as one.
    try FileManager.default.removeItem(atPath: folder.path("a"))
    try folder.write("x", to: "a")
    let first = try #require(try await listing.next())
    #expect(first.uri == "a/")
    guard case .failed(let why) = first.content else {
      Issue.record("not failed")
      return
    }
    #expect(why == "the folder 'a/' cannot be listed: Not a directory")
    #expect(try await listing.next()?.uri == "z.md")
    await #expect(
      throws: SourceError.notPermitted(
        "'a/' could not be listed whole, so nothing counts as deleted; give this user permission to read it, or"
          + " exclude it")
    ) { _ = try await listing.next() }
    #expect(try await listing.next()?.uri == nil)
  }

  @Test func `a thousand folders one in another are walked`() async throws {
    let root = folder.url.path
    var current = open(root, O_RDONLY | O_DIRECTORY)
    for _ in 0..<1_000 {
      #expect(mkdirat(current, "d", 0o700) == 0)
      let next = openat(current, "d", O_RDONLY | O_DIRECTORY)
      close(current)
      current = next
    }
    let file = openat(current, "x.md", O_CREAT | O_WRONLY, 0o600)
    #expect(file >= 0)
    close(file)
    close(current)
    let found = try await items(source())
    #expect(found.map(\.uri) == [String(repeating: "d/", count: 1_000) + "x.md"])
  }

  @Test func `walking keeps no file open`() async throws {
    for number in 0..<50 { try folder.write("x", to: "\(number)/a.md") }
    let items = try await items(source())
    #expect(items.count == 50)
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { name in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)
      return target?.hasPrefix(folder.url.path) ?? false
    }
    #expect(open.isEmpty)
  }

  // MARK: Revisions

  private static let anHourHence = Timestamp(milliseconds: Int64(time(nil) + 3600) * 1000)

  /// What the listing says of a file, and what reading it says.
  private func revisions(_ name: String, now: Timestamp = anHourHence) async throws -> (Revision?, Revision?)
  {
    let item = try #require(try await items(source(now: now)).first { $0.uri == name })
    guard case .readable(let read) = item.content else {
      Issue.record("not readable")
      return (nil, nil)
    }
    return (item.revision, try await read().revision)
  }

  @Test func `a file that stands still has one revision, listed and read`() async throws {
    try folder.write("x", to: "a.txt")
    let (listed, read) = try await revisions("a.txt")
    #expect(listed != nil)
    #expect(listed == read)
    #expect(try await revisions("a.txt").0 == listed)
    #expect(try await items(source()).first?.byteCount == 1)
  }

  @Test func `an edit of the same size shows, also when the time is set back`() async throws {
    let path = try folder.write("one", to: "a.txt")
    var before = stat()
    #expect(stat(path, &before) == 0)
    let (first, _) = try await revisions("a.txt")
    let descriptor = open(path, O_WRONLY)
    #expect(pwrite(descriptor, "two", 3, 0) == 3)
    var times = [before.st_atim, before.st_mtim]
    #expect(futimens(descriptor, &times) == 0)
    close(descriptor)
    var after = stat()
    #expect(stat(path, &after) == 0)
    try #require(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec && after.st_size == before.st_size)
    // The system's clock goes in steps of milliseconds: an edit within one is what the next test is about.
    if after.st_ctim.tv_sec != before.st_ctim.tv_sec || after.st_ctim.tv_nsec != before.st_ctim.tv_nsec {
      #expect(try await revisions("a.txt").0 != first)
    }
  }

  @Test func `a file that was changed at about the time of reading has no revision to rely on`() async throws
  {
    let path = try folder.write("one", to: "a.txt")
    var status = stat()
    #expect(stat(path, &status) == 0)
    let changed = Int64(status.st_ctim.tv_sec) * 1000 + Int64(status.st_ctim.tv_nsec) / 1_000_000
    for (moment, isTelling) in [
      (changed, false), (changed + 1_900, false), (changed + 2_000, false), (changed + 2_001, true),
      // Written in what this clock takes for the future.
      (changed - 3_600_000, false),
    ] {
      let (listed, read) = try await revisions("a.txt", now: Timestamp(milliseconds: moment))
      #expect(listed != nil)
      #expect((read != nil) == isTelling)
    }
  }

  @Test func `a file whose times lie in the future has no revision to rely on`() async throws {
    let path = try folder.write("one", to: "a.txt")
    var times = [
      timespec(tv_sec: time(nil) + 86_400, tv_nsec: 0), timespec(tv_sec: time(nil) + 86_400, tv_nsec: 0),
    ]
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    #expect(try await revisions("a.txt").1 == nil)
  }

  @Test func `another file under the same name has another revision, as has a moved one`() async throws {
    let path = try folder.write("one", to: "a.txt")
    let (first, _) = try await revisions("a.txt")
    try folder.write("two", to: "b.txt")
    var status = stat()
    #expect(stat(path, &status) == 0)
    var times = [status.st_atim, status.st_mtim]
    #expect(utimensat(AT_FDCWD, folder.path("b.txt"), &times, 0) == 0)
    #expect(rename(folder.path("b.txt"), path) == 0)
    #expect(try await revisions("a.txt").0 != first)
  }

  @Test func `a revision is hexadecimal and keeps every number`() {
    var status = stat()
    status.st_size = 0
    status.st_mtim = timespec(tv_sec: -1, tv_nsec: 16)
    status.st_ctim = timespec(tv_sec: 1_700_000_000, tv_nsec: 999_999_999)
    status.st_ino = .max
    status.st_dev = 0x801
    #expect(
      FileRevision(status).revision.text
        == "0 ffffffffffffffff 10 6553f100 3b9ac9ff ffffffffffffffff 801")
  }
}
