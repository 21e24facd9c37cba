import AsyncHTTPClient
import LazaretCore
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The one HTTP client of the process, with its pool of connections. Does not retry, does not follow
/// redirects, does not wait for a turn.
///
/// Call ``shutdown()`` when the run is over.
package final class VendorHTTP: Sendable {
  private let client: HTTPClient

  /// - Parameters:
  ///   - connectionsPerHost: how many connections may be open to one host; at least the number of
  ///     requests that are to be under way at once, or they queue for a connection.
  ///   - connectTimeout: how long one connection may take to come about, TLS included.
  package init(connectionsPerHost: Int = 128, connectTimeout: Duration = .seconds(10)) {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: connectTimeout.timeAmount),
      connectionPool: .init(
        idleTimeout: .seconds(60),
        concurrentHTTP1ConnectionsPerHostSoftLimit: max(1, connectionsPerHost)))
    // A connection that fails is reported at once: whoever retries knows how long and how often.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    // Nobody looks at spans, and each would be put together.
    configuration.tracing.tracer = nil
    client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  deinit {
    // Only for a run that ended in an error before `shutdown`: the client insists on being closed.
    client.shutdown { _ in }
  }

  /// Closes the pool; requests under way fail. A second call does nothing.
  package func shutdown() async {
    try? await client.shutdown()
  }

  /// Where requests go and with which header fields, put together once.
  struct Target: Sendable {
    fileprivate var request: HTTPClient.Request
    /// Host and port, for messages.
    let place: String
    let timeout: Duration
    let maxAnswerBytes: Int
  }

  /// - Throws: `.misconfigured` for what is not an http or https URL, or a header value that cannot be
  ///   sent, which only a key can be.
  static func target(
    url: String, headers: [(String, String)], timeout: Duration, maxAnswerBytes: Int
  ) throws(ScreenerError) -> Target {
    let visible = headers.allSatisfy { $0.1.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
    guard visible else {
      throw .misconfigured("the key holds a character that cannot stand in a header, check 'api_key'")
    }
    do {
      let request = try HTTPClient.Request(url: url, method: .POST, headers: HTTPHeaders(headers))
      return Target(
        request: request, place: "\(request.host):\(request.port)", timeout: timeout,
        maxAnswerBytes: maxAnswerBytes)
    } catch {
      throw .misconfigured("'endpoint' is not the URL of a service, write https://host")
    }
  }

  /// Sends the body and returns the whole answer, whatever its status, except for a redirect.
  func post(_ body: [UInt8], to target: Target) async throws(ScreenerError) -> HTTPAnswer {
    var request = target.request
    request.body = .bytes(body)
    let answer: HTTPAnswer
    do throws(TransportFault) {
      answer = try await client.exchange(
        request, deadline: .now() + target.timeout.timeAmount, maxAnswerBytes: target.maxAnswerBytes)
    } catch {
      switch error {
      case .timedOut: throw .timedOut(after: target.timeout)
      case .cancelled: throw .cancelled
      case .tooLarge:
        throw .unreadable("'\(target.place)' answered with more than \(target.maxAnswerBytes) bytes")
      case .unconnected(let words): throw .unreachable("'\(target.place)': \(words)")
      case .broken(let words): throw .brokenOff("'\(target.place)': \(words)")
      }
    }
    if (300..<400).contains(answer.status) {
      let host = answer.header("location").flatMap { try? HTTPClient.Request(url: $0).host }
      let to = host.map { " to '\($0)'" } ?? ""
      throw .misconfigured(
        "'\(target.place)' redirects\(to) (\(answer.status)), put the final URL in 'endpoint'")
    }
    return answer
  }

}

extension HTTPClient {
  /// The deadline holds until the last byte of the body: the client's `async` call would only hold it
  /// until the head of the answer, this older one holds it to the end.
  func exchange(
    _ request: HTTPClient.Request, deadline: NIODeadline, maxAnswerBytes: Int
  ) async throws(TransportFault) -> HTTPAnswer {
    if _Concurrency.Task.isCancelled { throw .cancelled }
    let task = execute(
      request: request,
      delegate: ResponseAccumulator(
        request: request, maxBodySize: min(max(0, maxAnswerBytes), Int(Int32.max))),
      deadline: deadline)
    do {
      let response = try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
      return HTTPAnswer(
        status: Int(response.status.code), headers: response.headers,
        body: response.body.map { Array($0.readableBytesView) } ?? [])
    } catch {
      throw _Concurrency.Task.isCancelled ? .cancelled : TransportFault(error)
    }
  }
}

/// Why there is no answer at all. The words come from the transport: never a key, never a text.
enum TransportFault: Error, Sendable {
  case timedOut
  case cancelled
  case tooLarge
  /// No connection came about, so nothing was sent.
  case unconnected(String)
  /// Something may have been sent.
  case broken(String)

  fileprivate init(_ error: any Error) {
    switch error {
    case let error as HTTPClientError: self.init(client: error)
    case is ResponseAccumulator.ResponseTooBigError: self = .tooLarge
    case NIOHTTPDecompression.DecompressionError.limit: self = .tooLarge
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      self = .broken("the compressed answer is damaged")
    case is CancellationError: self = .cancelled
    case is HTTPParserError: self = .broken("the answer breaks off or is not HTTP")
    case let error as NIOConnectionError: self = .unconnected(Self.words(for: error))
    case let error as IOError where [ECONNRESET, EPIPE, ENOTCONN].contains(error.errnoCode):
      self = .broken(String("\(error)".prefix(200)))
    // The connection was refused, the name is not known, or TLS did not come about: none of these
    // errors holds what was to be sent.
    default: self = .unconnected(String("\(error)".prefix(200)))
    }
  }

  /// What happened to the last address that was tried; the rest of the error is names of types.
  private static func words(for error: NIOConnectionError) -> String {
    if let failure = error.connectionErrors.last { return String("\(failure.error)".prefix(200)) }
    return "the name '\(error.host)' is not known"
  }

  private init(client error: HTTPClientError) {
    switch error {
    case .deadlineExceeded, .readTimeout, .writeTimeout: self = .timedOut
    case .remoteConnectionClosed, .uncleanShutdown:
      self = .broken("the connection was closed before the answer was whole")
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
      self = .unconnected("no connection came about in time")
    case .alreadyShutdown, .cancelled, .requestStreamCancelled:
      self = .broken("the client was shut down")
    // The short form: the long form of a refused header field would quote the key.
    default: self = .broken(error.shortDescription)
    }
  }
}

extension Duration {
  /// In nanoseconds, cut to what 64 bits hold.
  var timeAmount: TimeAmount {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow, whole < Int64.max / 4 else { return .nanoseconds(Int64.max / 4) }
    return .nanoseconds(whole + attoseconds / 1_000_000_000)
  }
}
