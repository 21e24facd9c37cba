import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the addresses that a name stands for.
package protocol AddressResolver: Sendable {
  /// In the order in which they are to be tried. Throws when there is none, or when the deadline passes.
  func addresses(of host: String, deadline: ContinuousClock.Instant) async throws -> [IPAddress]
}

/// Asks the machine's own resolver.
package struct SystemResolver: AddressResolver {
  package init() {}

  package struct UnknownName: Error {}

  package func addresses(of host: String, deadline: ContinuousClock.Instant) async throws -> [IPAddress] {
    let found = await withCheckedContinuation { continuation in
      let answer = FirstAnswer(continuation)
      // The resolver blocks its thread, and cannot be stopped. Whoever comes second is not heard.
      Thread.detachNewThread { answer.give(Self.lookUp(host)) }
      let left = max(.zero, ContinuousClock.now.duration(to: deadline))
      DispatchQueue.global().asyncAfter(deadline: .now() + left / .seconds(1)) { answer.give([]) }
    }
    if found.isEmpty { throw UnknownName() }
    return found
  }

  private static func lookUp(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [IPAddress] = []
    var next = list
    while let entry = next {
      next = entry.pointee.ai_next
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      guard let address = entry.pointee.ai_addr,
        getnameinfo(
          address, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      else { continue }
      let written = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // The zone of a link-local address says which link, and is no part of it.
      if let address = IPAddress(String(written.prefix { $0 != "%" })), !found.contains(address) {
        found.append(address)
      }
    }
    return found
  }
}

/// Passes the first of several answers on.
private final class FirstAnswer: Sendable {
  private let waiting: Mutex<CheckedContinuation<[IPAddress], Never>?>

  init(_ waiting: CheckedContinuation<[IPAddress], Never>) { self.waiting = Mutex(waiting) }

  func give(_ found: [IPAddress]) {
    let first = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    first?.resume(returning: found)
  }
}
