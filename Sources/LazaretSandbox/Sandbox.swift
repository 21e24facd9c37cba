import Hummingbird
package import LazaretDetectors
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// The vendors' wire protocols on 127.0.0.1, answered by detectors in this process, with faults and
/// limits on demand. Nothing that it is sent leaves the machine.
package struct Sandbox: Sendable {
  package struct Settings: Sendable {
    /// 0 to 65535; 0 takes any free one.
    package var port: Int
    /// How long each vendor answer is held back.
    package var latency: Duration
    /// Above this many requests of one vendor in any second it answers 429; `nil` is no limit.
    package var requestsPerSecond: Int?
    package var faults: [FaultRule]
    /// How answers differ from the default, until `POST /sandbox/shapes` says otherwise.
    package var shapes: ShapeSet
    /// The ids of Lakera projects that exist; `nil` when every one does.
    package var projects: Set<String>?
    /// True to refuse a Lasso session identifier that is not a ULID, such as a UUID.
    package var strictSessionIDs: Bool
    /// What judges a text. Its spans are UTF-8 bytes of that text and end within it.
    package var detect: @Sendable (String) -> [Detection]

    let timepiece: Timepiece

    /// - Parameter clock: measures rates and waits for latency and delays.
    package init(
      port: Int = 0, latency: Duration = .zero, requestsPerSecond: Int? = nil,
      faults: [FaultRule] = [], shapes: ShapeSet = .none, projects: Set<String>? = nil,
      strictSessionIDs: Bool = false,
      clock: some Clock<Duration> = ContinuousClock(),
      detect: @escaping @Sendable (String) -> [Detection] = DetectorSet.standard.detections(in:)
    ) {
      self.port = port
      self.latency = latency
      self.requestsPerSecond = requestsPerSecond
      self.faults = faults
      self.shapes = shapes
      self.projects = projects
      self.strictSessionIDs = strictSessionIDs
      self.timepiece = Timepiece(clock)
      self.detect = detect
    }
  }

  private let settings: Settings

  package init(settings: Settings) { self.settings = settings }

  /// Serves on 127.0.0.1 until the task is cancelled, and then returns; requests that are in flight a
  /// quarter of a second later lose their connection. Installs no signal handlers.
  ///
  /// - Parameter onReady: called once with the bound port when the socket listens. Requests are
  ///   answered when it has returned, so it must not wait for an answer itself.
  /// - Throws: `SandboxError` when it cannot listen.
  package func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
    guard (0...65535).contains(settings.port) else { throw SandboxError.noSuchPort(settings.port) }
    if let rate = settings.requestsPerSecond, rate < 1 { throw SandboxError.noSuchRate(rate) }
    let listener = Mutex<(any Channel)?>(nil)
    let application = Application(
      router: SandboxRoutes(settings: settings).router(),
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: settings.port), serverName: "lazaret-sandbox"),
      onServerRunning: { channel in
        listener.withLock { $0 = channel }
        guard let port = channel.localAddress?.port else { return }
        await onReady(port)
      },
      // Silent at every level: the framework's lines would mix with the command's own on stderr.
      logger: Logger(label: "lazaret.sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    let services = ServiceGroupConfiguration(
      services: [.init(service: application)],
      // SIGINT and SIGTERM belong to the command.
      gracefulShutdownSignals: [], cancellationSignals: [],
      logger: Logger(label: "lazaret.sandbox", factory: { _ in SwiftLogNoOpLogHandler() }))
    do {
      try await serve(ServiceGroup(configuration: services)) {
        guard let channel = listener.withLock({ $0 }) else { return }
        await Self.close(channel, of: application.eventLoopGroup)
      }
    } catch let error as IOError {
      throw SandboxError(error, port: settings.port)
    } catch {
      guard Task.isCancelled else { throw error }
    }
  }

  /// The server's task is not a child of the caller's, so that it is not cancelled before the listening
  /// socket is closed.
  private func serve(
    _ group: ServiceGroup, closingListener close: @escaping @Sendable () async -> Void
  ) async throws {
    let serving = Task { try await group.run() }
    try await withTaskCancellationHandler {
      try await serving.value
    } onCancel: {
      Task {
        await close()
        await group.triggerGracefulShutdown()
        try? await Task.sleep(for: .milliseconds(250))
        serving.cancel()
      }
    }
  }

  /// The server traps when its socket is closed, or it is cancelled, while a connection is on its way from
  /// the socket to the server, through the event loops. So it stops accepting first, and they are waited for.
  private static func close(_ listener: any Channel, of loops: any EventLoopGroup) async {
    try? await listener.setOption(.autoRead, value: false).get()
    for _ in 0..<2 {
      for loop in loops.makeIterator() { try? await loop.submit {}.get() }
      try? await listener.eventLoop.submit {}.get()
    }
    try? await listener.close().get()
  }
}
