import LazaretCore

/// The one HTTP client of the process, with its pool of connections. Does not retry, does not follow
/// redirects, does not wait for a turn.
///
/// Call ``shutdown()`` when the run is over.
package final class VendorHTTP: Sendable {
  private let client: CurlClient

  /// - Parameters:
  ///   - connectionsPerHost: how many connections may be open to one host; at least the number of
  ///     requests that are to be under way at once, or they queue for a connection.
  ///   - connectTimeout: how long one connection may take to come about, TLS included.
  package init(connectionsPerHost: Int = 128, connectTimeout: Duration = .seconds(10)) {
    client = CurlClient(CurlConnections(perHost: max(1, connectionsPerHost), connectTimeout: connectTimeout))
  }

  /// Closes the pool; requests under way fail. A second call does nothing.
  package func shutdown() async {
    await client.shutdown()
  }

  /// Where requests go and with which header fields, put together once.
  struct Target: Sendable {
    fileprivate let request: CurlRequest
    /// Host and port, for messages.
    let place: String
    let timeout: Duration
    var maxAnswerBytes: Int { request.maxAnswerBytes }
  }

  /// - Throws: `.misconfigured` for what is not an http or https URL, or a header value that cannot be
  ///   sent, which only a key can be.
  static func target(
    url: String, headers: [(String, String)], timeout: Duration, maxAnswerBytes: Int
  ) throws(ScreenerError) -> Target {
    guard let address = WebAddress(url) else {
      throw .misconfigured("'endpoint' is not the URL of a service, write https://host")
    }
    guard let request = CurlRequest(.post, address, headers: headers, maxAnswerBytes: maxAnswerBytes) else {
      throw .misconfigured("the key holds a character that cannot stand in a header, check 'api_key'")
    }
    return Target(request: request, place: "\(address.host):\(address.port)", timeout: timeout)
  }

  /// Sends the body and returns the whole answer, whatever its status, except for a redirect.
  func post(_ body: [UInt8], to target: Target) async throws(ScreenerError) -> HTTPAnswer {
    var request = target.request
    request.body = body
    let answer: HTTPAnswer
    do throws(TransportFault) {
      answer = try await client.exchange(request, deadline: .now + target.timeout)
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
      let host = answer.header("location").flatMap { WebAddress($0)?.host }
      let to = host.map { " to '\($0)'" } ?? ""
      throw .misconfigured(
        "'\(target.place)' redirects\(to) (\(answer.status)), put the final URL in 'endpoint'")
    }
    return answer
  }
}
