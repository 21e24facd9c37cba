import FoundationEssentials
package import LazaretCore
import NIOCore

/// Fetches feeds and articles over http and https.
package struct FeedDownload: Sendable {
  private let http: VendorHTTP
  private let timeout: Duration

  /// Feeds move, but not for ever.
  private static let mostRedirects = 5
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

  /// - Parameter timeout: for the whole way, redirects included.
  package init(http: VendorHTTP, timeout: Duration = .seconds(60)) {
    self.http = http
    self.timeout = timeout
  }

  /// Follows at most five redirects, never from https to http, and never from elsewhere to an address
  /// of this machine or of the local network: a feed's author must not choose what is fetched there.
  ///
  /// - Parameters:
  ///   - location: an http or https URL. A name and password in it are sent to that host only.
  ///   - maxBytes: a longer body is an error, noticed while it comes in.
  package func fetch(
    _ location: String, maxBytes: Int
  ) async throws(SourceError) -> (bytes: [UInt8], mediaType: String?, charset: String?) {
    guard let start = FeedAddress(location) else {
      throw .malformed("'\(FeedAddress.withoutSecrets(location))' is not an http or https URL")
    }
    let deadline: NIODeadline = .now() + timeout.timeAmount
    var address = start
    for _ in 0...Self.mostRedirects {
      let answer = try await get(address, sameHostAs: start, deadline: deadline, maxBytes: maxBytes)
      guard Self.redirects.contains(answer.status) else {
        return try content(of: answer, from: address)
      }
      guard let field = answer.header("location"), let next = FeedAddress(field, from: address) else {
        throw .malformed("'\(address)' redirects (\(answer.status)) to no http or https URL")
      }
      if address.isEncrypted, !next.isEncrypted {
        throw .notPermitted("'\(address)' redirects to '\(next)', which is not encrypted")
      }
      if next.isLocal, !start.isLocal {
        throw .notPermitted("'\(address)' redirects to '\(next)', which is not a public address")
      }
      address = next
    }
    throw .malformed("'\(start)' redirects more than \(Self.mostRedirects) times")
  }

  private func get(
    _ address: FeedAddress, sameHostAs start: FeedAddress, deadline: NIODeadline, maxBytes: Int
  ) async throws(SourceError) -> HTTPAnswer {
    var headers = [
      ("user-agent", "lazaret"),
      (
        "accept", "application/atom+xml, application/rss+xml, application/xml, text/xml, text/html, */*;q=0.5"
      ),
    ]
    if let credentials = start.credentials, address.origin == start.origin {
      headers.append(("authorization", "Basic \(credentials)"))
    }
    do throws(TransportFault) {
      return try await http.get(
        address.url, headers: headers, deadline: deadline, maxAnswerBytes: maxBytes)
    } catch {
      switch error {
      case .timedOut: throw .unreachable("'\(start)' did not answer within \(timeout)")
      case .cancelled: throw .unreachable("'\(start)' was not read: the run was stopped")
      case .tooLarge:
        throw .tooLarge("'\(address)' has more than \(maxBytes) bytes, raise 'max_file_bytes'")
      case .broken(let words), .unconnected(let words):
        throw .unreachable("'\(address)' cannot be reached: \(words)")
      }
    }
  }

  private func content(
    of answer: HTTPAnswer, from address: FeedAddress
  ) throws(SourceError) -> (bytes: [UInt8], mediaType: String?, charset: String?) {
    switch answer.status {
    case 200, 203: break
    case 401, 403:
      throw .notPermitted("'\(address)' answered \(answer.status), check the name and password in its URL")
    case 404, 410: throw .notFound("'\(address)' answered \(answer.status), check its URL")
    case 429, 500...: throw .unreachable("'\(address)' answered \(answer.status), try again later")
    default: throw .malformed("'\(address)' answered \(answer.status), check its URL")
    }
    if let coding = answer.header("content-encoding")?.lowercased(), coding != "identity" {
      throw .malformed("'\(address)' is compressed although that was not asked for")
    }
    let type = answer.header("content-type").map(MediaType.init)
    return (answer.body, type?.name, type?.charset)
  }
}

/// A `Content-Type` field.
struct MediaType: Hashable, Sendable {
  /// In lower case, without parameters; `nil` when the field names none.
  var name: String?
  /// In lower case, without quotes.
  var charset: String?

  init(_ field: String) {
    let parts = field.lowercased().split(separator: ";", omittingEmptySubsequences: false)
    let first = String(parts.first ?? "").trimmingHTTPSpace()
    name = first.isEmpty ? nil : first
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmingHTTPSpace() }
      guard pair.count == 2, pair[0] == "charset" else { continue }
      let value = pair[1].filter { $0 != "\"" && $0 != "'" }
      if !value.isEmpty, charset == nil { charset = value }
    }
  }
}
