import Foundation

/// Files of this repository, wherever the tests are run.
package enum RepositoryFile {
  package static func path(_ relative: String) -> String {
    relative.isEmpty ? root.path : root.appendingPathComponent(relative).path
  }

  private static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    // Sources/LazaretTesting/RepositoryFile.swift
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }()

  package static func text(_ relative: String) throws -> String {
    try String(contentsOfFile: path(relative), encoding: .utf8)
  }

  package static func bytes(_ relative: String) throws -> [UInt8] { try bytes(absolute: path(relative)) }

  package static func bytes(absolute: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: absolute)))
  }

  /// Every file below the folder, relative to it, hidden ones included, sorted.
  package static func files(below relative: String) throws -> [String] {
    let root = path(relative)
    var isDirectory: ObjCBool = false
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter { name in
      FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }.sorted()
  }
}
