import LazaretCore
import LazaretDetectors

/// One message with what was found in it.
struct LassoScreenedMessage: Sendable {
  struct Thing: Sendable {
    let kind: LassoKind
    /// UTF-8 bytes of the content.
    let span: TextSpan
  }

  let message: LassoRequest.Message
  /// In order of place.
  let things: [Thing]

  init(message: LassoRequest.Message, detections: [Detection]) {
    self.message = message
    things = detections.sorted { ($0.span, $0.label) < ($1.span, $1.label) }
      .map { Thing(kind: LassoKind($0.label), span: $0.span) }
  }

  /// The message with every located finding covered. Findings that overlap are covered together, and
  /// the longest of them gives the mask.
  var masked: LassoRequest.Message {
    let covers = Cover.disjoint(
      things.compactMap { thing in
        thing.kind.mask.map { Cover(span: thing.span, with: $0) }
      })
    guard !covers.isEmpty else { return message }
    return LassoRequest.Message(role: message.role, content: message.content.covered(by: covers))
  }
}
