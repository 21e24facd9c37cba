import Foundation

/// A client of one connection to a server on loopback, without a library: the connection is kept open from one
/// request to the next, and nothing is sent twice.
package final class LoopbackConnection: Sendable {
  package struct Answer: Sendable {
    package var status: Int
    /// Names in lower case.
    package var headers: [String: String]
    /// What came of it.
    package var body: [UInt8]
    /// As the head announces it; `nil` when the end of the connection is the end of the answer.
    package var length: Int?
    package var isWhole: Bool { length == nil || length == body.count }
  }

  private let port: Int
  private let connection: Int32

  /// - Parameter host: an address of this machine.
  /// - Throws: when nobody listens.
  package init(host: String = "127.0.0.1", port: Int) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    self.port = port
    connection = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr(host)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        connect(connection, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      _ = close(connection)
      throw CocoaError(.fileReadNoSuchFile)
    }
  }

  deinit { _ = close(connection) }

  /// Waits on a thread of its own: the server may need those that tasks run on.
  ///
  /// - Throws: when the connection ends before a whole head has come. An answer that breaks off later is returned.
  package func send(
    _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [self] in
        continuation.resume(with: Result { try exchange(method, path, headers, body) })
      }
    }
  }

  private func exchange(
    _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8]
  ) throws -> Answer {
    var head = "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\n"
    if method != "GET" { head += "content-length: \(body.count)\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    var rest = (Array(head.utf8) + Array("\r\n".utf8) + body)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw CocoaError(.fileWriteUnknown) }
      rest = rest.dropFirst(count)
    }
    return try receive()
  }

  private func receive() throws -> Answer {
    var bytes: [UInt8] = []
    while true {
      if let gap = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
        var answer = try Self.answer(head: bytes[..<gap.lowerBound])
        answer.body = Array(bytes[gap.upperBound...])
        while answer.length.map({ answer.body.count < $0 }) ?? true, let more = part() {
          answer.body += more
        }
        return answer
      }
      guard let more = part() else { throw CocoaError(.fileReadCorruptFile) }
      bytes += more
    }
  }

  private func part() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func answer(head: ArraySlice<UInt8>) throws -> Answer {
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    let start = lines[0].split(separator: " ")
    guard start.count >= 2, start[0].hasPrefix("HTTP/1"), let status = Int(start[1]) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      if pair.count == 2 { headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
    }
    // None of the servers here sends an answer in chunks.
    guard headers["transfer-encoding"] == nil else { throw CocoaError(.featureUnsupported) }
    let isEmpty = status == 204 || status == 304
    return Answer(
      status: status, headers: headers, body: [],
      length: isEmpty ? 0 : headers["content-length"].flatMap { Int($0) })
  }
}
