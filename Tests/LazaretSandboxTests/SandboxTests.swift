import Dispatch
import LazaretTesting
import Testing

@testable import LazaretSandbox

struct SandboxTests {
  @Test(arguments: ["/livez", "/readyz", "/startupz"])
  func `it says that it is well, to anybody`(path: String) async throws {
    try await withSandbox { sandbox async throws in
      #expect(try await sandbox.get(path).status == 200)
    }
  }

  @Test(arguments: [
    "/", "/v2", "/v2/guard", "/v2/guard/v2/guard", "/gateway/v3/unknown", "/sandbox/faults",
    "/sandbox/shapes",
  ])
  func `what is no route is 404 in JSON`(path: String) async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.get(path)
      #expect(reply.status == 404)
      #expect(reply.json == .object(["error": "Not Found", "code": 404]))
    }
  }

  @Test func `it listens on 127.0.0.1 and on no other address`() async throws {
    try await withSandbox { sandbox async throws in
      #expect(try await sandbox.get("/livez").status == 200)
      // All of 127/8 reaches this machine, so a server on every address would answer here.
      #expect(throws: (any Error).self) { try LoopbackConnection(host: "127.0.0.2", port: sandbox.port) }
    }
  }

  @Test func `cancelled while answers are held back, it stops and closes their connections`() async throws {
    let clock = ManualClock()
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let serving = Task {
      try await Sandbox(settings: .test(latency: .seconds(1), clock: clock)).run { ready.yield($0) }
    }
    let sandbox = LoopbackSandbox(port: try #require(await ports.first { _ in true }))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await #expect(throws: (any Error).self) { try await sandbox.guardText("x") }
      }
      await clock.sleepers(atLeast: 1)
      serving.cancel()
      // Nobody moves the clock: it would wait forever if it waited for its answers.
      try await serving.value
      try await group.waitForAll()
    }
  }

  @Test func `cancelled while a client keeps its connection open, it stops`() async throws {
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let serving = Task { try await Sandbox(settings: .test()).run { ready.yield($0) } }
    let sandbox = LoopbackSandbox(port: try #require(await ports.first { _ in true }))
    let kept = try LoopbackConnection(port: sandbox.port)
    #expect(try await kept.send("GET", "/livez").status == 200)
    #expect(try await kept.send("GET", "/readyz").status == 200)
    serving.cancel()
    try await serving.value
    await #expect(throws: (any Error).self) { try await kept.send("GET", "/livez") }
    await #expect(throws: (any Error).self) { try await sandbox.guardText("x") }
  }

  @Test(arguments: 0..<10)
  func `stopped while clients keep connecting, it stops`(round: Int) async throws {
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let serving = Task { try await Sandbox(settings: .test()).run { ready.yield($0) } }
    let port = try #require(await ports.first { _ in true })
    // On threads of their own, not on those that tasks share: to connect may have to wait for the sandbox.
    await withCheckedContinuation { done in
      let clients = DispatchGroup()
      for client in 0..<4 {
        DispatchQueue(label: "client \(client)").async(group: clients) {
          for number in 0..<200 {
            if client == 0, number == 10 * (round + 1) { serving.cancel() }
            // Until nobody listens.
            guard (try? LoopbackConnection(port: port)) != nil else { return }
          }
        }
      }
      clients.notify(queue: DispatchQueue(label: "done")) { done.resume() }
    }
    try await serving.value
  }

  @Test func `a port that is taken is an error that says so`() async throws {
    try await withSandbox { sandbox async throws in
      let error = await #expect(throws: SandboxError.self) {
        try await Sandbox(settings: .test(port: sandbox.port)).run { _ in }
      }
      #expect(
        error?.description
          == "port '\(sandbox.port)' of 127.0.0.1 is taken; stop what listens there, or choose 0 for "
          + "any free one")
    }
  }

  @Test func `settings that cannot be are errors`() async {
    await #expect(throws: SandboxError.noSuchPort(65_536)) {
      try await Sandbox(settings: .test(port: 65_536)).run { _ in }
    }
    await #expect(throws: SandboxError.noSuchRate(0)) {
      try await Sandbox(settings: .test(requestsPerSecond: 0)).run { _ in }
    }
  }

  @Test func `without a detector of its own it asks the embedded ones`() async throws {
    try await withSandbox(Sandbox.Settings()) { sandbox async throws in
      #expect(try await sandbox.guardText("Nothing to see.").json?["flagged"] == false)
    }
  }

  @Test func `many clients at once each get the answer to their own text`() async throws {
    try await withSandbox { sandbox in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            let padding = String(repeating: "é", count: number)
            let reply = try await sandbox.guardText("\(padding)jane@example.org")
            #expect(reply.json?["payload"][0]["start"].int == number)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await sandbox.stats()["distinct_texts"] == 100)
    }
  }
}
