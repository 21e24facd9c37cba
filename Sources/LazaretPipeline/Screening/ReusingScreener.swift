package import LazaretCore
import Synchronization

/// Never pays twice: an answer that the store has for exactly this text is taken from there, equal
/// texts in flight share one request, and a new answer is stored before it is used.
package final class ReusingScreener: Screener {
  private typealias Waiter = CheckedContinuation<Result<Screening, ScreenerError>?, Never>

  private let base: any Screener
  private let store: any AnswerStore
  private let meter: ScreenerMeter
  private let stamp: @Sendable () -> (run: String, at: String)
  private let flights = Mutex<[Digest: [Waiter]]>([:])

  /// - Parameter stamp: the run, and the present moment in ISO 8601.
  package init(
    _ base: any Screener, store: any AnswerStore, meter: ScreenerMeter,
    stamp: @escaping @Sendable () -> (run: String, at: String)
  ) {
    self.base = base
    self.store = store
    self.meter = meter
    self.stamp = stamp
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    try await screen(text, digest: Digest(of: text))
  }

  /// - Parameter digest: of the text.
  func screen(_ text: String, digest: Digest) async throws(ScreenerError) -> Screening {
    if let shared = await joined(digest) {
      let screening = try shared.get()
      meter.reused()
      return screening.named(name)
    }
    let result: Result<Screening, ScreenerError>
    do {
      result = .success(try await lookedUpOrAsked(text, digest))
    } catch {
      result = .failure(error)
    }
    // Whoever joined gets the same answer, also when it is a failure: it was retried for all.
    let waiters = flights.withLock { $0.removeValue(forKey: digest) } ?? []
    for waiter in waiters { waiter.resume(returning: result) }
    return try result.get()
  }

  /// The outcome of a flight for the same text, or `nil` when the caller is now the flight.
  private func joined(_ digest: Digest) async -> Result<Screening, ScreenerError>? {
    if begins(digest, orElse: nil) { return nil }
    return await withCheckedContinuation { (waiter: Waiter) in
      // The flight may have landed between the two looks.
      if begins(digest, orElse: waiter) { waiter.resume(returning: nil) }
    }
  }

  /// Whether the caller is now the flight for this text.
  ///
  /// - Parameter waiter: waits for the one that there is.
  private func begins(_ digest: Digest, orElse waiter: Waiter?) -> Bool {
    flights.withLock { flights in
      guard flights[digest] != nil else {
        flights[digest] = []
        return true
      }
      if let waiter { flights[digest]?.append(waiter) }
      return false
    }
  }

  private func lookedUpOrAsked(
    _ text: String, _ digest: Digest
  ) async throws(ScreenerError) -> Screening {
    do {
      if let kept = try await store.kept(digest, by: fingerprint) {
        meter.reused()
        return kept.screening.named(name)
      }
    } catch {
      throw .storeFailed(error)
    }
    let screening = try await base.screen(text)
    let (run, at) = stamp()
    do {
      try await store.keep(
        KeptScreening(
          text: digest, fingerprint: fingerprint, screener: name, screening: screening, at: at,
          run: run))
    } catch {
      throw .storeFailed(error)
    }
    return screening
  }
}

extension Screening {
  /// Answers are kept by fingerprint, and a screener that was only renamed has the same one.
  func named(_ screener: String) -> Screening {
    var screening = self
    for index in screening.findings.indices { screening.findings[index].screener = screener }
    return screening
  }
}
