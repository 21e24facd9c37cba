package import LazaretCore

/// Screens texts that belong to no document, each as one chunk.
package struct TextScreening: Sendable {
  private let windows: WindowScreening

  package init(windows: WindowScreening) { self.windows = windows }

  package struct Verdict: Sendable, Hashable {
    package var state: ChunkState
    /// What may be stored: there for a clean and for a masked text.
    package var released: MaskedText?
    /// Spans are in the text that came in.
    package var findings: [JudgedFinding]
    package var reasons: [Reason]
  }

  package func verdict(on text: String) async throws(RunFailure) -> Verdict {
    if text.isEmpty {
      // Nothing to judge and nothing to lose; vendors refuse an empty message.
      return Verdict(state: .clean, released: MaskedText(unmasked: ""), findings: [], reasons: [])
    }
    let window = Window(text: text, offset: 0, chunk: TextSpan(0, text.utf8.count))
    let answered = try await windows.answered(window, at: nil)
    let names = windows.names(of: [answered], in: text)
    let decided = try await windows.decided(windows.judged(answered, shared: []), names: names) { window }
    var verdict = Verdict(
      state: .unscreened, released: nil, findings: decided.decision.findings, reasons: [])
    switch decided.decision.outcome {
    case .admit:
      verdict.state = .clean
      verdict.released = MaskedText(unmasked: text)
    case .mask:
      verdict.state = .masked
      verdict.released = decided.masked
    case .quarantine(let reasons):
      verdict.state = .quarantined
      verdict.reasons = reasons
    case .unscreened(let reasons):
      verdict.reasons = reasons
    }
    return verdict
  }
}
