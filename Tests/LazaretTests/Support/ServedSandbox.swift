import Foundation
import LazaretSandbox
import LazaretTesting
import Testing

/// A sandbox on a free port of loopback, until it is stopped.
struct ServedSandbox: Sendable {
  let port: Int
  private let task: Task<Void, any Error>

  var address: String { "http://127.0.0.1:\(port)" }

  static func start(_ settings: Sandbox.Settings = Sandbox.Settings()) async throws -> ServedSandbox {
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let task = Task {
      defer { announce.finish() }
      try await Sandbox(settings: settings).run { port in announce.yield(port) }
    }
    var iterator = ports.makeAsyncIterator()
    return ServedSandbox(port: try #require(await iterator.next()), task: task)
  }

  /// How many requests of vendors it was sent.
  func requests() async throws -> Int {
    let body = try await LoopbackConnection(port: port).send("GET", "/sandbox/stats").body
    let stats = try JSONDecoder().decode(FixtureJSON.self, from: Data(body))
    guard case .object(let counts) = stats["requests"] else { return 0 }
    return counts.values.reduce(0) { $0 + ($1.integer ?? 0) }
  }

  func stop() async {
    task.cancel()
    _ = try? await task.value
  }
}
