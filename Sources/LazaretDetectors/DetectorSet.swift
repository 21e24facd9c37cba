package import LazaretCore

/// The embedded detectors: text in, detections out, pure.
package struct DetectorSet: Sendable {
  /// Every detector there is.
  package static let standard = DetectorSet()

  /// Raised whenever the same text would give other detections.
  package static let version = 1

  package init() {}

  /// What was found, in order of place. Spans are UTF-8 bytes of `text`.
  package func detections(in text: String) -> [Detection] { [] }
}

/// One thing that a detector found.
package struct Detection: Sendable, Hashable {
  package var label: Label
  package var span: TextSpan

  package init(label: Label, span: TextSpan) {
    self.label = label
    self.span = span
  }
}
