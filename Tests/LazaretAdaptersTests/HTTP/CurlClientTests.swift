import Foundation
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// Connections, turns, and ends of requests.
struct CurlClientTests {
  private func client(_ connections: Int = 8) -> CurlClient {
    // Among many others, a test may wait for minutes.
    CurlClient(
      CurlConnections(perHost: connections, connectTimeout: .seconds(60), idleTime: .seconds(3600)))
  }

  private func ask(
    _ client: CurlClient, _ url: String, _ text: String = "text", within limit: Duration = .seconds(300),
    maxBytes: Int = 100_000, pinned: IPAddress? = nil
  ) async -> Result<HTTPAnswer, TransportFault> {
    guard let address = WebAddress(url),
      var request = CurlRequest(
        .post, address, headers: [("authorization", "Bearer k")], maxAnswerBytes: maxBytes, pinned: pinned)
    else { return .failure(.unconnected("no URL")) }
    request.body = Array(text.utf8)
    do throws(TransportFault) {
      return .success(try await client.exchange(request, deadline: .now + limit))
    } catch {
      return .failure(error)
    }
  }

  private func body(_ result: Result<HTTPAnswer, TransportFault>) -> String? {
    (try? result.get()).map { String(decoding: $0.body, as: UTF8.self) }
  }

  private func fault(_ result: Result<HTTPAnswer, TransportFault>) -> TransportFault? {
    if case .failure(let fault) = result { fault } else { nil }
  }

  private func isUnconnected(_ result: Result<HTTPAnswer, TransportFault>) -> Bool {
    if case .failure(.unconnected) = result { true } else { false }
  }

  // MARK: Connections

