import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// One request to one address that was looked at before. The connection goes to that very address, whatever the
/// name may mean a moment later; the name stays what the certificate is checked for and what the server is told.
///
/// Bodies are taken compressed and inflated up to the limit.
enum PinnedHTTP {
  /// - Parameters:
  ///   - address: `nil` when the URL holds an address itself.
  ///   - maxAnswerBytes: of the body, inflated.
  static func get(
    _ request: HTTPClient.Request, at address: IPAddress?, deadline: NIODeadline, maxAnswerBytes: Int
  ) async throws(TransportFault) -> HTTPAnswer {
    let limit = min(max(0, maxAnswerBytes), Int(Int32.max))
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10)),
      decompression: .enabled(limit: .size(limit)))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    configuration.tracing.tracer = nil
    if let address { configuration.dnsOverride = [request.host: address.description] }
    let client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    do throws(TransportFault) {
      let answer = try await client.exchange(request, deadline: deadline, maxAnswerBytes: limit)
      try? await client.shutdown()
      return answer
    } catch {
      try? await client.shutdown()
      throw error
    }
  }
}
