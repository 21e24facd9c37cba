import Foundation

/// A socket that listens on a port of loopback which the system chooses.
package struct LoopbackListener: Sendable {
  package let port: Int
  package let descriptor: Int32

  /// - Parameter backlog: how many connections may wait to be accepted.
  package init(backlog: Int32 = 64) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, size) == 0 && listen(listener, backlog) == 0
          && getsockname(listener, pointer, &size) == 0
      }
    }
    guard isBound else {
      _ = close(listener)
      throw CocoaError(.fileReadUnknown)
    }
    descriptor = listener
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// Calls on a thread of its own for each connection that comes, until the socket is shut down, and then closes it:
  /// here and nowhere else, because a descriptor that is closed twice may be somebody else's by then, a database's for
  /// example.
  package func acceptEach(_ body: @escaping @Sendable (Int32) -> Void) {
    let descriptor = descriptor
    Thread.detachNewThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else {
          _ = close(descriptor)
          return
        }
        body(connection)
      }
    }
  }

  /// Nothing listens on the port afterwards.
  package func stop() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
}
