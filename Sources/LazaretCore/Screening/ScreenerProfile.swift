/// What the answers of one run reveal about who judged. Vendors' dashboards and builds change without
/// notice; comparing the profiles of two runs is how that is seen.
package struct ScreenerProfile: Sendable, Hashable {
  package var policies: Set<String> = []
  package var detectors: Set<String> = []
  package var builds: Set<String> = []
  package var modes: Set<String> = []
  package var readings: Set<OffsetReading> = []
  /// The labels that the known-bad canary was given; `nil` when none was sent.
  package var canary: Set<String>?

  package init() {}

  package mutating func note(_ evidence: Screening.Evidence) {
    policies.formUnion(evidence.policies)
    detectors.formUnion(evidence.detectors)
    if let build = evidence.build { builds.insert(build) }
    if let mode = evidence.mode { modes.insert(mode.rawValue) }
    readings.formUnion(evidence.readings)
  }

  package mutating func merge(_ other: ScreenerProfile) {
    policies.formUnion(other.policies)
    detectors.formUnion(other.detectors)
    builds.formUnion(other.builds)
    modes.formUnion(other.modes)
    readings.formUnion(other.readings)
    canary = other.canary ?? canary
  }

  /// What is different from an earlier run of the same screener, in a fixed order of aspects.
  ///
  /// An aspect about which one of the two runs says nothing is not compared: an answer may leave out
  /// anything. Readings depend on the texts as well, so only one that contradicts another is a change,
  /// be it one of the same run.
  package func changes(since earlier: ScreenerProfile) -> [Change] {
    var changes: [Change] = []
    func compare(_ aspect: Aspect, _ before: Set<String>, _ after: Set<String>) {
      guard before != after, !before.isEmpty, !after.isEmpty else { return }
      changes.append(Change(aspect: aspect, before: before.sorted(), after: after.sorted()))
    }
    compare(.policies, earlier.policies, policies)
    compare(.detectors, earlier.detectors, detectors)
    compare(.builds, earlier.builds, builds)
    compare(.modes, earlier.modes, modes)
    let known = earlier.readings.union(readings)
    let isNew = readings.subtracting(earlier.readings).contains { new in
      known.contains(where: new.contradicts)
    }
    if isNew {
      changes.append(
        Change(
          aspect: .readings, before: earlier.readings.map(\.rawValue).sorted(),
          after: readings.map(\.rawValue).sorted()))
    }
    if let before = earlier.canary, let after = canary { compare(.canary, before, after) }
    return changes
  }

  package enum Aspect: String, Sendable, Hashable, Codable, CaseIterable {
    case policies, detectors, builds, modes, readings, canary
  }

  package struct Change: Sendable, Hashable {
    package var aspect: Aspect
    /// Sorted.
    package var before: [String]
    /// Sorted.
    package var after: [String]
  }
}
