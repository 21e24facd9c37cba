import Foundation

/// The body of what a server on loopback answers to a GET, without a library: for counts that a test
/// reads.
package enum LoopbackGet {
  /// Waits on a thread of its own: the server may need those that tasks run on.
  package static func body(port: Int, path: String) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try blockingBody(port: port, path: path) })
      }
    }
  }

  private static func blockingBody(port: Int, path: String) throws -> [UInt8] {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let connection = socket(AF_INET, kind, 0)
    defer { _ = close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        connect(connection, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw CocoaError(.fileReadNoSuchFile) }
    // 1.0: no chunks, and the end of the connection is the end of the answer.
    let request = Array("GET \(path) HTTP/1.0\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".utf8)
    guard send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw CocoaError(.fileReadUnknown)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    guard let gap = answer.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    return Array(answer[gap.upperBound...])
  }
}
