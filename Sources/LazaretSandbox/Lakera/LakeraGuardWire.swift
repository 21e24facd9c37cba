/// Lakera Guard, version 2: `POST /v2/guard`.
///
/// Offsets are code points and half-open. `payload` is always there, an empty list when it was not
/// asked for or when nothing can be masked, because a widespread client fails without the key.
struct LakeraGuardWire: VendorWire {
  static let guardPath = "/v2/guard"
  static let paths = [guardPath]

  let name = "lakera"
  private let screen: Screen
  private let serials = SerialNumbers()

  init(screen: @escaping Screen) { self.screen = screen }

  func answer(to request: VendorRequest) throws -> Answer {
    try authorize(request)
    let request = try LakeraGuardRequest(request.fields())
    return try Answer(json: guardAnswer(to: request))
  }

  /// Any key that is not empty will do.
  private func authorize(_ request: VendorRequest) throws(Refusal) {
    let words = request.header("authorization")?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthorized }
  }

  func answer(refusing refusal: Refusal) throws -> Answer {
    try Answer(
      status: refusal.status,
      json: LakeraErrorBody(
        error: refusal.message, code: refusal.status, requestId: "req_\(serials.uuid())"))
  }

  private func guardAnswer(to request: LakeraGuardRequest) -> LakeraGuardAnswer {
    let screened = request.latestInteraction.map { index in
      LakeraScreenedMessage(
        index: index, content: request.messages[index].content,
        detections: screen(request.messages[index].content))
    }
    return LakeraGuardAnswer(
      flagged: screened.contains { !$0.detections.isEmpty },
      payload: request.wantsPayload ? screened.flatMap(\.payload) : [],
      breakdown: request.wantsBreakdown
        ? screened.flatMap { $0.breakdown(projectID: request.projectID) } : nil,
      devInfo: request.wantsDevInfo ? LakeraDevInfo() : nil,
      metadata: .init(requestUuid: serials.uuid()))
  }
}
