import Foundation
import LazaretCore
import LazaretDetectors
import LazaretSandbox
import LazaretTesting
import Testing

struct DoctorCommandTests {
  private struct Report: Decodable {
    struct Check: Decodable {
      let subject: String
      let check: String
      let state: String
      let detail: String
    }

    let sound: Bool
    let checks: [Check]

    func state(_ subject: String, _ check: String) -> String? {
      checks.first { $0.subject == subject && $0.check == check }?.state
    }
  }

  private func report(_ place: Workplace) async throws -> (status: Int32, report: Report) {
    let ended = try await place.run("doctor", place.pipeline, "--json")
    return (ended.status, try JSONDecoder().decode(Report.self, from: Data(ended.output.utf8)))
  }

  @Test func `a pipeline that can run is sound, and nothing is made`() async throws {
    let place = try Workplace(documents: ["a.md": "A text."])
    let (status, report) = try await report(place)
    #expect(status == 0)
    #expect(report.sound)
    for screener in ["lakera", "lasso"] {
      for check in ["reachable", "authorised", "canary", "mode", "benign"] {
        #expect(report.state(screener, check) == "ok", "\(screener) \(check)")
      }
    }
    #expect(report.state("docs", "source") == "ok")
    #expect(report.state("store", "file") == "ok")
    #expect(report.state("machine", "SQLite") == "ok")
    #expect(!FileManager.default.fileExists(atPath: place.folder.path("store.sqlite")))
    #expect(try await place.run("doctor", place.pipeline).lines.last == "a run can work")
  }

  @Test func `a screener that lets the canary through is no screener`() async throws {
    let blind = try await ServedSandbox.start(Sandbox.Settings(detect: { _ in [] }))
    let place = try Workplace(documents: ["a.md": "A text."], endpoint: blind.address)
    let (status, report) = try await report(place)
    await blind.stop()
    #expect(status == 1)
    #expect(report.state("lakera", "canary") == "failed")
    #expect(report.state("lasso", "canary") == "failed")
  }

  @Test func `a screener that flags everything is told`() async throws {
    let nervous = try await ServedSandbox.start(
      Sandbox.Settings(detect: { text in
        [Detection(label: "prompt_attack", span: .init(0, text.utf8.count))]
      }))
    let place = try Workplace(documents: ["a.md": "A text."], endpoint: nervous.address)
    let (status, report) = try await report(place)
    await nervous.stop()
    #expect(status == 1)
    #expect(report.state("lakera", "canary") == "ok")
    #expect(report.state("lakera", "benign") == "failed")
  }

  @Test func `a host that nobody listens at, a key that is refused and a folder that is gone are told`()
    async throws
  {
    let gone = try await ServedSandbox.start()
    await gone.stop()
    let dead = try Workplace(documents: ["a.md": "A text."], endpoint: gone.address)
    try FileManager.default.removeItem(atPath: dead.folder.path("docs"))
    let unreachable = try await report(dead)
    #expect(unreachable.status == 1)
    #expect(unreachable.report.state("lakera", "reachable") == "failed")
    #expect(unreachable.report.state("docs", "source") == "failed")

    let rules = #"[{"route":"/v2/guard","status":401}]"#
    let strict = try await ServedSandbox.start(
      Sandbox.Settings(faults: try FaultRules.parse(Array(rules.utf8))))
    let place = try Workplace(documents: ["a.md": "A text."], endpoint: strict.address)
    let refused = try await report(place)
    await strict.stop()
    #expect(refused.status == 1)
    #expect(refused.report.state("lakera", "reachable") == "ok")
    #expect(refused.report.state("lakera", "authorised") == "failed")
    #expect(refused.report.state("lasso", "canary") == "ok")
  }
}
