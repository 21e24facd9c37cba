import Synchronization

/// A request on its way to the thread that makes it, with whoever waits for the answer.
struct CurlOrder: Sendable {
  let request: CurlRequest
  let deadline: ContinuousClock.Instant
  let ticket: CurlTicket
  let continuation: CheckedContinuation<Result<HTTPAnswer, TransportFault>, Never>
}

/// By which an order is known to whoever may withdraw it, also before it was given.
final class CurlTicket: Sendable {
  private let withdrawn = Atomic(false)

  var isWithdrawn: Bool { withdrawn.load(ordering: .acquiring) }
  func withdraw() { withdrawn.store(true, ordering: .releasing) }
}
