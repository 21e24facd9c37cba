import FoundationEssentials
package import LazaretCore

/// Fetches feeds and the pages that they link to over http and https.
///
/// A name is resolved once, all its addresses are looked at, and the connection goes to one of those: a name that
/// means something else a moment later helps nobody. Addresses of this machine, of private networks and for other
/// special purposes are refused, and so are the ports below 1024 but for 80 and 443; see ``Reach``.
package struct FeedDownload: FeedFetcher {
  /// What may be fetched.
  package enum Reach: Sendable, Hashable {
    /// What somebody else's feed names: nothing but the public internet.
    case publicOnly
    /// What the user names: this origin also when its host is an address of a private network or a name that is
    /// plainly local, such as `localhost`, `wiki` or `wiki.internal`. What it redirects to, on another origin, is
    /// held to the public internet.
    case publicOr(origin: String)
    /// Anything: the user said so.
    case everywhere
  }

  /// What is asked for.
  package enum Kind: Sendable, Hashable {
    case feed
    case page

    fileprivate var accepted: String {
      switch self {
      case .feed:
        "application/atom+xml, application/rss+xml, application/feed+json, application/xml, text/xml,"
          + " application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
      case .page: "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"
      }
    }
  }

  private let kind: Kind
  private let allowsEverything: Bool
  private let resolver: any AddressResolver
  private let timeout: Duration
  private let now: @Sendable () -> Timestamp

  /// Feeds move, but not for ever.
  private static let mostRedirects = 5
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]
  /// Of a name that has several.
  private static let mostAddresses = 3

  /// - Parameters:
  ///   - kind: for a feed the location is the user's own word, for a page it is not.
  ///   - allowsPrivateAddresses: whether anything may be fetched.
  ///   - timeout: for the whole way, redirects included.
  package init(
    _ kind: Kind = .feed, allowsPrivateAddresses: Bool = false,
    resolver: any AddressResolver = SystemResolver(), timeout: Duration = .seconds(60),
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.kind = kind
    allowsEverything = allowsPrivateAddresses
    self.resolver = resolver
    self.timeout = timeout
    self.now = now
  }

  /// Follows at most five redirects, and never from https to http.
  ///
  /// - Parameters:
  ///   - location: an http or https URL. A name and password in a feed's are sent to that host only; those in a
  ///     page's, which the feed's author chose, to nobody.
  ///   - maxBytes: a longer body is an error, noticed while it comes in, and of a compressed one while it is
  ///     inflated.
  package func fetch(
    _ location: String, maxBytes: Int, unless known: Revision? = nil
  ) async throws(SourceError) -> FetchedFeed? {
    guard let start = FeedAddress(location) else {
      throw .malformed("'\(FeedAddress.withoutSecrets(location))' is not an http or https URL")
    }
    let reach: Reach =
      allowsEverything ? .everywhere : kind == .feed ? .publicOr(origin: start.origin) : .publicOnly
    let deadline = ContinuousClock.now + timeout
    var address = start
    for _ in 0...Self.mostRedirects {
      let validator = known.flatMap { Validator($0, for: address.url) }
      let answer = try await get(
        address, of: start, within: reach, deadline: deadline, maxBytes: maxBytes, unless: validator)
      if answer.status == 304, validator != nil { return nil }
      guard Self.redirects.contains(answer.status) else {
        return try content(of: answer, from: address)
      }
      guard let field = answer.header("location"), let next = FeedAddress(field, from: address) else {
        throw .malformed("'\(address)' redirects (\(answer.status)) to no http or https URL")
      }
      if address.isEncrypted, !next.isEncrypted {
        throw .notPermitted("'\(address)' redirects to '\(next)', which is not encrypted")
      }
      address = next
    }
    throw .malformed("'\(start)' redirects more than \(Self.mostRedirects) times")
  }

  private func get(
    _ address: FeedAddress, of start: FeedAddress, within reach: Reach, deadline: ContinuousClock.Instant,
    maxBytes: Int,
    unless validator: Validator?
  ) async throws(SourceError) -> HTTPAnswer {
    var headers = [
      ("user-agent", "lazaret"), ("accept", kind.accepted), ("accept-encoding", "gzip"),
    ]
    if kind == .feed, let credentials = start.credentials, address.origin == start.origin {
      headers.append(("authorization", "Basic \(credentials)"))
    }
    if let tag = validator?.tag { headers.append(("if-none-match", tag)) }
    if let date = validator?.date { headers.append(("if-modified-since", date)) }
    guard var request = CurlRequest(.get, address.target, headers: headers, maxAnswerBytes: maxBytes) else {
      throw .malformed("'\(address)' is not an http or https URL")
    }
    let places = try await places(of: address, within: reach, deadline: deadline)
    for (number, place) in places.enumerated() {
      request.pinned = place
      do throws(TransportFault) {
        return try await PinnedHTTP.get(request, deadline: deadline)
      } catch {
        switch error {
        case .unconnected where number < places.count - 1: continue
        case .timedOut: throw .unreachable("'\(start)' did not answer within \(timeout)")
        case .cancelled: throw .unreachable("'\(start)' was not read: the run was stopped")
        case .tooLarge: throw .tooLarge("'\(address)' has more than the \(maxBytes) bytes that are taken")
        case .broken(let words), .unconnected(let words):
          throw .unreachable("'\(address)' cannot be reached: \(words)")
        }
      }
    }
    throw .unreachable("'\(address)' cannot be reached: it has no address")
  }

  /// The addresses to connect to, each looked at.
  private func places(
    of address: FeedAddress, within reach: Reach, deadline: ContinuousClock.Instant
  ) async throws(SourceError) -> [IPAddress] {
    let target = address.target
    let found: [IPAddress]
    if let literal = target.literal {
      found = [literal]
    } else {
      do {
        found = try await resolver.addresses(of: target.host, deadline: deadline)
      } catch {
        if Task.isCancelled { throw .unreachable("'\(address)' was not read: the run was stopped") }
        throw .unreachable("'\(address)' cannot be reached: the name of the host is not known")
      }
    }
    switch reach {
    case .everywhere: break
    case .publicOr(let origin) where address.origin == origin && address.isLocal: break
    case .publicOr, .publicOnly:
      // One that is not public is enough: an honest name has none.
      if let hidden = found.compactMap({ $0.privateUse }).first {
        throw .notPermitted(
          "'\(address)' is not fetched: its address is one for \(hidden);"
            + " if that is meant, set 'allow_private_addresses: true' for the source")
      }
      let isOwn = if case .publicOr(address.origin) = reach { true } else { false }
      if !isOwn, target.port < 1024, target.port != 80, target.port != 443 {
        throw .notPermitted(
          "'\(address)' is not fetched: port \(target.port) is for other services than the web")
      }
    }
    return Array(found.prefix(Self.mostAddresses))
  }

  private func content(
    of answer: HTTPAnswer, from address: FeedAddress
  ) throws(SourceError) -> FetchedFeed {
    switch answer.status {
    case 200, 203: break
    case 401, 403:
      let why = kind == .feed ? ", check the name and password in its URL" : ": it is not for everybody"
      throw .notPermitted("'\(address)' answered \(answer.status)\(why)")
    case 404, 410: throw .notFound("'\(address)' answered \(answer.status), check its URL")
    case 429, 500...: throw .unreachable("'\(address)' answered \(answer.status), try again later")
    default: throw .malformed("'\(address)' answered \(answer.status), check its URL")
    }
    if let coding = answer.header("content-encoding")?.lowercased(), coding != "identity",
      coding != "gzip", coding != "deflate"
    {
      throw .malformed("'\(address)' is compressed in a way that was not asked for")
    }
    let type = answer.header("content-type").map(MediaType.init)
    let moment = now()
    return FetchedFeed(
      bytes: answer.body, mediaType: type?.name, charset: type?.charset, location: address.url,
      fetched: moment.iso8601,
      revision: Validator(of: answer, now: Int(moment.milliseconds / 1000))?.revision(for: address.url))
  }
}

