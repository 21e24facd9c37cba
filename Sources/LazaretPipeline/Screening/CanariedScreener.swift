package import LazaretCore
import Synchronization

/// Sends the canaries before the first text of a run, and no text before they came back right. Whoever
/// comes while they are under way waits for them; a run that has nothing to ask sends none.
package final class CanariedScreener: Screener {
  private typealias Waiter = CheckedContinuation<ScreenerError?, Never>

  private enum Gate {
    case closed
    case checking([Waiter])
    case open
  }

  private let base: any Screener
  private let canaries: [CanaryTarget]
  private let meter: ScreenerMeter
  private let flagged: @Sendable (_ screener: String, _ labels: [String]) -> Void
  private let gate = Mutex(Gate.closed)

  /// - Parameters:
  ///   - base: asked about documents.
  ///   - canaries: the same vendor under the same limits, counted apart; the text that must be caught goes
  ///     to each, the benign one to the first.
  ///   - meter: of the canaries.
  ///   - flagged: called when the benign text was flagged, which stops nothing but bodes ill.
  package init(
    _ base: any Screener, canaries: [CanaryTarget], meter: ScreenerMeter,
    flagged: @escaping @Sendable (_ screener: String, _ labels: [String]) -> Void
  ) {
    self.base = base
    self.canaries = canaries
    self.meter = meter
    self.flagged = flagged
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  /// - Throws: `.missedCanary`, and what the canaries' own requests ended with: without their answer
  ///   there is no answer about the text.
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    if !isOpen { try await check() }
    return try await base.screen(text)
  }

  private var isOpen: Bool {
    gate.withLock { if case .open = $0 { true } else { false } }
  }

  private func check() async throws(ScreenerError) {
    switch await turn() {
    case .passed: return
    case .failed(let error): throw error
    case .mine: break
    }
    var failure: ScreenerError?
    do throws(ScreenerError) { try await send() } catch { failure = error }
    let waiters = gate.withLock { gate -> [Waiter] in
      guard case .checking(let waiters) = gate else { return [] }
      // After a failure that may pass the next text tries again.
      gate = failure == nil ? .open : .closed
      return waiters
    }
    for waiter in waiters { waiter.resume(returning: failure) }
    if let failure { throw failure }
  }

  private enum Turn {
    case mine
    case passed
    case failed(ScreenerError)
  }

  private func turn() async -> Turn {
    let isMine = gate.withLock { gate -> Bool? in
      switch gate {
      case .open: return nil
      case .closed:
        gate = .checking([])
        return true
      case .checking: return false
      }
    }
    guard let isMine else { return .passed }
    if isMine { return .mine }
    let failure = await withCheckedContinuation { (waiter: Waiter) in
      let isOver = gate.withLock { gate -> Bool in
        guard case .checking(let waiters) = gate else { return true }
        gate = .checking(waiters + [waiter])
        return false
      }
      // Ended between the two looks: the caller looks again.
      if isOver { waiter.resume(returning: nil) }
    }
    if let failure { return .failed(failure) }
    return isOpen ? .passed : await turn()
  }

  private func send() async throws(ScreenerError) {
    var caught: Set<String> = []
    for target in canaries {
      let labels = Canary.labels(in: try await target.answer(to: .knownBad))
      guard !labels.isEmpty else {
        throw .missedCanary(
          """
          \(target.subject) answers a text that holds an attack and personal data with "nothing found"; check \
          the project or policy that the key belongs to and what stands between, see 'lazaret doctor'; \
          'canary: false' goes on without the check
          """)
      }
      caught.formUnion(labels)
    }
    meter.canaryCaught(as: caught)
    guard let first = canaries.first else { return }
    let benign = Canary.labels(in: try await first.answer(to: .benign))
    if !benign.isEmpty { flagged(name, benign.sorted()) }
  }
}
