package import LazaretCore
import Synchronization

/// What one screener may be asked in this run and in this month. A request is taken out before it is
/// sent, so that however many tasks ask at once, the server never sees one too many.
package struct RequestBudget: Sendable {
  private let tallies: [(limit: SpentLimit, tally: RequestTally)]
  private let monthly: MonthlyBudget?

  /// - Parameters:
  ///   - perRun: this screener's own; `nil` for any number.
  ///   - together: shared by all screeners of the run; `nil` for any number.
  ///   - monthly: holds across runs; `nil` for any number.
  package init(perRun: Int?, together: RequestTally?, monthly: MonthlyBudget?) {
    var tallies: [(SpentLimit, RequestTally)] = []
    if let perRun { tallies.append((.requestsPerRun, RequestTally(perRun))) }
    if let together { tallies.append((.maxRequests, together)) }
    self.tallies = tallies
    self.monthly = monthly
  }

  var isLimited: Bool { !tallies.isEmpty || monthly != nil }

  package static var unlimited: RequestBudget { RequestBudget(perRun: nil, together: nil, monthly: nil) }

  /// - Throws: `.spent` with the first limit that is reached, `.storeFailed`.
  func take() async throws(ScreenerError) {
    var taken: [RequestTally] = []
    func giveBack() { for tally in taken { tally.giveBack() } }
    for (limit, tally) in tallies {
      guard tally.take() else {
        giveBack()
        throw .spent(limit)
      }
      taken.append(tally)
    }
    guard let monthly else { return }
    do throws(StoreError) {
      if try await monthly.book() { return }
    } catch {
      giveBack()
      throw .storeFailed(error)
    }
    giveBack()
    throw .spent(.requestsPerMonth)
  }

  /// A request that was taken out was not sent after all.
  func giveBack() async throws(ScreenerError) {
    for (_, tally) in tallies { tally.giveBack() }
    do throws(StoreError) { try await monthly?.unbook() } catch { throw .storeFailed(error) }
  }
}

/// A number of requests that is left, counted down by many tasks at once.
package final class RequestTally: Sendable {
  private let left: Mutex<Int>

  /// - Parameter count: 0 or more.
  package init(_ count: Int) { left = Mutex(count) }

  func take() -> Bool {
    left.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }

  func giveBack() { left.withLock { $0 += 1 } }
}

/// A number of requests for each calendar month, kept in the store.
package struct MonthlyBudget: Sendable {
  private let account: String
  private let limit: Int
  private let store: any Store
  private let month: @Sendable () -> String

  /// - Parameters:
  ///   - account: the screener's name.
  ///   - month: the present one, such as `2026-11`, in UTC.
  package init(account: String, limit: Int, store: any Store, month: @escaping @Sendable () -> String) {
    self.account = account
    self.limit = limit
    self.store = store
    self.month = month
  }

  func book() async throws(StoreError) -> Bool {
    try await store.book(account, month: month(), limit: limit)
  }

  func unbook() async throws(StoreError) { try await store.unbook(account, month: month()) }
}
