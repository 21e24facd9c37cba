import Foundation
package import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes the corpus as a folder with a file for each document. The folder grows beside its target and takes
/// its place when it is whole.
package final class CorpusFolder {
  private let format: MarkdownFolder
  private let target: String
  private let growing: String
  private var file: (document: DocumentID, handle: FileHandle, end: Int)?
  /// Of the names and bytes of all files, in order.
  private var digest = RunningDigest()
  private var bytes = 0
  private var isInPlace = false

  /// Replaces what stands at the path: nothing, an empty folder, or the folder of an earlier export.
  ///
  /// - Throws: ``ExportError``, and whatever `rows` throws. Then nothing was replaced.
  package static func write(
    to path: String, _ format: MarkdownFolder,
    rows: (_ sink: (CleanChunk) throws -> Void) throws -> CorpusManifest
  ) throws {
    var target = path
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    try checkReplaceable(target)
    let folder = try CorpusFolder(target, format)
    let manifest = try rows { try folder.append($0) }
    try folder.finishFile()
    let beside = try ReplacementFile(for: StoredManifest.path(besides: target))
    let name = target.split(separator: "/").last.map(String.init) ?? target
    try beside.append(manifest.json(file: name, bytes: folder.bytes, sha256: folder.digest.digest))
    _ = try beside.sync()
    try folder.replaceTarget()
    try beside.replaceTarget()
  }

  private static func checkReplaceable(_ target: String) throws(ExportError) {
    guard let mode = CorpusFile.mode(of: target) else { return }
    guard mode & S_IFMT == S_IFDIR else { throw .foreignFolder(path: target) }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: target)) ?? ["?"]
    if files.isEmpty { return }
    guard StoredManifest(besides: target)?.format == "markdown" else { throw .foreignFolder(path: target) }
  }

  private init(_ target: String, _ format: MarkdownFolder) throws(ExportError) {
    self.target = target
    self.format = format
    let url = URL(fileURLWithPath: target)
    let tag = String(UInt64.random(in: .min ... .max), radix: 36)
    growing =
      url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(tag).partial").path
    guard mkdir(growing, 0o777) == 0 else { throw ExportError(path: target, errno: errno) }
  }

  deinit {
    if !isInPlace { try? FileManager.default.removeItem(atPath: growing) }
  }

  private func append(_ chunk: CleanChunk) throws {
    if file?.document != chunk.documentID {
      try finishFile()
      let path = DocumentPath.path(source: chunk.source, uri: chunk.uri, id: chunk.documentID)
      file = (chunk.documentID, try open(path), 0)
      try write(Array((path + "\n").utf8), toFile: false)
      try write(format.frontMatter(of: chunk))
    }
    try write(format.text(of: chunk, after: file?.end))
    let end = file?.end ?? 0
    file?.end = max(end, chunk.span.end)
  }

  private func open(_ path: String) throws -> FileHandle {
    let whole = URL(fileURLWithPath: growing).appendingPathComponent(path)
    do {
      try FileManager.default.createDirectory(
        at: whole.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw ExportError.cannotWrite(path: target, why: "the folder of '\(path)' cannot be made")
    }
    let opened = Foundation.open(whole.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw ExportError(path: target, errno: errno) }
    return FileHandle(fileDescriptor: opened, closeOnDealloc: true)
  }

  private func write(_ more: [UInt8], toFile: Bool = true) throws {
    digest.update(more)
    guard toFile else { return }
    bytes += more.count
    do {
      try file?.handle.write(contentsOf: Data(more))
    } catch {
      throw ExportError.cannotWrite(path: target, why: "a file in it cannot be written")
    }
  }

  private func finishFile() throws {
    guard let file else { return }
    try write([0x0A])
    guard fsync(file.handle.fileDescriptor) == 0 else { throw ExportError(path: target, errno: errno) }
    try? file.handle.close()
    self.file = nil
  }

  /// A folder cannot be renamed over one that is not empty, so the old one steps aside first; a death between
  /// the two leaves both beside the target.
  private func replaceTarget() throws {
    let old = growing + ".old"
    let stood = rename(target, old) == 0
    guard rename(growing, target) == 0 else {
      let code = errno
      if stood { _ = rename(old, target) }
      throw ExportError(path: target, errno: code)
    }
    isInPlace = true
    if stood { try? FileManager.default.removeItem(atPath: old) }
  }
}
