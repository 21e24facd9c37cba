package import LazaretCore

/// The embedded detectors: text in, detections out, pure.
package struct DetectorSet: Sendable {
  /// Every detector there is.
  package static let standard = DetectorSet()

  /// Raised whenever the same text would give other detections.
  package static let version = 2

  private let detectors: [any Detector]
  private let filter: TriggerFilter

  package init() { self.init(groups: Set(DetectorGroup.allCases)) }

  /// - Parameter groups: the detectors of these groups and no others.
  package init(groups: Set<DetectorGroup>) {
    self.init(detectors: DetectorCatalog.all.filter { groups.contains($0.group) }.map(\.detector))
  }

  init(detectors: [any Detector]) {
    self.detectors = detectors
    filter = TriggerFilter(triggers: detectors.map(\.triggers))
  }

  /// What was found, in order of place, then of label. Spans are UTF-8 bytes of `text` and lie on the
  /// borders of scalars; those of one label are disjoint.
  package func detections(in text: String) -> [Detection] {
    TextBytes.reading(text, count: nil) { detections(in: $0) }
  }

  func detections(in text: TextBytes) -> [Detection] {
    let hits = filter.hits(in: text)
    var found: [Detection] = []
    for (detector, hits) in zip(detectors, hits) where !hits.isEmpty {
      found += detector.detections(at: hits, in: text)
    }
    return found.longestOfEachLabel
  }
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
