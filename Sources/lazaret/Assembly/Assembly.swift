import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// Everything that a pipeline file asks for, built and ready to be run.
struct Assembly: Sendable {
  /// How many windows are screened at once.
  let width: Int
  private let screeners: [any Screener]
  private let limits: [String: ScreenerLimits]
  /// The names of those that are sent a canary before a run's first document.
  private let canaried: Set<String>
  /// The names of those that are sent one before any text: only the canary tells whether they screen.
  private let alwaysCanaried: Set<String>
  private let policy: PolicyInForce
  private let http: VendorHTTP
  private let session: ULID

  fileprivate init(_ file: PipelineFile, sandbox: String?, width: Int, http: VendorHTTP, session: ULID)
    throws
  {
    self.width = width
    screeners = try file.screeners.map { try $0.screener(sandbox: sandbox, session: session, http: http) }
    limits = Dictionary(
      uniqueKeysWithValues: file.screeners.map { settings in
        (
          settings.name,
          ScreenerLimits(
            requestsPerSecond: settings.limits.requestsPerSecond, concurrency: settings.limits.concurrency,
            retryFor: settings.retryFor)
        )
      })
    canaried = Set(file.screeners.filter { $0.canary && $0.kind.isNetworked }.map(\.name))
    alwaysCanaried = Set(file.screeners.filter { $0.canary && $0.kind.relays }.map(\.name))
    policy = PolicyInForce(file, screeners: screeners)
    self.http = http
    self.session = session
  }

  /// The nightly job.
  func ingestRun(
    of file: PipelineFile, into store: any Store, limit: Int?, observe: @escaping @Sendable (RunEvent) -> Void
  ) -> IngestRun<ContinuousClock> {
    let clock = ContinuousClock()
    let run = session.text
    let meters = screeners.map { ScreenerMeters(of: $0) }
    let canaryFlagged: CanaryFlagged = { observe(.benignCanaryFlagged(screener: $0, labels: $1)) }
    let wrapped = zip(screeners, meters).map { screener, meters in
      wrap(
        screener, meters: meters,
        canaryFlagged: canaried.contains(screener.name) ? canaryFlagged : nil,
        reuse: (store, { (run, Timestamp.now.iso8601) }))
    }
    let screening = DocumentScreening(
      chunker: Chunker(rules: file.chunking), windows: windows(wrapped), width: width)
    return IngestRun(
      .init(
        pipeline: file.name, runID: session, sources: file.sources.map { $0.source(http: http) },
        extractor: CatalogExtractor(), policy: policy.fingerprint, meters: meters,
        documentsInFlight: min(width, Self.mostDocuments), limit: limit),
      screening: screening, store: store, clock: clock, now: { Timestamp.now }, observe: observe)
  }

  /// Texts without documents and without a store.
  ///
  /// - Parameter canaryFlagged: called when a gateway's benign canary was flagged.
  func textScreening(canaryFlagged: @escaping CanaryFlagged) -> TextScreening {
    TextScreening(
      windows: windows(
        screeners.map { screener in
          wrap(
            screener, meters: ScreenerMeters(of: screener),
            canaryFlagged: alwaysCanaried.contains(screener.name) ? canaryFlagged : nil, reuse: nil)
        }))
  }

  /// Everything that a run would lean on, looked at once.
  func checkup(of file: PipelineFile) async -> [DoctorCheck] {
    var checks: [DoctorCheck] = []
    for screener in screeners { checks += await ScreenerCheckup(screener: screener).checks() }
    let surroundings = SurroundingsCheckup(file: file)
    return checks + (await surroundings.sources(over: http)) + [surroundings.store()]
      + SurroundingsCheckup.machine()
  }

  /// A document is held whole, so a few suffice to keep every screener busy.
  private static let mostDocuments = 16

  typealias CanaryFlagged = @Sendable (_ screener: String, _ labels: [String]) -> Void

  private func wrap(
    _ screener: any Screener, meters: ScreenerMeters,
    canaryFlagged: CanaryFlagged?,
    reuse: (store: any Store, stamp: @Sendable () -> (run: String, at: String))?
  ) -> any Screener {
    let limits =
      limits[screener.name] ?? ScreenerLimits(requestsPerSecond: 1, concurrency: 1, retryFor: .zero)
    return chain(
      screener, limits: limits, clock: ContinuousClock(), meters: meters,
      canaryFlagged: canaryFlagged, reuse: reuse)
  }

  private func windows(_ screeners: [any Screener]) -> WindowScreening {
    // A piece of an overlong text repeats as much as a window's margin, at four bytes a scalar.
    let judge = Judge(
      screeners: screeners, policy: policy.policy, overlapBytes: max(policy.margin, 200) * 4)
    return WindowScreening(judge: judge, masker: policy.masker, permits: Permits(width))
  }
}

/// Builds what the file asks for, with a sandbox of its own where an endpoint is `sandbox`, and takes
/// it down when `body` ends.
func withAssembly<Value: Sendable>(
  _ file: PipelineFile, concurrency: Int?, _ body: @escaping @Sendable (Assembly) async throws -> Value
) async throws -> Value {
  try await withSandbox(for: file) { sandbox in
    let width = concurrency ?? file.screeners.map(\.limits.concurrency).max() ?? 1
    let http = VendorHTTP(connectionsPerHost: width * file.screeners.count)
    do {
      var generator = SystemRandomNumberGenerator()
      let session = ULID(milliseconds: Timestamp.now.milliseconds, using: &generator)
      let value = try await body(
        Assembly(file, sandbox: sandbox, width: width, http: http, session: session))
      await http.shutdown()
      return value
    } catch {
      await http.shutdown()
      throw error
    }
  }
}
