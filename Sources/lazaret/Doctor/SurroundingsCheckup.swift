import Foundation
import LazaretAdapters
import LazaretCore

/// Looks at what a run needs beside the screeners: sources, the store, libraries and programs.
struct SurroundingsCheckup: Sendable {
  let file: PipelineFile

  func sources() async -> [DoctorCheck] {
    var checks: [DoctorCheck] = []
    for settings in file.sources {
      let source = settings.source(pace: .polite)
      do throws(SourceError) {
        var listing = try await source.list()
        let isEmpty = try await listing.next() == nil
        checks.append(
          DoctorCheck(
            source.name, "source", isEmpty ? .note : .ok,
            isEmpty ? "'\(source.location)' has no items" : "'\(source.location)' can be listed"))
      } catch {
        checks.append(DoctorCheck(source.name, "source", .failed, "\(error)"))
      }
    }
    return checks
  }

  /// Makes nothing and changes nothing.
  func store() -> DoctorCheck {
    let path = file.store
    guard FileManager.default.fileExists(atPath: path) else {
      var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
        folder = folder.deletingLastPathComponent()
      }
      return FileManager.default.isWritableFile(atPath: folder.path)
        ? DoctorCheck("store", "file", .ok, "'\(path)' will be made by the first run")
        : DoctorCheck("store", "file", .failed, "'\(folder.path)' cannot be written; the store belongs there")
    }
    do throws(StoreError) {
      guard FileManager.default.isWritableFile(atPath: path) else { throw .readOnly(path: path) }
      _ = try SQLiteStore(path: path, access: .read)
      return DoctorCheck("store", "file", .ok, "'\(path)' can be read and written")
    } catch {
      if case .olderVersion = error { return DoctorCheck("store", "file", .note, "\(error)") }
      return DoctorCheck("store", "file", .failed, "\(error)")
    }
  }

  static func machine() async -> [DoctorCheck] {
    [
      DoctorCheck("machine", "SQLite", .ok, MachineLibraries.sqlite),
      DoctorCheck("machine", "libxml2", .ok, MachineLibraries.libxml2),
      DoctorCheck("machine", "libarchive", .ok, MachineLibraries.libarchive),
      pdftotext(await MachineLibraries.pdftotext),
    ]
  }

  private static func pdftotext(_ version: String?) -> DoctorCheck {
    guard let version else {
      return DoctorCheck(
        "machine", "pdftotext", .note, "not installed; PDF files are skipped; apt-get install poppler-utils")
    }
    return DoctorCheck("machine", "pdftotext", .ok, version)
  }

  private static func optional(_ name: String, _ version: String?, package: String) -> DoctorCheck {
    guard let version else {
      return DoctorCheck("machine", name, .note, "not installed (package \(package)); nothing needs it yet")
    }
    return DoctorCheck("machine", name, .ok, "\(version); nothing needs it yet")
  }
}
