/// Lasso: `POST /gateway/v3/classify` and `/gateway/v3/classifix`, and the older `/gateway/v2/classify`,
/// `/gateway/v1/classify` and `/gateway/v1/chat`.
///
/// Lasso has published no error bodies: `{"error":"…"}` is the one shape that stands in a repository
/// of its own.
struct LassoWire: VendorWire {
  static let classifyPath = "/gateway/v3/classify"
  static let classifixPath = "/gateway/v3/classifix"
  static let olderPaths = ["/gateway/v2/classify", "/gateway/v1/classify", "/gateway/v1/chat"]
  static let paths = [classifyPath, classifixPath] + olderPaths

  let name = "lasso"
  private let screen: Screen
  private let needsULID: Bool

  /// - Parameter needsULID: true to refuse any other session identifier. Whether the service does is
  ///   not known; clients in use send a UUID.
  init(needsULID: Bool, screen: @escaping Screen) {
    self.needsULID = needsULID
    self.screen = screen
  }

  func answer(to request: VendorRequest) throws -> Answer {
    guard request.header("lasso-api-key") != nil else { throw Refusal.unauthorized }
    let messages = try LassoRequest(request.fields(), needsULID: needsULID).messages
    let screened = messages.map { LassoScreenedMessage(message: $0, detections: screen($0.content)) }
    let isOlder = request.path != Self.classifyPath && request.path != Self.classifixPath
    if isOlder || request.shapes.contains(.lassoV2Shape) { return try olderAnswer(about: screened) }
    return try classifyAnswer(
      about: screened, withMessages: request.path == Self.classifixPath, shapes: request.shapes)
  }

  func answer(refusing refusal: Refusal, shapes: ShapeSet) throws -> Answer {
    try Answer(status: refusal.status, json: ["error": refusal.message])
  }
}
