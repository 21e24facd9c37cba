import Foundation
import GRDB
import LazaretDetectors
import LazaretSandbox
import LazaretTesting
import Testing

/// The real program, killed at moments that a seed draws. `make torture` is the long form.
@Suite(.serialized)
struct TortureTests {
  private static func number(_ name: String, or standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  @Test func `a run that is killed anywhere and resumed ends with the store of an undisturbed run`()
    async throws
  {
    let kills = Self.number("LAZARET_TORTURE_KILLS", or: 3)
    var seed = Self.number("LAZARET_TORTURE_SEED", or: 1)
    let arrivals = Arrivals()
    let served = try await ServedSandbox.start(
      Sandbox.Settings(
        latency: .milliseconds(4),
        detect: { text in
          arrivals.came()
          return DetectorSet.standard.detections(in: text)
        }))
    var report = TortureReport()
    let kinds = TortureRound.Vendors.allCases
    while report.kills < kills || report.rounds < kinds.count {
      var round = try TortureRound(
        seed: seed, vendors: kinds[report.rounds % kinds.count], nights: 2,
        strikes: kills < 50 ? 1...2 : 2...5,
        sandbox: SandboxControl(address: served.address), arrivals: arrivals)
      try await round.run(into: &report)
      seed += 1
    }
    await served.stop()
    #expect(report.differences == 0)
    print(report)
  }

  @Test func `a store with one word more, one word less or another word is not the same`() async throws {
    let place = try Workplace(documents: ["a.md": "Write to clerk@example.org.", "b.md": "Nothing to see."])
    #expect(try await place.ingest().ended.status == 0)
    let path = place.folder.path("store.sqlite")
    let whole = try StoreRows(of: path)
    #expect(whole.differences(from: whole) == [])
    for change in [
      "UPDATE chunk SET text = text || '.' WHERE state = 'clean'", "DELETE FROM finding",
      "DELETE FROM screening WHERE screener = 'lasso'", "UPDATE document SET title = 'other'",
    ] {
      let copy = place.folder.path("copy.sqlite")
      try? FileManager.default.removeItem(atPath: copy)
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let queue = try DatabaseQueue(path: copy)
      try await queue.writeWithoutTransaction { try $0.execute(sql: change) }
      try queue.close()
      #expect(try StoreRows(of: copy).differences(from: whole) != [], "\(change)")
    }
  }
}
