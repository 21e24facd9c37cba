import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One easy handle of libcurl: makes one request after another, and keeps nothing of the one before. Only the
/// thread of its loop touches it.
final class CurlHandle {
  /// Of heads of all kinds together, interim ones and trailers included.
  static let mostHeadBytes = 64 * 1024

  let easy: UnsafeMutableRawPointer
  /// Where it stands among those that are under way.
  var place = 0
  private(set) var order: CurlOrder?

  private let watch: SocketWatch
  private var isSound = true
  private let complaint = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  /// What the request before was made with, which the next one mostly has as well.
  private var url: String?
  private var fields: [String]?
  private var fieldList: UnsafeMutablePointer<curl_slist>?
  private var route: UnsafeMutablePointer<curl_slist>?
  private var head: [UInt8] = []
  private var headBytes = 0
  private var isHeadWhole = false
  private var body: [UInt8] = []
  private var timesSent = 0
  /// Why one of the functions below ended the transfer.
  private var stop: TransportFault?

  /// - Parameter watch: opens and closes the sockets, and outlives libcurl's connections.
  init(watch: SocketWatch, connections: CurlConnections) {
    guard let easy = curl_easy_init() else { preconditionFailure("there is no memory for a request") }
    self.easy = easy
    self.watch = watch
    complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_FOLLOWLOCATION, 0)
    note(curl_set_web_only(easy))
    // Without this, `http_proxy` and its like would send texts and keys elsewhere.
    note(curl_set_text(easy, CURLOPT_PROXY, ""))
    set(CURLOPT_NETRC, 0)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_TCP_NODELAY, 1)
    // There is one for each request that is under way, and an answer mostly has a kilobyte or two.
    set(CURLOPT_BUFFERSIZE, 4096)
    // Since 7.65, and in whole seconds.
    set(CURLOPT_MAXAGE_CONN, connections.idleTime.milliseconds / 1000)
    set(CURLOPT_CONNECTTIMEOUT_MS, connections.connectTimeout.milliseconds)
    curl_set_quick_exit(easy)
    note(curl_set_pointer(easy, CURLOPT_ERRORBUFFER, complaint))
    let handle = Unmanaged.passUnretained(self).toOpaque()
    note(curl_set_pointer(easy, CURLOPT_PRIVATE, handle))
    note(curl_set_head_reader(easy, { CurlHandle.at($3).took(head: $0, $1 * $2) }, handle))
    note(curl_set_body_reader(easy, { CurlHandle.at($3).took(body: $0, $1 * $2) }, handle))
    note(
      curl_set_before_request(easy, { handle, _, _, _, _ in CurlHandle.at(handle).isAboutToSend() }, handle))
    note(curl_set_socket_opener(easy, { handle, _, address in CurlHandle.at(handle).open(address) }, handle))
    let closer = Unmanaged.passUnretained(watch).toOpaque()
    note(
      curl_set_socket_closer(
        easy, { SocketWatch.at($0).closeSocket($1) }, closer))
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(fieldList)
    curl_slist_free_all(route)
    complaint.deallocate()
  }

  /// Makes the request ready to be added to a multi handle.
  ///
  /// - Returns: why it cannot be.
  func take(_ order: CurlOrder) -> TransportFault? {
    self.order = order
    let request = order.request
    complaint[0] = 0
    if url?.isSameText(as: request.address.url) != true {
      note(curl_set_text(easy, CURLOPT_URL, request.address.url))
      url = request.address.url
    }
    if fields != request.fields {
      let kept = fieldList
      fieldList = nil
      for field in request.fields { fieldList = curl_slist_append(fieldList, field) }
      note(curl_set_list(easy, CURLOPT_HTTPHEADER, fieldList))
      curl_slist_free_all(kept)
      fields = request.fields
    }
    switch request.method {
    case .get: set(CURLOPT_HTTPGET, 1)
    case .post:
      set(CURLOPT_POST, 1)
      // Even of no bytes: without a body libcurl would read one from standard input.
      let copied = request.body.withUnsafeBytes { bytes in
        curl_set_body(easy, bytes.baseAddress ?? UnsafeRawPointer(complaint), curl_off_t(bytes.count))
      }
      note(copied)
    }
    pin(request.pinned, literally: request.address.literal != nil)
    return isSound ? nil : .unconnected("the libcurl of this machine is too old, 7.80 is needed")
  }

  /// What came of the request. Afterwards the handle is ready for another.
  func outcome(_ code: CURLcode) -> Result<HTTPAnswer, TransportFault> {
    if let stop { return .failure(stop) }
    guard code == CURLE_OK else {
      return .failure(
        TransportFault(
          code, wasSent: timesSent > 0, host: order?.request.address.host ?? "",
          number: curl_number_of(easy, CURLINFO_OS_ERRNO), complaint: String(cString: complaint)))
    }
    return .success(
      HTTPAnswer(status: curl_number_of(easy, CURLINFO_RESPONSE_CODE), head: head, body: body))
  }

  func release() -> CurlOrder? {
    defer { order = nil }
    head = []
    headBytes = 0
    isHeadWhole = false
    body = []
    timesSent = 0
    stop = nil
    return order
  }

  /// The connection goes to this address, under the name that the URL has, and to no other. It is not shared
  /// with requests that were not looked at.
  private func pin(_ address: IPAddress?, literally isLiteral: Bool) {
    let kept = route
    route = nil
    if let address, !isLiteral {
      let host = address.bytes.count == 16 ? "[\(address)]" : "\(address)"
      // From any host and port: the URL has but one.
      route = curl_slist_append(nil, "::\(host):")
    }
    note(curl_set_list(easy, CURLOPT_CONNECT_TO, route))
    curl_slist_free_all(kept)
    set(CURLOPT_FRESH_CONNECT, address == nil ? 0 : 1)
    set(CURLOPT_FORBID_REUSE, address == nil ? 0 : 1)
  }

  private func set(_ option: CURLoption, _ value: Int) { note(curl_set_number(easy, option, value)) }

  private func note(_ code: CURLcode) {
    if code != CURLE_OK { isSound = false }
  }

  // MARK: What libcurl calls

  /// The object around an easy handle.
  static func around(_ easy: UnsafeMutableRawPointer) -> CurlHandle { at(curl_owner_of(easy)) }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlHandle {
    guard let pointer else { preconditionFailure("libcurl gave no context back") }
    return Unmanaged<CurlHandle>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// One line of a head. Of several heads, as when a server says 100 before it says 200, the last counts;
  /// what follows the body does not.
  private func took(head bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    headBytes += count
    guard headBytes <= Self.mostHeadBytes else {
      stop = .broken("the head of the answer has more than \(Self.mostHeadBytes) bytes")
      return 0
    }
    guard let bytes, !isHeadWhole else { return count }
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    if line.starts(with: "HTTP/".utf8) {
      head.removeAll(keepingCapacity: true)
      if head.capacity == 0 { head.reserveCapacity(512) }
    } else if line.first == 0x0D || line.first == 0x0A {
      isHeadWhole = curl_number_of(easy, CURLINFO_RESPONSE_CODE) >= 200
    } else {
      head.append(contentsOf: line)
    }
    return count
  }

  private func took(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, let order else { return 0 }
    guard count <= order.request.maxAnswerBytes - body.count else {
      stop = .tooLarge
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  /// libcurl is connected and about to send. When a connection that was kept dies before a byte of the answer,
  /// it would send the request once more on another. But the server may have read it and counted it (RFC 9110,
  /// section 9.2.2, is against this for a POST), so there is no second time: whoever retries counts each.
  private func isAboutToSend() -> Int32 {
    guard timesSent == 0 else {
      stop = .cutOff
      return CURL_PREREQFUNC_ABORT
    }
    timesSent = 1
    return CURL_PREREQFUNC_OK
  }

  /// The last look before a connection: whatever libcurl made of the URL, of the name and of the pin, it goes
  /// to the pinned address or nowhere.
  private func open(_ wanted: UnsafeMutablePointer<curl_sockaddr>?) -> Int32 {
    guard let wanted, let order else { return -1 }
    guard timesSent == 0 else {
      stop = .cutOff
      return -1
    }
    if let pinned = order.request.pinned, Self.bytes(of: wanted) != pinned.bytes {
      stop = .unconnected("the connection would have gone to another address than the one that was looked at")
      return -1
    }
    return watch.openSocket(wanted.pointee.family, wanted.pointee.socktype, wanted.pointee.protocol)
  }

  private static func bytes(of wanted: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8] {
    // The declared type of the member is shorter than what it holds.
    guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return [] }
    let place = UnsafeRawPointer(wanted) + offset
    switch wanted.pointee.family {
    case AF_INET:
      return withUnsafeBytes(of: place.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
    case AF_INET6:
      return withUnsafeBytes(of: place.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    default: return []
    }
  }
}

extension Duration {
  /// Rounded down, and cut to what is sensible for a limit.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(min(max(seconds, 0), 86_400)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
