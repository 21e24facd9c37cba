import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct RequestBodyTests {
  private func decoded(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func content(_ bytes: [UInt8]) throws -> String {
    struct Sent: Decodable {
      struct Message: Decodable { var role, content: String }
      var messages: [Message]
    }
    let sent = try JSONDecoder().decode(Sent.self, from: Data(bytes))
    #expect(sent.messages.count == 1)
    #expect(sent.messages.first?.role == "user")
    return sent.messages.first?.content ?? "no message"
  }

  @Test(arguments: 0..<60)
  func `the text comes out of the JSON scalar by scalar`(seed: Int) throws {
    var random = RandomText(seed: seed)
    let text = random.document(paragraphs: 2)
    let body = LassoClassifier.request(userID: "u\"1", session: "S")
    #expect(Array(try content(body.bytes(for: text)).utf8) == Array(text.utf8))
  }

  @Test func `every ASCII character is sent right, alone and between others`() throws {
    let body = LakeraGuard.request(projectID: nil, metadata: [:], session: "S")
    for value in UInt8.min..<128 {
      let scalar = Character(Unicode.Scalar(value))
      // Eight bytes are looked at together, so each place among eight is tried.
      let places = (0..<9).map {
        String(repeating: "é", count: $0 / 2) + "\(scalar)" + "a\u{10FFFF}aaaaaaaaa"
      }
      for text in ["\(scalar)", "a\(scalar)b", "é\(scalar)\(scalar)"] + places + places.map({ "a" + $0 }) {
        #expect(Array(try content(body.bytes(for: text)).utf8) == Array(text.utf8))
      }
    }
    for text in ["", "\u{2028}\u{2029}", "\u{10FFFF}", "e\u{301}", "\u{FEFF}x", "\\u0041", "</script>"] {
      #expect(Array(try content(body.bytes(for: text)).utf8) == Array(text.utf8))
    }
  }

  @Test func `Lakera is asked for places, rows and its build`() throws {
    let body = LakeraGuard.request(
      projectID: "project-\"1\"", metadata: ["user_id": "a\nb", "team": "docs"], session: "01S")
    let sent = try decoded(body.bytes(for: "x"))
    #expect(Set(sent.keys) == ["messages", "payload", "breakdown", "dev_info", "project_id", "metadata"])
    #expect(sent["payload"] as? Bool == true)
    #expect(sent["breakdown"] as? Bool == true)
    #expect(sent["dev_info"] as? Bool == true)
    #expect(sent["project_id"] as? String == "project-\"1\"")
    #expect(
      sent["metadata"] as? [String: String] == ["user_id": "a\nb", "team": "docs", "session_id": "01S"])
  }

  @Test func `the pipeline's own session wins and no project is no field`() throws {
    let body = LakeraGuard.request(projectID: nil, metadata: ["session_id": "mine"], session: "01S")
    let sent = try decoded(body.bytes(for: "x"))
    #expect(sent["project_id"] == nil)
    #expect(sent["metadata"] as? [String: String] == ["session_id": "mine"])
  }

  @Test func `Lasso is sent a prompt, the session and the source`() throws {
    let sent = try decoded(LassoClassifier.request(userID: "u1", session: "01S").bytes(for: "x"))
    #expect(Set(sent.keys) == ["messages", "messageType", "sessionId", "userId", "source"])
    #expect(sent["messageType"] as? String == "PROMPT")
    #expect(sent["sessionId"] as? String == "01S")
    #expect(sent["userId"] as? String == "u1")
    #expect(sent["source"] as? [String: String] == ["type": "lazaret"])
    let anonymous = try decoded(LassoClassifier.request(userID: nil, session: "01S").bytes(for: "x"))
    #expect(anonymous["userId"] == nil)
  }
}
