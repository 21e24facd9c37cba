package import LazaretCore

/// Who has to catch the canary: a screener, or one of those that it stands for.
package struct CanaryTarget: Sendable {
  /// `nil` for the screener itself.
  package let part: String?
  package let screener: any Screener

  /// The vendor's targets: those behind it where it only relays, otherwise itself.
  package static func all(of vendor: any Screener) -> [CanaryTarget] {
    guard let relaying = vendor as? any RelayingScreener else {
      return [CanaryTarget(part: nil, screener: vendor)]
    }
    return relaying.relayed.map { CanaryTarget(part: $0.name, screener: $0.screener) }
  }

  /// The same target, asked through `wrap`.
  func through(_ wrap: (any Screener) -> any Screener) -> CanaryTarget {
    CanaryTarget(part: part, screener: wrap(screener))
  }

  var subject: String { part ?? "it" }

  func answer(to canary: Canary) async throws(ScreenerError) -> Screening {
    do {
      return try await screener.screen(canary.text)
    } catch {
      switch error {
      case .rejected, .tooLong:
        throw .missedCanary(
          "\(subject) does not take the text that should show whether it screens: \(error)")
      default: throw error
      }
    }
  }
}
