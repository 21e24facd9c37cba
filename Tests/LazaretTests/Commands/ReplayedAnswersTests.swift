import Foundation
import LazaretSandbox
import LazaretTesting
import Testing

/// Recorded answers, served to the whole program: what `lazaret screen` makes of each.
struct ReplayedAnswersTests {
  /// One answer and the text that it is about.
  private struct Replayed {
    var name: String
    var route: String
    var text: String
    var status: Int
    /// As sent.
    var body: String
    /// True when the answer says in so many words that nothing is to be held or covered.
    var isHarmless: Bool
    /// What must not be in a text that leaves.
    var located: [String]
  }

  @Test(arguments: [("lakera-guard", "/v2/guard"), ("lasso-classifier", "/gateway/v3/classifix")])
  func `what is not clean never comes out clean, and what is located does not come out`(
    file: String, route: String
  ) async throws {
    let data = Data(try RepositoryFile.bytes("fixtures/vendors/\(file).json"))
    let cases = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(cases.count > 30)
    for fields in cases {
      guard let replayed = try replayed(fields, route: route) else { continue }
      try await check(replayed)
    }
  }

  private func replayed(_ fields: [String: Any], route: String) throws -> Replayed? {
    let expected = try #require(fields["expected"] as? [String: Any])
    let text = try #require(fields["text"] as? String)
    let status = try #require(fields["status"] as? Int)
    guard !text.isEmpty, let response = fields["response"] else { return nil }
    let findings = expected["findings"] as? [[String: Any]]
    let severe = findings?.filter { !["admit", "monitor"].contains($0["action"] as? String ?? "") }
    let body = try (response as? String).map { $0 } ?? json(response)
    return Replayed(
      name: try #require(fields["about"] as? String), route: route, text: text, status: status, body: body,
      isHarmless: severe?.isEmpty ?? false, located: severe?.compactMap { $0["covers"] as? String } ?? [])
  }

  private func json(_ value: Any) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed]), as: UTF8.self)
  }

  /// The recorded answer for the recorded text; a masked text gets the sandbox's own.
  private func check(_ replayed: Replayed) async throws {
    let rules = try json([
      [
        "route": replayed.route, "match": replayed.text, "status": replayed.status, "body": replayed.body,
      ]
    ])
    let sandbox = try await ServedSandbox.start(
      Sandbox.Settings(faults: try FaultRules.parse(Array(rules.utf8)), detect: { _ in [] }))
    let place = try TemporaryDirectory()
    let isLakera = replayed.route == "/v2/guard"
    let pipeline = try place.write(
      """
      name: replay
      store: store.sqlite
      sources: [{ directory: . }]
      screeners:
        - name: vendor
          screener: \(isLakera ? "lakera_guard" : "lasso_classifier")
          endpoint: \(sandbox.address)\(isLakera ? "" : "/gateway/v3")
          api_key: none
          retry_for: 1ms
      policy:
        actions: { "pii/*": mask, "secret/*": mask }
      """, to: "pipeline.yaml")
    let line = try json(["id": "1", "text": replayed.text]) + "\n"
    let ended = try await BuiltBinary.run("screen", pipeline, input: line)
    await sandbox.stop()
    let answer = try ended.lines.first.map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let state = answer?["state"] as? String
    let about = Comment(rawValue: "\(replayed.name): \(ended.talk)")
    // A policy may cover what the vendor would only tell of.
    let expected = replayed.isHarmless ? ["clean", "masked"] : ["masked", "quarantined", "unscreened", nil]
    #expect(expected.contains(state), about)
    #expect([0, 1, 3].contains(ended.status), about)
    #expect((ended.status == 0) == ["clean", "masked", "quarantined"].contains(state), about)
    if state == "masked" {
      let text = answer?["text"] as? String ?? ""
      #expect(replayed.located.allSatisfy { !text.contains($0) }, about)
    } else {
      #expect(state == "clean" || answer?["text"] == nil, about)
    }
  }
}
