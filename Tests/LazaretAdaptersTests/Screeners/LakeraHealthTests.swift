import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct LakeraHealthTests {
  private func health(
    status: Int = 200, _ body: String, project: String? = nil
  ) async throws -> (result: Result<ServiceHealth, ScreenerError>, request: StubServer.Request) {
    let server = try StubServer(.init(status: status, body: body))
    let session = try #require(ULID("01J00000000000000000000000"))
    let guardian = try LakeraGuard(
      ScreenerConfiguration(
        name: "under-test", kind: "lakera_guard", endpoint: server.url + "/v2/guard", apiKey: "k",
        projectID: project, timeout: .seconds(300), session: session), http: SharedHTTP.client)
    let result: Result<ServiceHealth, ScreenerError>
    do throws(ScreenerError) { result = .success(try await guardian.health()) } catch {
      result = .failure(error)
    }
    return (result, try #require(server.requests.first))
  }

  @Test func `the call names the project and carries the key`() async throws {
    let (result, request) = try await health(
      #"{"status":"ok","is_default":false,"message":null,"lint":{"passed":true,"errors":[]}}"#,
      project: "project-1")
    #expect(result == .success(.sound(isDefaultPolicy: false, notes: [])))
    #expect(request.path == "/v2/policies/health")
    #expect(request.body == #"{"project_id":"project-1"}"#)
    #expect(request.headers["authorization"] == "Bearer k")
    #expect(try await health(#"{"status":"ok"}"#).request.body == "{}")
  }

  @Test func `warnings about the policy are notes, in both shapes`() async throws {
    let complaint = #"{"message":"no detector for links","severity":"warning"}"#
    for lint in [#"{"passed":false,"errors":[\#(complaint)]}"#, "[\(complaint)]"] {
      let (result, _) = try await health(#"{"status":"ok","is_default":true,"lint":\#(lint)}"#)
      #expect(result == .success(.sound(isDefaultPolicy: true, notes: ["no detector for links"])))
    }
  }

  @Test func `an unknown project is told, with 200 and with 400`() async throws {
    let (with200, _) = try await health(
      #"{"status":"error","is_default":false,"message":"project with policy not found","lint":[]}"#)
    #expect(with200 == .success(.faulty("the service knows no such project, check 'project_id'")))
    let (with400, _) = try await health(
      status: 400, #"{"error":"project with policy not found","code":400,"request_id":"req_1"}"#)
    guard case .failure(.misconfigured(let why)) = with400 else {
      Issue.record("\(with400)")
      return
    }
    #expect(why.contains("project_id"))
  }

  @Test func `a deployment without the call is not faulty`() async throws {
    #expect(try await health(status: 404, "{}").result == .success(.notOffered))
  }

  @Test(arguments: ["{}", "[]", "ok", #"{"status":null}"#, #"{"status":1}"#])
  func `an answer that does not say how it is, is none`(body: String) async throws {
    guard case .failure(.unreadable) = try await health(body).result else {
      Issue.record("\(body) was read")
      return
    }
  }
}
