import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// Needs the `openssl` program for a server that speaks TLS.
struct UntrustedServerTests {
  private static let openssl = "/usr/bin/openssl"

  private func run(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.openssl)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, pipe.fileHandleForReading)
  }

  /// The port that the server says it listens on.
  private func listeningPort(_ output: FileHandle) -> Int? {
    var text = ""
    while let more = String(bytes: output.availableData, encoding: .utf8), !more.isEmpty {
      text += more
      let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
      if text.hasSuffix("\n"), let line, let port = line.split(separator: ":").last { return Int(port) }
    }
    return nil
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: openssl)))
  func `a server whose certificate nobody vouches for is sent nothing`() async throws {
    let folder = try TemporaryDirectory()
    let key = folder.url.path + "/key.pem"
    let certificate = folder.url.path + "/certificate.pem"
    let making = try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    making.process.waitUntilExit()
    try #require(making.process.terminationStatus == 0)
    let serving = try run(["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"])
    defer { serving.process.terminate() }
    let port = try #require(listeningPort(serving.output))
    let target = try VendorHTTP.target(
      url: "https://127.0.0.1:\(port)/v2/guard", headers: [("authorization", "Bearer k")],
      timeout: .seconds(300), maxAnswerBytes: 10_000)
    do throws(ScreenerError) {
      _ = try await SharedHTTP.client.post(Array("{}".utf8), to: target)
      Issue.record("answered")
    } catch {
      guard case .unreachable(let why) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(why.contains("certificate"))
      #expect(why.contains("127.0.0.1:\(port)"))
    }
  }
}
