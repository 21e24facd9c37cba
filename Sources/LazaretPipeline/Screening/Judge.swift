package import LazaretCore

/// Asks the screeners of a pipeline about one text.
package struct Judge: Sendable {
  package let policy: Policy
  private let screeners: [any Screener]
  /// Each screener as one that remembers, if it does.
  private let remembering: [ReusingScreener?]
  private let overlapBytes: Int

  /// - Parameters:
  ///   - screeners: in the order of the pipeline file, each wrapped for rate, retry and reuse.
  ///   - overlapBytes: how much two pieces share when a text is longer than a screener takes.
  package init(screeners: [any Screener], policy: Policy, overlapBytes: Int) {
    self.screeners = screeners
    remembering = screeners.map { $0 as? ReusingScreener }
    self.policy = policy
    self.overlapBytes = overlapBytes
  }

  /// Every screener's answer about the text.
  ///
  /// - Parameters:
  ///   - shown: what ``shown(_:)`` says of the text.
  ///   - chunk: the part of the text that is to be decided on.
  ///   - place: where the text comes from; `nil` for a text of no document.
  /// - Throws: ``RunFailure`` when the run must stop. A failure of one screener about one text is an
  ///   answer.
  func answers(
    about text: String, shown: ScreenedWindow, deciding chunk: TextSpan, at place: TextPlace?
  ) async throws(RunFailure) -> [String: ScreenerAnswer] {
    var answers: [String: ScreenerAnswer] = [:]
    switch policy.order {
    case .all where screeners.count == 1:
      answers[screeners[0].name] = try await ask(0, about: text, shown, at: place)
    case .all:
      do {
        answers = try await withThrowingTaskGroup(of: (String, ScreenerAnswer).self) { group in
          for index in screeners.indices {
            group.addTask { (screeners[index].name, try await ask(index, about: text, shown, at: place)) }
          }
          var answers: [String: ScreenerAnswer] = [:]
          for try await (name, answer) in group { answers[name] = answer }
          return answers
        }
      } catch {
        throw RunFailure(error)
      }
    case .untilQuarantined:
      var isHeld = false
      for (index, screener) in screeners.enumerated() {
        answers[screener.name] = isHeld ? .notAsked : try await ask(index, about: text, shown, at: place)
        if case .quarantine = policy.decide(chunk: chunk, answers: answers).outcome { isHeld = true }
      }
    }
    return answers
  }

  /// The screeners that answered, in the order of the pipeline file.
  package func whoAnswered(_ answers: [String: ScreenerAnswer]) -> [String] {
    screeners.map(\.name).filter { if case .screened = answers[$0] { true } else { false } }
  }

  /// What each screener is shown when it is asked about the text.
  func shown(_ text: String) -> ScreenedWindow {
    var window = ScreenedWindow(digest: Digest(of: text))
    let bytes = text.utf8.count
    for screener in screeners where bytes > screener.maxTextBytes {
      window.pieces[screener.name] = pieces(of: text, for: screener).map { Digest(of: text.slice($0)) }
    }
    return window
  }

  private func ask(
    _ index: Int, about text: String, _ shown: ScreenedWindow, at place: TextPlace?
  ) async throws(RunFailure) -> ScreenerAnswer {
    let screener = screeners[index]
    do {
      let screening: Screening
      if let remembering = remembering[index], shown.pieces[screener.name] == nil {
        screening = try await remembering.screen(text, digest: shown.digest)
      } else {
        screening = try await screenWhole(text, by: screener)
      }
      return .screened(policy.allowing(screening, in: text, at: place))
    } catch .cancelled {
      throw .interrupted
    } catch let error where error.stopsTheRun {
      throw .screener(screener.name, error)
    } catch {
      return .failed(error)
    }
  }

  /// Every byte is judged, in overlapping pieces if the screener takes no text that long.
  private func screenWhole(
    _ text: String, by screener: any Screener
  ) async throws(ScreenerError) -> Screening {
    if text.utf8.count <= screener.maxTextBytes { return try await screener.screen(text) }
    var whole = Screening(findings: [])
    for piece in pieces(of: text, for: screener) {
      let screening = try await screener.screen(text.slice(piece))
      for finding in screening.findings {
        var moved = finding
        moved.span = finding.span?.shifted(by: piece.start)
        if !whole.findings.contains(moved) { whole.findings.append(moved) }
      }
      if whole.evidence.requestID == nil { whole.evidence = screening.evidence }
    }
    return whole
  }

  private func pieces(of text: String, for screener: any Screener) -> [TextSpan] {
    TextPieces.spans(of: text, limit: screener.maxTextBytes, overlap: overlapBytes)
  }
}
