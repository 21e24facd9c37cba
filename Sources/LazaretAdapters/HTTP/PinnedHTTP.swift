/// One request to one address that was looked at before. The connection goes to that very address, whatever the
/// name may mean a moment later; the name stays what the certificate is checked for and what the server is told.
///
/// Bodies are taken compressed and inflated up to the limit.
enum PinnedHTTP {
  /// One for all feeds: a pipeline file may name hundreds. No connection outlives its request.
  private static let client = CurlClient(CurlConnections(perHost: 64))

  /// - Parameter request: pinned; its limit is for the body as it is inflated.
  static func get(
    _ request: CurlRequest, deadline: ContinuousClock.Instant
  ) async throws(TransportFault) -> HTTPAnswer {
    var answer = try await client.exchange(request, deadline: deadline)
    let coding = answer.header("content-encoding")?.lowercased()
    guard let coding, coding == "gzip" || coding == "x-gzip" || coding == "deflate", !answer.body.isEmpty
    else {
      return answer
    }
    do throws(Inflation.Failure) {
      answer.body = try Inflation.inflated(answer.body, limit: request.maxAnswerBytes)
    } catch {
      switch error {
      case .tooLarge: throw .tooLarge
      case .damaged: throw .broken("the compressed answer is damaged")
      }
    }
    return answer
  }
}
