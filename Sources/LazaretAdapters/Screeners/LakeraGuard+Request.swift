import LazaretCore

extension LakeraGuard {
  /// The text is the content of one `user` message: that is what Lakera documents for documents;
  /// `system` would not be screened, and of several messages only the last counts.
  ///
  /// `payload` gives the spans. `breakdown` is asked for because in a project in detect mode `flagged`
  /// is always false and only the rows tell. `dev_info` names the build, to notice that it changed.
  ///
  /// - Parameters:
  ///   - metadata: of the pipeline file; its own `session_id` wins over `session`.
  static func request(projectID: String?, metadata: [String: String], session: String) -> RequestBody {
    let fields = metadata.merging(["session_id": session]) { own, _ in own }
      .sorted { $0.key < $1.key }
      .map { "\(RequestBody.quoted($0.key)):\(RequestBody.quoted($0.value))" }
    let project = projectID.map { ",\"project_id\":\(RequestBody.quoted($0))" } ?? ""
    return RequestBody(
      before: #"{"messages":[{"role":"user","content":"#,
      after: #"}],"payload":true,"breakdown":true,"dev_info":true"# + project
        + #","metadata":{"# + fields.joined(separator: ",") + "}}")
  }
}
