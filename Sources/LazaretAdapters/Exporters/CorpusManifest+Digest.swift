import Foundation
package import LazaretCore

extension CorpusManifest {
  /// The SHA-256 of the file that the manifest beside the path was written for; `nil` when there is no manifest.
  ///
  /// - Throws: ``ExportError`` when the manifest cannot be read.
  package static func digest(besides path: String) throws(ExportError) -> Digest? {
    guard StoredManifest.exists(besides: path) else { return nil }
    guard let sha256 = StoredManifest(besides: path)?.sha256 else {
      throw .cannotRead(
        path: StoredManifest.path(besides: path), why: "it is not the manifest of an export")
    }
    return Digest(hex: sha256)
  }

  /// The SHA-256 of the file itself, compressed or not.
  package static func digest(of path: String) throws(ExportError) -> Digest {
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      var running = RunningDigest()
      while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { running.update(Array(piece)) }
      return running.digest
    } catch {
      throw .cannotRead(path: path, why: "\(error.localizedDescription)")
    }
  }
}
