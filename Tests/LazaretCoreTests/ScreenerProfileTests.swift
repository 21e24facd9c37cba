import LazaretCore
import Testing

struct ScreenerProfileTests {
  private func profile(
    policies: Set<String> = ["p1"], builds: Set<String> = ["2.0"], readings: [OffsetReading] = [],
    canary: Set<String>? = ["prompt_attack"]
  ) -> ScreenerProfile {
    var profile = ScreenerProfile()
    for policy in policies { profile.note(Screening.Evidence(policies: [policy])) }
    for build in builds { profile.note(Screening.Evidence(build: build)) }
    profile.note(Screening.Evidence(readings: readings))
    profile.canary = canary
    return profile
  }

  @Test func `the same profile has not changed`() {
    #expect(profile(readings: [.utf16]).changes(since: profile(readings: [.utf16])).isEmpty)
  }

  @Test func `another policy, build or verdict on the canary is told with what was before`() {
    let changes = profile(policies: ["p2"], builds: ["2.1", "2.0"], canary: ["pii/email"])
      .changes(since: profile())
    #expect(changes.map(\.aspect) == [.policies, .builds, .canary])
    #expect(changes[0].before == ["p1"])
    #expect(changes[0].after == ["p2"])
    #expect(changes[1].after == ["2.0", "2.1"])
  }

  @Test func `what one of the runs says nothing about is not compared`() {
    let silent = profile(policies: [], builds: [], canary: nil)
    #expect(silent.changes(since: profile()).isEmpty)
    #expect(profile().changes(since: silent).isEmpty)
    #expect(profile().changes(since: ScreenerProfile()).isEmpty)
  }

  @Test(arguments: [
    ([OffsetReading.codePoints], [OffsetReading.utf16]), ([.anyUnit], [.anyUnitInclusive]),
    ([.utf16], [.utf16, .utf16Inclusive]), ([.codePoints], [.nearby]), ([.utf8], [.codePoints, .anyUnit]),
    ([], [.codePoints, .utf16]), ([.anyUnit, .maskedText], [.anyUnit, .utf8Inclusive]),
  ])
  func `a reading that contradicts another is a change`(before: [OffsetReading], after: [OffsetReading]) {
    let changes = profile(readings: after).changes(since: profile(readings: before))
    #expect(changes.map(\.aspect) == [.readings])
    #expect(changes.first?.after == after.map(\.rawValue).sorted())
  }

  @Test(arguments: [
    ([OffsetReading.anyUnit], [OffsetReading.anyUnit, .utf8]), ([.codePoints], [.anyUnit]),
    ([.maskedText], [.utf16]), ([.codePoints, .utf16], [.utf16]), ([], [.anyUnit, .codePoints]),
    ([.utf8], []),
  ])
  func `a reading that only says more or less is none`(before: [OffsetReading], after: [OffsetReading]) {
    #expect(profile(readings: after).changes(since: profile(readings: before)).isEmpty)
  }

  @Test func `contradiction has no direction, and nothing contradicts itself`() {
    for one in OffsetReading.allCases {
      #expect(!one.contradicts(one))
      for other in OffsetReading.allCases {
        #expect(one.contradicts(other) == other.contradicts(one), "\(one) \(other)")
      }
    }
  }
}
