import LazaretCore

/// Recognises one kind of thing. Pure: the same text gives the same detections.
///
/// The filter reads the text once for all detectors together and hands each one the places where its
/// triggers are. A detector looks at the bytes around such a place and nowhere else; what it reads for one
/// place is bounded by a constant, or is never read again for another, so that the work is linear in the
/// length of the text, whatever stands in it.
protocol Detector: Sendable {
  /// What wakes the detector.
  var triggers: [Trigger] { get }

  /// What is there, judged at the places where a trigger was found. Spans may overlap; the set keeps the
  /// longest of each label.
  ///
  /// - Parameter hits: in the order in which the filter met them, which is the order of place but for
  ///   literals that begin within a few bytes of each other.
  func detections(at hits: [Hit], in text: TextBytes) -> [Detection]
}

/// What the filter looks for.
enum Trigger: Sendable {
  case literal(Literal)
  /// The first digit of each run of ASCII digits.
  case digits
}

/// A place where a trigger was found.
struct Hit: Sendable, Equatable {
  /// The place of the trigger in the detector's list.
  var trigger: Int
  var start: Int
  /// Behind the last byte of the literal; behind the first digit of a run of digits.
  var end: Int
}

/// A group of detectors that can be switched on or off as one.
package enum DetectorGroup: String, Sendable, CaseIterable {
  case personal
  case secrets
  case unicode
  case promptAttack = "prompt_attack"
}
