package import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes the corpus and its manifest so that whoever reads them finds the old ones or the new ones,
/// each of them whole.
package enum CorpusFile {
  package struct Written: Sendable, Hashable {
    package var bytes: Int
    package var sha256: Digest
    package var manifestPath: String
  }

  /// Both files are first written beside their targets, under names of their own, and synced; only
  /// then are they renamed, the corpus before the manifest. A death between the two renames leaves
  /// the new corpus with the old manifest, which the manifest's `sha256` shows.
  ///
  /// - Parameters:
  ///   - path: a link is followed, and the file that it names is replaced. One that ends in `.gz` is compressed.
  ///   - rows: hands every row to the sink, in order, and returns what the manifest says of them.
  /// - Throws: ``ExportError``, and whatever `rows` throws. Then nothing was replaced, and no
  ///   temporary file is left.
  @discardableResult
  package static func write(
    to path: String, rows: (_ sink: ([UInt8]) throws -> Void) throws -> CorpusManifest
  ) throws -> Written {
    let target = try resolved(path)
    let manifestTarget = StoredManifest.path(besides: target)
    if let mode = mode(of: manifestTarget), mode & S_IFMT != S_IFREG {
      throw ExportError.notAFile(path: manifestTarget)
    }
    let corpus = try ReplacementFile(for: target)
    let gzip = isCompressed(path) ? GzipStream() : nil
    let manifest = try rows { row throws in try corpus.append(gzip?.compressed(row) ?? row) }
    if let gzip { try corpus.append(gzip.finish()) }
    let finished = try corpus.sync()

    let beside = try ReplacementFile(for: manifestTarget)
    let name = target.split(separator: "/").last.map(String.init) ?? target
    try beside.append(
      manifest.json(
        file: name, bytes: finished.bytes, sha256: finished.digest,
        compression: gzip == nil ? nil : "gzip"))
    _ = try beside.sync()

    try corpus.replaceTarget()
    try beside.replaceTarget()
    return Written(
      bytes: finished.bytes, sha256: finished.digest, manifestPath: manifestTarget)
  }

  /// What the name of a file says about its bytes.
  package static func isCompressed(_ path: String) -> Bool { path.hasSuffix(".gz") }

  /// Where a file is written so that a link to it stays one.
  static func resolved(_ path: String) throws(ExportError) -> String {
    guard let mode = mode(of: path) else {
      // Nothing stands there, or a link to nothing, over which a rename would put a file.
      return path
    }
    guard mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    guard let real = realpath(path, nil) else { throw ExportError(path: path, errno: errno) }
    defer { free(real) }
    return String(cString: real)
  }

  /// Of what the path leads to, links followed; `nil` when nothing is there.
  static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }
}
