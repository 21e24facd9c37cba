import FoundationEssentials
import LazaretCore

/// Asks one vendor about a text: what is the same for all of them, from the size limit to the status.
struct VendorCall: Sendable {
  private let screener: String
  private let maxTextBytes: Int
  private let http: VendorHTTP
  private let target: VendorHTTP.Target
  private let body: RequestBody
  private let readable: Set<Int>

  /// - Parameter readable: the statuses whose bodies the vendor's file reads; all others are errors.
  /// - Throws: `.misconfigured` when the URL is none or the key cannot be sent.
  init(
    _ configuration: ScreenerConfiguration, url: String, headers: [(String, String)], body: RequestBody,
    maxTextBytes: Int, readable: Set<Int> = [200], http: VendorHTTP
  ) throws(ScreenerError) {
    screener = configuration.name
    self.readable = readable
    self.maxTextBytes = maxTextBytes
    self.http = http
    self.body = body
    do throws(ScreenerError) {
      target = try VendorHTTP.target(
        url: url, headers: headers, timeout: configuration.timeout, maxAnswerBytes: 8 * 1024 * 1024)
    } catch {
      throw error.named(configuration.name)
    }
  }

  /// The body of the vendor's 200.
  func answer(about text: String) async throws(ScreenerError) -> [UInt8] {
    try await response(about: text).body
  }

  /// The vendor's answer, of one of the readable statuses.
  func response(about text: String) async throws(ScreenerError) -> HTTPAnswer {
    let bytes = text.utf8.count
    guard bytes <= maxTextBytes else { throw .tooLong(bytes: bytes, limit: maxTextBytes) }
    let answer: HTTPAnswer
    do throws(ScreenerError) {
      answer = try await http.post(body.bytes(for: text), to: target)
    } catch {
      throw error.named(screener)
    }
    guard readable.contains(answer.status) else {
      throw VendorStatus.error(for: answer, screener: screener, now: Int(Date().timeIntervalSince1970))
    }
    return answer
  }
}

extension ScreenerError {
  /// The same error, saying whose setting it is about: the transport does not know.
  func named(_ screener: String) -> ScreenerError {
    if case .misconfigured(let why) = self { .misconfigured("screener '\(screener)': \(why)") } else { self }
  }
}
