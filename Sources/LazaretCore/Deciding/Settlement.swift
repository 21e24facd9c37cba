/// A chunk on its own: decided, and masked and verified where it had to be.
package struct DecidedChunk: Sendable, Hashable {
  package var chunk: Chunk
  package var decision: Decision
  /// The verified masked text. A decision to mask comes with it.
  package var masked: MaskedText?
  /// Who judged the text that may leave.
  package var screenedBy: [String]

  package init(
    chunk: Chunk, decision: Decision, masked: MaskedText? = nil, screenedBy: [String] = []
  ) {
    self.chunk = chunk
    self.decision = decision
    self.masked = masked
    self.screenedBy = screenedBy
  }
}

extension Policy {
  /// Turns the decisions about the chunks of one document into their states: what depends on more
  /// than one chunk is decided here.
  ///
  /// - A quarantine in the hidden lane holds the whole document: its author hid something from the
  ///   reader that asks for quarantine.
  /// - A quarantine in the visible lane reaches as far as ``scope`` says.
  /// - A document is released whole. While any part waits for an answer, the parts that could leave
  ///   wait with it.
  ///
  /// - Parameter decided: all chunks of the document, each lane in order of place.
  package func settle(_ decided: [DecidedChunk]) -> [JudgedChunk] {
    var judged = decided.map(state(of:))
    hold(&judged, because: hiddenReasons(in: decided)) { _ in true }
    widen(&judged)
    if judged.contains(where: { $0.state == .unscreened }) {
      for index in judged.indices where judged[index].state == .clean || judged[index].state == .masked {
        judged[index].state = .unscreened
        judged[index].released = nil
        judged[index].reasons = [Reason(.documentIncomplete)]
      }
    }
    return judged
  }

  private func state(of decided: DecidedChunk) -> JudgedChunk {
    var judged = JudgedChunk(
      chunk: decided.chunk, state: .unscreened, released: nil, findings: decided.decision.findings,
      screenedBy: decided.screenedBy)
    let isVisible = decided.chunk.lane == .visible
    switch decided.decision.outcome {
    case .admit:
      judged.state = .clean
      judged.released = isVisible ? MaskedText(unmasked: decided.chunk.text) : nil
    case .mask:
      // Hidden text never leaves, so there is nothing to cover in it.
      if isVisible, let masked = decided.masked {
        judged.state = .masked
        judged.released = masked
      } else if isVisible {
        judged.reasons = [Reason(.noAnswer, detail: "the masked text was not screened")]
      } else {
        judged.state = .clean
      }
    case .quarantine(let reasons):
      judged.state = .quarantined
      judged.reasons = reasons
    case .unscreened(let reasons):
      judged.reasons = reasons
    }
    return judged
  }

  private func hiddenReasons(in decided: [DecidedChunk]) -> [Reason] {
    decided.filter { $0.chunk.lane == .hidden }.flatMap { chunk -> [Reason] in
      guard case .quarantine(let reasons) = chunk.decision.outcome else { return [] }
      return reasons.map { Reason(.hiddenText, screener: $0.screener, label: $0.label) }
    }.uniqued()
  }

  private func widen(_ judged: inout [JudgedChunk]) {
    let origins = judged.indices.filter {
      judged[$0].chunk.lane == .visible && judged[$0].state == .quarantined
    }
    for origin in origins {
      let reasons = judged[origin].reasons.map {
        Reason(.scope, screener: $0.screener, label: $0.label)
      }.uniqued()
      let ordinal = judged[origin].chunk.ordinal
      switch scope {
      case .chunk: break
      case .neighbours:
        hold(&judged, because: reasons) { $0.lane == .visible && abs($0.ordinal - ordinal) == 1 }
      case .document:
        hold(&judged, because: reasons) { $0.lane == .visible }
      }
    }
  }

  /// Quarantines what is not quarantined yet.
  private func hold(
    _ judged: inout [JudgedChunk], because reasons: [Reason], where reaches: (Chunk) -> Bool
  ) {
    guard !reasons.isEmpty else { return }
    for index in judged.indices
    where judged[index].state != .quarantined && reaches(judged[index].chunk) {
      judged[index].state = .quarantined
      judged[index].released = nil
      judged[index].reasons = reasons
    }
  }
}
