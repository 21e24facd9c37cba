/// A chunk on its own: decided, and masked and verified where it had to be.
package struct DecidedChunk: Sendable, Hashable {
  package var chunk: Chunk
  package var decision: Decision
  /// The verified masked text. A decision to mask comes with it.
  package var masked: MaskedText?
  /// Who judged the text that may leave.
  package var screenedBy: [String]
  /// What they were shown.
  package var window: ScreenedWindow?

  package init(
    chunk: Chunk, decision: Decision, masked: MaskedText? = nil, screenedBy: [String] = [],
    window: ScreenedWindow? = nil
  ) {
    self.chunk = chunk
    self.decision = decision
    self.masked = masked
    self.screenedBy = screenedBy
    self.window = window
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
  /// - A person's rejection holds a chunk whatever the screeners say. A person's release lets this one
  ///   chunk out as it is, whatever held it, and takes back what the chunk did to others. It does not
  ///   stand in for an answer that is missing.
  ///
  /// - Parameters:
  ///   - decided: all chunks of the document, each lane in order of place.
  ///   - reviews: the ones that count.
  package func settle(
    _ decided: [DecidedChunk], reviews: [ChunkID: StandingReview] = [:]
  ) -> [JudgedChunk] {
    var judged = decided.map(state(of:))
    let waiting = Set(judged.filter { $0.state == .unscreened }.map(\.chunk.id))
    apply(reviews, of: .rejected, to: &judged)
    let released = Set(reviews.filter { $0.value.verdict == .released }.keys)
    hold(&judged, because: hiddenReasons(in: judged.filter { !released.contains($0.chunk.id) })) { _ in true }
    widen(&judged, except: released)
    apply(reviews, of: .released, to: &judged) { waiting.contains($0) }
    if judged.contains(where: { $0.state == .unscreened }) {
      for index in judged.indices where judged[index].state == .clean || judged[index].state == .masked {
        judged[index].state = .unscreened
        judged[index].released = nil
        judged[index].reasons = [Reason(.documentIncomplete)]
        judged[index].review = nil
      }
    }
    return judged
  }

  private func state(of decided: DecidedChunk) -> JudgedChunk {
    var judged = JudgedChunk(
      chunk: decided.chunk, state: .unscreened, released: nil, findings: decided.decision.findings,
      screenedBy: decided.screenedBy, window: decided.window)
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

  private func apply(
    _ reviews: [ChunkID: StandingReview], of verdict: Review.Verdict, to judged: inout [JudgedChunk],
    isWaiting: (ChunkID) -> Bool = { _ in false }
  ) {
    if reviews.isEmpty { return }
    for index in judged.indices {
      guard let review = reviews[judged[index].chunk.id], review.verdict == verdict else { continue }
      switch verdict {
      case .rejected:
        if judged[index].state != .quarantined { judged[index].reasons = [] }
        judged[index].state = .quarantined
        judged[index].released = nil
        judged[index].reasons.append(Reason(.review))
        judged[index].review = review
      case .released where judged[index].state == .quarantined && isWaiting(judged[index].chunk.id):
        // Held for the sake of others, and nobody has judged it: it goes on waiting.
        judged[index].state = .unscreened
        judged[index].reasons = [Reason(.noAnswer)]
      case .released where judged[index].state == .quarantined:
        let isVisible = judged[index].chunk.lane == .visible
        judged[index].state = .clean
        judged[index].released = isVisible ? MaskedText(unmasked: judged[index].chunk.text) : nil
        judged[index].reasons = []
        judged[index].review = review
      case .released: continue
      }
    }
  }

  private func hiddenReasons(in judged: [JudgedChunk]) -> [Reason] {
    judged.filter { $0.chunk.lane == .hidden && $0.state == .quarantined }.flatMap { item in
      item.reasons.map { Reason(.hiddenText, screener: $0.screener, label: $0.label) }
    }.uniqued()
  }

  private func widen(_ judged: inout [JudgedChunk], except released: Set<ChunkID>) {
    let origins = judged.indices.filter {
      judged[$0].chunk.lane == .visible && judged[$0].state == .quarantined
        && !released.contains(judged[$0].chunk.id)
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
