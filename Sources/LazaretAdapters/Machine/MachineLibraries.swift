import Foundation

/// What this machine has of what Lazaret is built on or calls.
package enum MachineLibraries {
  /// What the store runs on.
  package static var sqlite: String { SQLiteStore.libraryVersion }
  /// What reads HTML, XML and feeds.
  package static var libxml2: String { MarkupLibrary.version }
  /// What unpacks office documents and books.
  package static var libarchive: String { ArchiveLibrary.version }

  /// The version of poppler's `pdftotext`, or `nil` when it is not on the path.
  package static var pdftotext: String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["pdftotext", "-v"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = output
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 || process.terminationStatus == 99 else { return nil }
    let firstLine = String(decoding: data, as: UTF8.self).split(separator: "\n").first
    return firstLine.flatMap { $0.hasPrefix("pdftotext version") ? lastWord(String($0)) : nil }
  }

  private static func lastWord(_ text: String) -> String {
    text.split(separator: " ").last.map(String.init) ?? text
  }
}
