import LazaretPipeline
import LazaretSandbox

/// Runs `body` with the address of a sandbox that lives as long as it does, or with `nil` when no
/// screener of the file asks for one.
///
/// - Parameter isAsked: whether anybody will be asked at all.
func withSandbox<Value: Sendable>(
  for file: PipelineFile, isAsked: Bool = true, _ body: @escaping @Sendable (String?) async throws -> Value
) async throws -> Value {
  guard isAsked, file.screeners.contains(where: { $0.endpoint == .sandbox }) else {
    return try await body(nil)
  }
  let (ports, announce) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
  return try await withCompanion({
    defer { announce.finish() }
    try await Sandbox(settings: Sandbox.Settings()).run { port in announce.yield(port) }
  }) {
    for await port in ports { return try await body("http://127.0.0.1:\(port)") }
    throw CancellationError()
  }
}
