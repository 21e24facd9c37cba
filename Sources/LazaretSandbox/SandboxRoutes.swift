import Hummingbird

/// Every path of the sandbox.
struct SandboxRoutes: Sendable {
  /// The paths of all vendors.
  static let vendorPaths = LakeraWire.paths + LassoWire.paths + LayerupWire.paths
  /// Of the sandbox itself, beside the probes.
  static let controlPaths = ["/sandbox/stats", "/sandbox/reset", "/sandbox/faults", "/sandbox/shapes"]
  /// What Lakera's container answers without a key.
  static let probePaths = ["/livez", "/readyz", "/startupz"]

  private let wires: [any VendorWire]
  private let stats: SandboxStats
  private let faults: FaultPlan
  private let shapes: ShapePlan
  private let exchange: Exchange

  init(settings: Sandbox.Settings) {
    let stats = SandboxStats(timepiece: settings.timepiece)
    let detect = settings.detect
    let screen: Screen = { text in
      stats.screened(text)
      return detect(text)
    }
    // The list of vendors: one line each.
    wires = [
      LakeraWire(projects: settings.projects, screen: screen),
      LassoWire(needsULID: settings.strictSessionIDs, screen: screen),
      LayerupWire(screen: screen),
    ]
    for wire in wires { stats.open(wire) }
    self.stats = stats
    faults = FaultPlan(settings.faults)
    shapes = ShapePlan(settings.shapes)
    exchange = Exchange(
      stats: stats,
      throttle: settings.requestsPerSecond.map {
        Throttle(perSecond: $0, timepiece: settings.timepiece)
      },
      faults: faults, shapes: shapes, latency: settings.latency, timepiece: settings.timepiece)
  }

  func router() -> Router<SandboxContext> {
    let router = Router(context: SandboxContext.self)
    router.add(middleware: ErrorsAsJSON())
    for wire in wires { addRoutes(of: wire, to: router) }
    for path in Self.probePaths {
      router.get(RouterPath(path)) { _, _ in try Answer(json: ["status": "ok"]).response }
    }
    addControls(to: router)
    return router
  }

  private func addRoutes(of wire: some VendorWire, to router: Router<SandboxContext>) {
    for path in wire.paths {
      router.post(RouterPath(path)) { [exchange] request, context in
        try await exchange.respond(to: request, at: path, of: wire, over: context.channel)
      }
    }
  }

  private func addControls(to router: Router<SandboxContext>) {
    router.get("/sandbox/stats") { [stats] _, _ in try Answer(json: stats.report).response }
    router.post("/sandbox/reset") { [stats] _, _ in
      stats.reset()
      return try Answer(json: stats.report).response
    }
    router.post("/sandbox/faults") { [faults] request, _ in
      let body = try await request.body.collect(upTo: Exchange.maxBodyBytes)
      do {
        let rules = try FaultRules.parse(body.readableBytesView)
        faults.replace(with: rules)
        return try Answer(json: ["rules": rules.count]).response
      } catch let error as FaultRulesError {
        return try Answer(status: 400, json: ["error": error.description]).response
      }
    }
    router.post("/sandbox/shapes") { [shapes] request, _ in
      let body = try await request.body.collect(upTo: Exchange.maxBodyBytes)
      do {
        let wanted = try ShapeSet(parsing: body.readableBytesView)
        shapes.replace(with: wanted)
        return try Answer(json: ["shapes": wanted.names]).response
      } catch let error as ShapesError {
        return try Answer(status: 400, json: ["error": error.description]).response
      }
    }
  }
}

/// Gives what is not a route of the sandbox an answer that a JSON client can read.
private struct ErrorsAsJSON: RouterMiddleware {
  private struct Body: Encodable {
    var error: String
    var code: Int
  }

  func handle(
    _ request: Request, context: SandboxContext,
    next: @concurrent (Request, SandboxContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError {
      return try Answer(
        status: error.status.code,
        json: Body(error: error.status.reasonPhrase, code: error.status.code)
      ).response
    }
  }
}
