import CCurl
import Foundation

/// The thread that makes the requests of one client. Owns the multi handle with its connections, and
/// everything that libcurl calls back; nobody else touches them.
final class CurlLoop {
  private let inbox: CurlInbox
  private let multi: UnsafeMutableRawPointer
  private let watch: SocketWatch
  private let connections: CurlConnections
  private var underWay: [CurlHandle] = []
  private var idle: [CurlHandle] = []
  /// By the origin of what is asked.
  private var queues: [String: CurlQueue] = [:]
  /// Not later than the time of the most urgent request.
  private var nextDeadline: ContinuousClock.Instant?

  private static let isLibraryReady = curl_start() == CURLE_OK

  /// Returns at once; the thread ends when the inbox is stopped.
  static func start(_ inbox: CurlInbox, _ connections: CurlConnections) {
    let thread = Thread {
      CurlLoop(inbox, connections).run()
      inbox.end()
    }
    thread.name = "http"
    thread.start()
  }

  private init(_ inbox: CurlInbox, _ connections: CurlConnections) {
    precondition(Self.isLibraryReady, "libcurl cannot be started")
    guard let multi = curl_multi_init() else { preconditionFailure("there is no memory for the HTTP client") }
    self.inbox = inbox
    self.multi = multi
    self.connections = connections
    watch = SocketWatch(bell: inbox.bell)
    curl_multi_set_number(multi, CURLMOPT_PIPELINING, 0)
    // Of all hosts together. The default follows the number of requests under way, and would close connections
    // that are wanted a moment later.
    curl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, connections.perHost * 4)
    curl_multi_set_watcher(
      multi,
      { _, socket, what, watch, _ in
        SocketWatch.at(watch).change(socket, to: what)
        return 0
      }, Unmanaged.passUnretained(watch).toOpaque())
  }

  deinit {
    // The other way round, connections would outlive what closes their sockets.
    withExtendedLifetime(watch) {
      idle = []
      underWay = []
      curl_multi_cleanup(multi)
    }
  }

  private func run() {
    Self.ignoreBrokenPipes()
    while true {
      let mail = inbox.collect()
      accept(mail)
      if mail.isLast { break }
      turn()
      let sleeps = inbox.fallAsleep()
      watch.wait(milliseconds: sleeps ? patience() : 0) { socket, what in
        var left: Int32 = 0
        curl_multi_socket_action(multi, socket, what, &left)
      }
      collectDone()
      endOverdue()
    }
    for handle in underWay { finish(handle, .failure(.shutDown), startsNext: false) }
    for origin in queues.keys {
      while let order = queues[origin]?.next() { order.continuation.resume(returning: .failure(.shutDown)) }
    }
  }

  /// TLS libraries write to connections that the other side has closed, and the signal would end the process.
  /// Without leave to touch signals, older libcurls do not prevent that.
  private static func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  // MARK: Orders

  private func accept(_ mail: CurlInbox.Mail) {
    guard !mail.isEmpty else { return }
    let now = ContinuousClock.now
    for order in mail.orders {
      guard !order.ticket.isWithdrawn, order.deadline > now else {
        order.continuation.resume(
          returning: .failure(order.ticket.isWithdrawn ? .cancelled : .timedOut))
        continue
      }
      nextDeadline = min(order.deadline, nextDeadline ?? order.deadline)
      let origin = order.request.address.origin
      if queues[origin, default: CurlQueue()].underWay < connections.perHost {
        queues[origin, default: CurlQueue()].underWay += 1
        start(order)
      } else {
        queues[origin, default: CurlQueue()].append(order)
      }
    }
    for ticket in mail.withdrawn { withdraw(ticket) }
  }

  /// Of an order that counts as under way.
  private func start(_ order: CurlOrder) {
    let handle = idle.popLast() ?? CurlHandle(watch: watch, connections: connections)
    handle.place = underWay.count
    underWay.append(handle)
    if let fault = handle.take(order) {
      finish(handle, .failure(fault))
    } else if curl_multi_add_handle(multi, handle.easy) != CURLM_OK {
      finish(handle, .failure(.unconnected("there is no memory for a request")))
    }
  }

  private func withdraw(_ ticket: CurlTicket) {
    if let handle = underWay.first(where: { $0.order?.ticket === ticket }) {
      finish(handle, .failure(.cancelled))
      return
    }
    removeWaiting({ $0.ticket === ticket }, .cancelled)
  }

  private func removeWaiting(_ isOver: (CurlOrder) -> Bool, _ fault: TransportFault) {
    for origin in Array(queues.keys) {
      for order in queues[origin]?.remove(where: isOver) ?? [] {
        order.continuation.resume(returning: .failure(fault))
      }
    }
  }

  // MARK: Time

  /// Lets libcurl do what is due, such as beginning what was added.
  private func turn() {
    var left: Int32 = 0
    while dueIn() == 0 {
      curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &left)
      collectDone()
    }
  }

  /// In milliseconds; -1 for nothing. Asked for rather than told through a function: libcurl does not repeat
  /// what it has told, so a timer that rang a moment early would be the last.
  private func dueIn() -> Int {
    var milliseconds = -1
    curl_multi_timeout(multi, &milliseconds)
    return milliseconds
  }

  /// How long to sleep when nothing happens, in milliseconds.
  private func patience() -> Int32 {
    let due = dueIn()
    var patience = due < 0 ? Int.max : due
    if let nextDeadline {
      let left = ContinuousClock.now.duration(to: nextDeadline)
      // Rounded up, or the last of the wait would be spent awake.
      let milliseconds = left / .milliseconds(1)
      patience = min(patience, milliseconds <= 0 ? 0 : Int(min(milliseconds, 3_600_000)) + 1)
    }
    return patience == .max ? -1 : Int32(min(patience, 3_600_000))
  }

  /// libcurl has a limit of its own for each request, but knows nothing of those that wait for their turn, and
  /// would keep a timer for each.
  private func endOverdue() {
    guard let due = nextDeadline else { return }
    let now = ContinuousClock.now
    guard now >= due else { return }
    for handle in underWay.filter({ ($0.order?.deadline ?? now) <= now }) {
      finish(handle, .failure(.timedOut))
    }
    removeWaiting({ $0.deadline <= now }, .noConnectionInTime)
    nextDeadline = (underWay.compactMap { $0.order?.deadline } + queues.values.compactMap(\.deadline)).min()
  }

  // MARK: Answers

  private func collectDone() {
    var code = CURLE_OK
    while let easy = curl_multi_next_done(multi, &code) {
      let handle = CurlHandle.around(easy)
      finish(handle, handle.outcome(code))
    }
  }

  private func finish(
    _ handle: CurlHandle, _ result: Result<HTTPAnswer, TransportFault>, startsNext: Bool = true
  ) {
    // Closes its connection, unless the answer is whole.
    curl_multi_remove_handle(multi, handle.easy)
    let order = handle.release()
    let last = underWay.removeLast()
    if last !== handle {
      last.place = handle.place
      underWay[handle.place] = last
    }
    idle.append(handle)
    guard let order else { return }
    order.continuation.resume(returning: result)
    let origin = order.request.address.origin
    if startsNext, let next = queues[origin]?.next() {
      start(next)
    } else {
      queues[origin]?.underWay -= 1
      if queues[origin]?.isUnused == true { queues[origin] = nil }
    }
  }
}
