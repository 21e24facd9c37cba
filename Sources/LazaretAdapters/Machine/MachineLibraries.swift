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
    get async {
      let program = Program(name: "pdftotext", limits: Program.Limits(seconds: 10, outputMebibytes: 1))
      guard let output = try? await program.run(["-v"]) else { return nil }
      let firstLine = String(decoding: output.standardError, as: UTF8.self).split(separator: "\n").first
      return firstLine.flatMap { $0.hasPrefix("pdftotext version") ? lastWord(String($0)) : nil }
    }
  }

  private static func lastWord(_ text: String) -> String {
    text.split(separator: " ").last.map(String.init) ?? text
  }
}
