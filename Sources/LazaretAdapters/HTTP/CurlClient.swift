/// Makes requests over HTTP/1.1 with libcurl: on one thread, with connections that are kept and shared.
///
/// The thread starts with the first request and ends with the client.
final class CurlClient: Sendable {
  private let inbox = CurlInbox()
  private let connections: CurlConnections

  init(_ connections: CurlConnections) { self.connections = connections }

  deinit { inbox.stop() }

  /// Fails what is under way, and returns when the thread has ended. A second call does nothing.
  func shutdown() async { await inbox.stopped() }

  /// The whole answer, whatever its status; redirects are not followed. Nothing is sent a second time.
  ///
  /// - Parameter deadline: holds until the last byte of the body.
  func exchange(
    _ request: CurlRequest, deadline: ContinuousClock.Instant
  ) async throws(TransportFault) -> HTTPAnswer {
    if Task.isCancelled { throw .cancelled }
    let ticket = CurlTicket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let order = CurlOrder(
          request: request, deadline: deadline, ticket: ticket, continuation: continuation)
        switch inbox.post(order) {
        case .taken: break
        case .takenFirst:
          CurlLoop.start(inbox, connections)
        case .refused: continuation.resume(returning: .failure(.shutDown))
        }
      }
    } onCancel: {
      inbox.withdraw(ticket)
    }
    switch result {
    case .success(let answer): return answer
    case .failure(let fault): throw Task.isCancelled ? .cancelled : fault
    }
  }
}
