import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The sandbox's own routes.
struct SandboxControl: Sendable {
  let address: String

  struct Counts: Sendable {
    let requests: Int
    let distinctTexts: Int
  }

  struct Refused: Error {
    let body: String
  }

  func reset() async throws { _ = try await send("POST", "/sandbox/reset", "") }

  /// - Parameter rules: as JSON.
  func setFaults(_ rules: String) async throws { _ = try await send("POST", "/sandbox/faults", rules) }

  func counts() async throws -> Counts {
    struct Stats: Decodable {
      let requests: [String: Int]
      let distinct_texts: Int
    }
    let stats = try JSONDecoder().decode(Stats.self, from: try await send("GET", "/sandbox/stats", nil))
    return Counts(requests: stats.requests.values.reduce(0, +), distinctTexts: stats.distinct_texts)
  }

  private func send(_ method: String, _ path: String, _ body: String?) async throws -> Data {
    guard let url = URL(string: address + path) else { throw Refused(body: address + path) }
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    let (data, response) = try await URLSession.shared.data(for: request)
    guard (response as? HTTPURLResponse)?.statusCode == 200 else {
      throw Refused(body: String(decoding: data, as: UTF8.self))
    }
    return data
  }
}
