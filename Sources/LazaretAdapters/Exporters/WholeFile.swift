/// Small files that others read at any time.
package enum WholeFile {
  /// Puts the bytes in the place of the file at the path: a reader sees the old file or the new one.
  ///
  /// A link is followed, and the file that it names is replaced. A folder, a device or a pipe is not.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(ExportError) {
    let file = try ReplacementFile(for: CorpusFile.resolved(path))
    try file.append(bytes)
    _ = try file.sync()
    try file.replaceTarget()
  }
}
