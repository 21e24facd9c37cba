import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct VendorHTTPTests {
  private let secret = "key-" + "of-the-test"

  private func post(
    to url: String, timeout: Duration = .seconds(300), maxAnswerBytes: Int = 1000
  ) async throws(ScreenerError) -> HTTPAnswer {
    let target = try VendorHTTP.target(
      url: url, headers: [("authorization", "Bearer \(secret)")], timeout: timeout,
      maxAnswerBytes: maxAnswerBytes)
    return try await SharedHTTP.client.post(Array(#"{"a":"text of the test"}"#.utf8), to: target)
  }

  private func failure(
    of url: String, timeout: Duration = .seconds(300), maxAnswerBytes: Int = 1000
  ) async -> ScreenerError? {
    do throws(ScreenerError) {
      _ = try await post(to: url, timeout: timeout, maxAnswerBytes: maxAnswerBytes)
      return nil
    } catch {
      #expect(!"\(error)".contains(secret))
      #expect(!"\(error)".contains("text of the test"))
      return error
    }
  }

  @Test(arguments: [200, 204, 400, 401, 404, 418, 429, 500, 503])
  func `an answer of any status comes back whole`(status: Int) async throws {
    let body = status == 204 ? "" : #"{"ok":true}"#
    let server = try StubServer(.init(status: status, headers: [("X-Request-Id", "r1")], body: body))
    let answer = try await post(to: server.url + "/path")
    #expect(answer.status == status)
    #expect(answer.header("x-request-id") == "r1")
    #expect(answer.body == Array(body.utf8))
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == "/path")
    #expect(request.headers["authorization"] == "Bearer \(secret)")
    #expect(request.body == #"{"a":"text of the test"}"#)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308, 304])
  func `a redirect is not followed and names where it leads`(status: Int) async throws {
    let goal = try StubServer(.init(body: "{}"))
    let location = "http://elsewhere.example:\(goal.port)/v2/guard?token=\(secret)"
    let server = try StubServer(.init(status: status, headers: [("location", location)]))
    let error = await failure(of: server.url)
    guard case .misconfigured(let why) = error else {
      Issue.record("not misconfigured: \(error as Any)")
      return
    }
    #expect(why.contains("elsewhere.example"))
    #expect(why.contains("'endpoint'"))
    #expect(goal.requests.isEmpty)
  }

  @Test func `a server that says nothing runs into the time limit`() async throws {
    let server = try StubServer(.init(fault: .silence))
    #expect(
      await failure(of: server.url, timeout: .milliseconds(150)) == .timedOut(after: .milliseconds(150)))
  }

  @Test func `the time limit holds for the body too`() async throws {
    let server = try StubServer(.init(body: #"{"flagged":false}"#, fault: .stall(after: 5)))
    #expect(
      await failure(of: server.url, timeout: .milliseconds(150)) == .timedOut(after: .milliseconds(150)))
  }

  @Test(arguments: [StubServer.Reply.Fault.cut(after: 0), .cut(after: 7), .hangUp, .noise])
  func `an answer that breaks off is no answer`(fault: StubServer.Reply.Fault) async throws {
    let server = try StubServer(.init(body: #"{"flagged":false}"#, fault: fault))
    let error = try #require(await failure(of: server.url))
    guard case .brokenOff = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.isTransient)
  }

  @Test func `a port where nobody listens is reported at once`() async throws {
    let server = try StubServer(.init())
    let url = server.url
    server.stop()
    guard case .unreachable = await failure(of: url) else {
      Issue.record("reached")
      return
    }
  }

  @Test func `a name that does not resolve is unreachable`() async {
    guard case .unreachable(let why) = await failure(of: "http://no-such-host.invalid/v2/guard") else {
      Issue.record("reached")
      return
    }
    #expect(why.contains("no-such-host.invalid"))
  }

  @Test func `an answer that is not encrypted on a TLS port is unreachable`() async throws {
    let server = try StubServer(greeting: "220 this port speaks in clear\r\n")
    guard case .unreachable = await failure(of: "https://127.0.0.1:\(server.port)") else {
      Issue.record("reached")
      return
    }
  }

  @Test func `a longer answer than is taken is unreadable`() async throws {
    let server = try StubServer(.init(body: String(repeating: "x", count: 1001)))
    guard case .unreadable = await failure(of: server.url) else {
      Issue.record("read")
      return
    }
    #expect(await failure(of: server.url, maxAnswerBytes: 1001) == nil)
  }

  @Test func `a cancelled task ends with cancelled`() async throws {
    let server = try StubServer(.init(fault: .silence))
    let url = server.url
    let error = await withTaskGroup(of: ScreenerError?.self) { group in
      group.addTask { await failure(of: url) }
      while server.requests.isEmpty { await Task.yield() }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(error == .cancelled)
  }

  @Test func `a task that is cancelled before sends nothing`() async throws {
    let server = try StubServer(.init())
    let url = server.url
    let error = await withTaskGroup(of: ScreenerError?.self) { group in
      group.cancelAll()
      group.addTask { await failure(of: url) }
      return await group.next() ?? nil
    }
    #expect(error == .cancelled)
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: ["ftp://host/", "host", "", "http://"])
  func `what is no http URL is misconfigured`(url: String) {
    #expect(throws: ScreenerError.self) {
      try VendorHTTP.target(url: url, headers: [], timeout: .seconds(1), maxAnswerBytes: 1)
    }
  }

  @Test(arguments: ["a\nb", "a\u{0}", "ключ", "a\r\nx: y"])
  func `a key that cannot stand in a header is refused and not quoted`(key: String) {
    do throws(ScreenerError) {
      _ = try VendorHTTP.target(
        url: "http://host", headers: [("authorization", "Bearer \(key)")], timeout: .seconds(1),
        maxAnswerBytes: 1)
      Issue.record("accepted")
    } catch {
      #expect(!"\(error)".contains(key))
      #expect("\(error)".contains("'api_key'"))
    }
  }

  @Test func `after the shutdown there is an error and no crash`() async throws {
    let server = try StubServer(.init(body: "{}"))
    let http = VendorHTTP()
    await http.shutdown()
    await http.shutdown()
    let target = try VendorHTTP.target(
      url: server.url, headers: [], timeout: .seconds(300), maxAnswerBytes: 10)
    await #expect(throws: ScreenerError.self) { try await http.post([], to: target) }
  }
}
