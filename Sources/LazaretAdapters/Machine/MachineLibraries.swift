import Foundation

/// What this machine has of what Lazaret is built on or calls.
package enum MachineLibraries {
  /// What the store runs on.
  package static var sqlite: String { SQLiteStore.libraryVersion }
  /// What reads HTML, XML and feeds.
  package static var libxml2: String { MarkupLibrary.version }

  /// The version of libarchive, or `nil` when it is not installed. Looked for at run time: nothing links it.
  package static var libarchive: String? {
    for name in ["libarchive.so.13", "libarchive.so"] {
      guard let library = dlopen(name, RTLD_LAZY | RTLD_LOCAL) else { continue }
      defer { dlclose(library) }
      guard let symbol = dlsym(library, "archive_version_string") else { continue }
      typealias VersionString = @convention(c) () -> UnsafePointer<CChar>?
      guard let text = unsafeBitCast(symbol, to: VersionString.self)() else { continue }
      return lastWord(String(cString: text))
    }
    return nil
  }

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
