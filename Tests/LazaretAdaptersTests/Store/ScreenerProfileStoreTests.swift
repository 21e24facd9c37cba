import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ScreenerProfileStoreTests {
  private func profile(_ policy: String, canary: Set<String>?) -> ScreenerProfile {
    var profile = ScreenerProfile()
    profile.note(
      Screening.Evidence(
        policies: [policy], detectors: ["d1", "d2"], build: "b", mode: .enforce, readings: [.utf8, .anyUnit]))
    profile.canary = canary
    return profile
  }

  @Test func `a run finds the profile of the latest run before it, under the same fingerprint`() async throws
  {
    let fresh = try await FreshStore()
    let store = fresh.store
    let own = Fingerprint(hex: "own")
    for number in 2...3 { try await store.beginRun(StoreSamples.run("run-\(number)")) }
    try await store.note(profile("p1", canary: nil), of: "lakera", own, run: "run-1")
    try await store.note(profile("p2", canary: ["prompt_attack"]), of: "lakera", own, run: "run-2")
    try await store.note(profile("p3", canary: []), of: "lakera", own, run: "run-3")
    #expect(try await store.profile(of: own, before: "run-1") == nil)
    #expect(try await store.profile(of: own, before: "run-2") == profile("p1", canary: nil))
    #expect(try await store.profile(of: own, before: "run-3") == profile("p2", canary: ["prompt_attack"]))
    #expect(try await store.profile(of: own, before: "run-4") == profile("p3", canary: []))
    #expect(try await store.profile(of: Fingerprint(hex: "other"), before: "run-4") == nil)
  }

  @Test func `noting again in the same run replaces`() async throws {
    let fresh = try await FreshStore()
    let own = Fingerprint(hex: "own")
    try await fresh.store.note(profile("p1", canary: nil), of: "lakera", own, run: "run-1")
    try await fresh.store.note(profile("p2", canary: nil), of: "lakera", own, run: "run-1")
    #expect(try await fresh.store.profile(of: own, before: "run-9") == profile("p2", canary: nil))
  }
}
