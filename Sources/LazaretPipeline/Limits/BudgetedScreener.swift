package import LazaretCore

/// Takes each attempt out of the budget before it waits for its turn, and gives it back if it was not
/// sent.
package struct BudgetedScreener: Screener {
  private let base: any Screener
  private let budget: RequestBudget
  private let meter: ScreenerMeter

  package init(_ base: any Screener, budget: RequestBudget, meter: ScreenerMeter) {
    self.base = base
    self.budget = budget
    self.meter = meter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    do {
      try await budget.take()
    } catch {
      if case .spent(let limit) = error { meter.reached(limit) }
      throw error
    }
    do {
      return try await base.screen(text)
    } catch {
      if !error.reachedTheService { try await budget.giveBack() }
      throw error
    }
  }
}
