/// Lakera Guard, version 2: `POST /v2/guard`, `/v2/guard/results` and `/v2/policies/health`.
struct LakeraWire: VendorWire {
  static let guardPath = "/v2/guard"
  static let resultsPath = "/v2/guard/results"
  static let healthPath = "/v2/policies/health"
  static let paths = [guardPath, resultsPath, healthPath]

  let name = "lakera"
  let screen: Screen
  let serials = SerialNumbers()
  /// The ids that have a policy; `nil` when every id has one.
  private let projects: Set<String>?

  init(projects: Set<String>?, screen: @escaping Screen) {
    self.projects = projects
    self.screen = screen
  }

  func answer(to request: VendorRequest) throws -> Answer {
    try authorize(request)
    switch request.path {
    case Self.resultsPath:
      return try resultsAnswer(to: LakeraRequest(request.fields()), shapes: request.shapes)
    case Self.healthPath:
      return try healthAnswer(to: request)
    default:
      return try guardAnswer(to: LakeraRequest(request.fields()), shapes: request.shapes)
    }
  }

  /// Any key that is not empty will do.
  private func authorize(_ request: VendorRequest) throws(Refusal) {
    if request.shapes.contains(.lakeraSelfHosted) { return }
    let words = request.header("authorization")?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthorized }
  }

  /// Without an id the default policy applies, which always exists.
  func knows(project id: String?) -> Bool {
    guard let id else { return true }
    return projects?.contains(id) ?? !id.isEmpty
  }

  func answer(refusing refusal: Refusal, shapes: ShapeSet) throws -> Answer {
    if shapes.contains(.lakeraPlainErrors) {
      return Answer(status: refusal.status, plainText: Refusal(status: refusal.status).message)
    }
    let message = JSONValue.string(refusal.message)
    return try Answer(
      status: refusal.status,
      json: LakeraErrorBody(
        error: shapes.contains(.lakeraErrorObjects) ? .object(["message": message]) : message,
        code: refusal.status, requestId: "req_\(serials.uuid())"))
  }
}

extension Refusal {
  static let unknownProject = Refusal.badRequest("project with policy not found")
}

/// The body of a refusal.
struct LakeraErrorBody: Encodable, Sendable {
  var error: JSONValue
  var code: Int
  var requestId: String
}