/// By what a server can tell whether a page is as it was (RFC 9110, section 8.8).
struct Validator: Hashable, Sendable {
  /// The `ETag` field as it came.
  private(set) var tag: String?
  /// The `Last-Modified` field as it came.
  private(set) var date: String?

  /// A date counts only when it lay a minute back: within one second a page can change twice.
  ///
  /// - Parameter now: seconds since 1970, for a server that does not say what time it is.
  init?(of answer: HTTPAnswer, now: Int) {
    tag = answer.header("etag").flatMap(Self.sendable)
    if tag == nil, let field = answer.header("last-modified").flatMap(Self.sendable),
      let changed = HTTPDate.seconds(field)
    {
      let present = answer.header("date").flatMap(HTTPDate.seconds) ?? now
      if present - changed >= 60 { date = field }
    }
    if tag == nil, date == nil { return nil }
  }

  /// `nil` for a revision of another address.
  init?(_ revision: Revision, for url: String) {
    let parts = revision.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == Self.name(of: url) else { return nil }
    tag = Self.sendable(parts[1])
    date = Self.sendable(parts[2])
    if tag == nil, date == nil { return nil }
  }

  func revision(for url: String) -> Revision {
    Revision(text: [Self.name(of: url), tag ?? "", date ?? ""].joined(separator: "\n"))
  }

  /// A URL may hold a key, which has no business in the store.
  private static func name(of url: String) -> String {
    "http " + Digest(fields: [url]).hex.prefix(16)
  }

  private static func sendable(_ field: String) -> String? {
    let isPlain = field.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    return isPlain && !field.isEmpty && field.utf8.count <= 1024 ? field : nil
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
