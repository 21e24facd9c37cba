import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why there is no answer at all. The words come from the transport: never a key, never a text.
enum TransportFault: Error, Sendable, Equatable {
  case timedOut
  case cancelled
  case tooLarge
  /// No connection came about, so nothing was sent.
  case unconnected(String)
  /// Something may have been sent.
  case broken(String)
}

extension TransportFault {
  static let cutOff = TransportFault.broken("the connection was closed before the answer was whole")
  static let shutDown = TransportFault.broken("the client was shut down")
  static let noConnectionInTime = TransportFault.unconnected("no connection came about in time")

  /// - Parameters:
  ///   - code: what libcurl ended with.
  ///   - wasSent: whether a request may have left, even in part.
  ///   - number: the operating system's, 0 if there was none.
  ///   - complaint: libcurl's own words, used only while nothing was sent.
  init(_ code: CURLcode, wasSent: Bool, host: String, number: Int, complaint: String) {
    self = wasSent ? Self.afterSending(code) : .unconnected(Self.before(code, host, number, complaint))
  }

  private static func afterSending(_ code: CURLcode) -> TransportFault {
    switch code {
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: .cutOff
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      .broken("the answer breaks off or is not HTTP")
    // A list of libcurl's own, which quotes nothing.
    default: .broken(String(cString: curl_easy_strerror(code)))
    }
  }

  private static func before(_ code: CURLcode, _ host: String, _ number: Int, _ complaint: String) -> String {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return "the name '\(host)' is not known"
    case CURLE_OPERATION_TIMEDOUT: return "no connection came about in time"
    case CURLE_COULDNT_CONNECT where number != 0: return String(cString: strerror(Int32(number)))
    // Such as what is wrong with a certificate.
    default:
      return complaint.isEmpty ? String(cString: curl_easy_strerror(code)) : String(complaint.prefix(200))
    }
  }
}
