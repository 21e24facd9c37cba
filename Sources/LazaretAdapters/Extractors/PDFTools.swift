import LazaretCore

/// poppler's programs over one file. Each run is bounded by ``Program/Limits``; a limit that is reached is
/// `exhausted` with its number.
struct PDFTools: Sendable {
  let uri: String
  let file: PrivateFile
  /// True for a file that is encrypted, be it with a password that nobody has to type.
  let isEncrypted: Bool

  init(_ raw: RawDocument) throws(ExtractionError) {
    uri = raw.uri
    isEncrypted = raw.bytes.contains(piece: Array("/Encrypt".utf8))
    do throws(ProgramError) {
      file = try PrivateFile(raw.bytes, for: "pdftotext")
    } catch {
      throw .exhausted("'\(raw.uri)' cannot be read: no temporary file can be written in TMPDIR or /tmp")
    }
  }

  /// Words with their places on the page, title and metadata, as XHTML. Of what lies outside the crop box
  /// there is nothing here.
  func layout() async throws(ExtractionError) -> Program.Output {
    do throws(ProgramError) {
      return try await Program(name: "pdftotext").run(
        ["-cropbox", "-bbox-layout", "-enc", "UTF-8", PrivateFile.path, "-"], input: file)
    } catch {
      throw extractionError(error)
    }
  }

  /// Runs of text with their colours, off the page as well, and the bookmarks, as XML.
  func runs() async throws(ExtractionError) -> Program.Output {
    do throws(ProgramError) {
      return try await Program(name: "pdftohtml").run(
        [
          "-xml", "-hidden", "-nodrm", "-i", "-nomerge", "-noroundcoord", "-zoom", "3", "-enc", "UTF-8",
          "-stdout", PrivateFile.path,
        ], input: file)
    } catch {
      throw extractionError(error)
    }
  }

  /// The pages as a reader sees them, the longer side 800 pixels, one PPM picture after the other.
  func pictures(of pages: ClosedRange<Int>) async throws(ProgramError) -> Program.Output {
    try await Program(name: "pdftoppm").run(
      [
        "-cropbox", "-scale-to", "800", "-f", "\(pages.lowerBound)", "-l", "\(pages.upperBound)",
        PrivateFile.path,
      ], input: file)
  }

  func attachments() async throws(ProgramError) -> Program.Output {
    try await Program(name: "pdfdetach").run(["-list", "-enc", "UTF-8", PrivateFile.path], input: file)
  }

  /// The same file with each object written out plainly that the original may keep compressed.
  func plainObjects() async throws(ProgramError) -> Program.Output {
    try await Program(name: "pdfunite").run([PrivateFile.path, "/dev/stdout"], input: file)
  }

  func extractionError(_ error: ProgramError) -> ExtractionError {
    switch error {
    case .notFound(let program) where program == "timeout" || program == "prlimit":
      .programMissing(
        "'\(uri)' needs '\(program)' to be read under limits; install it: apt-get install "
          + (program == "timeout" ? "coreutils" : "util-linux"))
    case .notFound(let program):
      .programMissing(
        "'\(uri)' needs '\(program)' of poppler; install it: apt-get install poppler-utils")
    case .limit, .stopped, .cannotStart: .exhausted("'\(uri)' cannot be read: \(error)")
    case .failed(_, _, let reason) where isEncrypted || reason.contains("Incorrect password"):
      .malformed("'\(uri)' is encrypted and opens only with a password; save it without one")
    case .failed(_, 3, _):
      .malformed("'\(uri)' forbids the copying of its text; save it without that restriction")
    case .failed, .crashed:
      .malformed("'\(uri)' cannot be read as PDF: it is broken or cut off (\(error))")
    }
  }
}
