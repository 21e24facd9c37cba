import CCurl
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What tasks leave for the thread that makes their requests. The thread is woken only while it sleeps.
final class CurlInbox: Sendable {
  struct Mail {
    var orders: [CurlOrder] = []
    var withdrawn: [CurlTicket] = []
    var isLast = false
    var isEmpty: Bool { orders.isEmpty && withdrawn.isEmpty && !isLast }
  }

  private enum Phase {
    case unstarted
    case running
    case stopping
    case stopped
  }

  private struct State {
    var mail = Mail()
    var phase = Phase.unstarted
    var isAsleep = false
    var waiters: [CheckedContinuation<Void, Never>] = []

    /// - Returns: whether the bell is to be rung: once for each sleep.
    mutating func wake() -> Bool {
      defer { isAsleep = false }
      return isAsleep
    }

    mutating func stop() -> Bool {
      switch phase {
      case .unstarted: phase = .stopped
      case .running:
        phase = .stopping
        mail.isLast = true
        return wake()
      case .stopping, .stopped: break
      }
      return false
    }
  }

  private let state = Mutex(State())
  /// Becomes readable when the thread is to wake up. Never read: the thread watches for the change.
  let bell: Int32

  init() {
    bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    precondition(bell >= 0, "no descriptor is left for the HTTP client")
  }

  deinit { close(bell) }

  // MARK: For tasks

  enum Posted {
    case taken
    /// The first: the caller starts the thread.
    case takenFirst
    case refused
  }

  func post(_ order: CurlOrder) -> Posted {
    let (posted, rings) = state.withLock { state -> (Posted, Bool) in
      switch state.phase {
      case .stopping, .stopped: return (.refused, false)
      case .unstarted:
        state.phase = .running
        state.mail.orders.append(order)
        return (.takenFirst, false)
      case .running:
        state.mail.orders.append(order)
        return (.taken, state.wake())
      }
    }
    if rings { ring() }
    return posted
  }

  /// The thread gives the order up. One that it has not seen yet it finds marked.
  func withdraw(_ ticket: CurlTicket) {
    ticket.withdraw()
    let rings = state.withLock { state in
      guard state.phase == .running else { return false }
      state.mail.withdrawn.append(ticket)
      return state.wake()
    }
    if rings { ring() }
  }

  /// No order is taken after this one. A second call does nothing.
  func stop() {
    let rings = state.withLock { state in state.stop() }
    if rings { ring() }
  }

  /// Stops, and returns when the thread has ended.
  func stopped() async {
    await withCheckedContinuation { waiter in
      let (isOver, rings) = state.withLock { state -> (Bool, Bool) in
        let rings = state.stop()
        if state.phase == .stopped { return (true, false) }
        state.waiters.append(waiter)
        return (false, rings)
      }
      if rings { ring() }
      if isOver { waiter.resume() }
    }
  }

  // MARK: For the thread

  /// What has come since, perhaps nothing.
  func collect() -> Mail {
    state.withLock { state in
      state.isAsleep = false
      defer { state.mail = Mail() }
      return state.mail
    }
  }

  /// - Returns: false when there is mail; otherwise the next that comes rings.
  func fallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.mail.isEmpty
      return state.isAsleep
    }
  }

  /// The last word of the thread.
  func end() {
    let waiters = state.withLock { state in
      state.phase = .stopped
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func ring() {
    var one: UInt64 = 1
    _ = write(bell, &one, 8)
  }
}