  @Test func `requests in turn share one connection`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client()
    for number in 0..<20 {
      #expect(body(await ask(client, server.url, "text \(number)")) == "text \(number)")
    }
    #expect(server.seen.connections == 1)
    await client.shutdown()
  }

  @Test func `there are no more connections than are permitted, and everybody is answered`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client(3)
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<100 {
        group.addTask { body(await ask(client, server.url, "text \(number)")) == "text \(number)" }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(server.seen.mostOpen <= 3)
    #expect(server.seen.requests.count == 100)
  }

  @Test func `a thousand requests at once each get their own answer`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client(64)
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask { body(await ask(client, server.url, "text \(number)")) == "text \(number)" }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(server.seen.requests.count == 1000)
    #expect(server.seen.mostOpen <= 64)
  }

  @Test func `a kept connection that was closed meanwhile is replaced`() async throws {
    let server = try KeepingServer { .answerAndClose($0.body) }
    let client = client()
    for number in 1...5 {
      #expect(body(await ask(client, server.url, "text \(number)")) == "text \(number)")
      await server.wait { $0.open == 0 }
    }
    #expect(server.seen.connections == 5)
  }

  @Test(arguments: [KeepingServer.Act.hangUp, .reset])
  func `what a kept connection died of is not sent a second time`(act: KeepingServer.Act) async throws {
    let server = try KeepingServer { $0.place == 2 ? act : .answer($0.body) }
    let client = client()
    #expect(body(await ask(client, server.url, "first")) == "first")
    #expect(fault(await ask(client, server.url, "second")) == .cutOff)
    #expect(server.seen.requests.map(\.body) == ["first", "second"])
    #expect(body(await ask(client, server.url, "third")) == "third")
    #expect(server.seen.connections == 2)
  }

  @Test func `a reset on a new connection breaks the answer off`() async throws {
    let server = try KeepingServer { _ in .reset }
    #expect(fault(await ask(client(), server.url)) == .cutOff)
    #expect(server.seen.requests.count == 1)
  }

  // MARK: Ends

  @Test func `whoever waits for a connection gives up when its time is over, and was not sent`() async throws
  {
    let server = try KeepingServer { _ in .silence }
    let client = client(1)
    let first = Task { await ask(client, server.url, "first") }
    await server.wait { $0.requests.count == 1 }
    #expect(isUnconnected(await ask(client, server.url, "second", within: .seconds(2))))
    #expect(server.seen.requests.map(\.body) == ["first"])
    await client.shutdown()
    #expect(fault(await first.value) == .shutDown)
  }

  @Test func `a time limit that was over before sends nothing`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    #expect(fault(await ask(client(), server.url, within: .seconds(-1))) == .timedOut)
    #expect(server.seen.connections == 0)
  }

  @Test func `the cancelled end at once, under way or waiting, and the others go on`() async throws {
    let server = try KeepingServer { $0.body == "stuck" ? .silence : .answer($0.body) }
    let client = client(1)
    let stuck = Task { await ask(client, server.url, "stuck") }
    await server.wait { $0.requests.count == 1 }
    let waiting = Task { await ask(client, server.url, "waiting") }
    let patient = Task { await ask(client, server.url, "patient") }
    waiting.cancel()
    #expect(fault(await waiting.value) == .cancelled)
    stuck.cancel()
    #expect(fault(await stuck.value) == .cancelled)
    #expect(body(await patient.value) == "patient")
    #expect(!server.seen.requests.contains { $0.body == "waiting" })
  }

  @Test func `many that are cancelled at any moment all end`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client(4)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        let task = Task { await ask(client, server.url, "text \(number)") }
        if number.isMultiple(of: 3) { task.cancel() }
        group.addTask { _ = await task.value }
        if number.isMultiple(of: 5) {
          group.addTask {
            await Task.yield()
            task.cancel()
          }
        }
      }
    }
    #expect(body(await ask(client, server.url, "last")) == "last")
  }

  @Test func `the shutdown fails what is under way and what waits, and ends the thread`() async throws {
    let server = try KeepingServer { _ in .silence }
    let client = client(2)
    let tasks = (0..<5).map { number in Task { await ask(client, server.url, "text \(number)") } }
    await server.wait { $0.requests.count == 2 }
    await client.shutdown()
    for task in tasks { #expect(fault(await task.value) == .shutDown) }
    await server.wait { $0.open == 0 }
    #expect(fault(await ask(client, server.url)) == .shutDown)
  }

  @Test func `a client that nobody holds closes its connections`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    _ = await ask(client(), server.url)
    await server.wait { $0.open == 0 }
    #expect(server.seen.connections == 1)
  }

  // MARK: Heads and bodies

  @Test func `nothing is sent that was not asked for`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    _ = await ask(
      client(), server.url + "/a?b=c", String(repeating: "x", count: 2_000_000), maxBytes: 3_000_000)
    let lines = try #require(server.seen.requests.first).head.lowercased().components(separatedBy: "\r\n")
    #expect(lines.first == "post /a?b=c http/1.1")
    #expect(
      Set(lines.dropFirst()) == [
        "host: 127.0.0.1:\(server.port)", "authorization: bearer k", "content-length: 2000000",
      ])
  }

  @Test func `an empty body is a body`() async throws {
    let server = try KeepingServer { .answer("[\($0.body)]") }
    #expect(body(await ask(client(), server.url, "")) == "[]")
    #expect(server.seen.requests.first?.head.lowercased().contains("content-length: 0") == true)
  }

  @Test func `the last of several heads counts, and nothing after the body`() async throws {
    let server = try KeepingServer { _ in
      .raw(
        "HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n"
          + "HTTP/1.1 200 OK: fine\r\nX-Late:  2 \r\nx-late: 3\r\ntransfer-encoding: chunked\r\n\r\n"
          + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-trailer: 4\r\n\r\n")
    }
    let answer = try await ask(client(), server.url).get()
    #expect(answer.status == 200)
    #expect(answer.body == Array("abcde".utf8))
    #expect(answer.header("x-late") == "2")
    #expect(answer.header("x-early") == nil)
    #expect(answer.header("x-trailer") == nil)
    #expect(answer.header("HTTP/1.1 200 OK") == nil)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\n" + String(repeating: "x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", count: 4000) + "\r\n",
    String(repeating: "HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n", count: 4000),
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "ICY 200 OK\r\n\r\n",
  ])
  func `what is too much or no HTTP is no answer`(answer: String) async throws {
    let server = try KeepingServer { _ in .raw(answer) }
    guard case .broken = fault(await ask(client(), server.url)) else {
      Issue.record("taken")
      return
    }
  }

  // MARK: Pins

  @Test func `a pinned request goes to its address and nowhere else`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client()
    let here = try #require(IPAddress("127.0.0.1"))
    let elsewhere = try #require(IPAddress("127.0.0.2"))
    let named = "http://blog.example:\(server.port)/"
    #expect(body(await ask(client, named, pinned: here)) == "text")
    #expect(server.seen.requests.first?.head.contains("blog.example:\(server.port)") == true)
    // Nobody listens there.
    #expect(isUnconnected(await ask(client, named, pinned: elsewhere)))
    // The URL says another address than the pin: the last lock holds.
    #expect(isUnconnected(await ask(client, server.url, pinned: elsewhere)))
    #expect(server.seen.connections == 1)
  }

  @Test func `a pinned connection is of one request`() async throws {
    let server = try KeepingServer { .answer($0.body) }
    let client = client()
    let here = try #require(IPAddress("127.0.0.1"))
    for _ in 0..<3 { #expect(body(await ask(client, server.url, pinned: here)) == "text") }
    #expect(server.seen.connections == 3)
  }
}

struct WebAddressTests {
  @Test(arguments: [
    ("http://host/a", "host", 80), ("https://HOST", "HOST", 443), ("http://[::1]:8080/x", "[::1]", 8080),
    ("http://127.1/", "127.0.0.1", 80),
  ])
  func `a URL is taken apart`(url: String, host: String, port: Int) throws {
    let address = try #require(WebAddress(url))
    #expect(address.host.lowercased() == host.lowercased())
    #expect(address.port == port)
  }

  @Test(arguments: [
    "ftp://host/", "file:///etc/passwd", "host", "", "http://", "http://a b/", "http://user:word@host/",
    "http://user@host/", "http://host:70000/", "http://host:x/", "gopher://host/",
  ])
  func `what is no plain http URL is none`(url: String) {
    #expect(WebAddress(url) == nil)
  }
}
