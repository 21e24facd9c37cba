/// Layerup: `POST /v1/guardrails/execute`, `/v1/mask/prompt` and `/v1/log/error`.
///
/// An error is `{"error":"…"}`; its statuses are not documented, so the usual ones are used.
struct LayerupWire: VendorWire {
  static let executePath = "/v1/guardrails/execute"
  static let maskPath = "/v1/mask/prompt"
  static let logPath = "/v1/log/error"
  static let paths = [executePath, maskPath, logPath]

  let name = "layerup"
  let screen: Screen

  init(screen: @escaping Screen) { self.screen = screen }

  func answer(to request: VendorRequest) throws -> Answer {
    guard request.header("layerup-api-key") != nil else { throw Refusal.unauthorized }
    let fields = try request.fields()
    switch request.path {
    case Self.maskPath: return try maskAnswer(to: fields)
    case Self.logPath: return try logAnswer(to: fields)
    default: return try executeAnswer(to: fields, shapes: request.shapes)
    }
  }

  func answer(refusing refusal: Refusal, shapes: ShapeSet) throws -> Answer {
    try Answer(status: refusal.status, json: ["error": refusal.message])
  }
}
