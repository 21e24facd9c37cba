package import LazaretCore
import Synchronization

/// Asks nobody, and counts what would have been asked: each text once, because the answer would be kept.
package final class CountingScreener: Screener {
  private let base: any Screener
  private let meter: ScreenerMeter
  private let counted = Mutex<Set<Digest>>([])

  /// - Parameter base: who would be asked.
  package init(_ base: any Screener, meter: ScreenerMeter) {
    self.base = base
    self.meter = meter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  /// - Throws: `.dryRun`, always.
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let isNew = counted.withLock { $0.insert(Digest(of: text)).inserted }
    if isNew { meter.wouldAsk(bytes: text.utf8.count) } else { meter.reused() }
    throw .dryRun
  }
}
