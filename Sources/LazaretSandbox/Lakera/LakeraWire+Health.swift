/// `POST /v2/policies/health`: whether the project has a policy that works. Nothing is screened.
extension LakeraWire {
  func healthAnswer(to request: VendorRequest) throws -> Answer {
    if request.shapes.contains(.lakeraNoHealth) { throw Refusal(status: 404) }
    let projectID = try request.fields().string("project_id")
    let isKnown = knows(project: projectID)
    if !isKnown, request.shapes.contains(.lakeraHealth400) { throw Refusal.unknownProject }
    let lint: JSONValue =
      request.shapes.contains(.lakeraLintList)
      ? .array([]) : .object(["passed": .bool(isKnown), "errors": .array([])])
    return try Answer(
      json: JSONValue.object([
        "status": .string(isKnown ? "ok" : "error"),
        "is_default": .bool(projectID == nil),
        "message": isKnown ? .null : .string(Refusal.unknownProject.message),
        "lint": lint,
      ]))
  }
}
