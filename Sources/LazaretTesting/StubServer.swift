import Foundation
import Synchronization

/// A server on loopback that says what the test tells it to, byte for byte: also what no server library
/// would send, such as half an answer. One answer for each connection.
package final class StubServer: Sendable {
  package struct Request: Sendable {
    package var method: String
    package var path: String
    /// Names in lower case.
    package var headers: [String: String]
    package var body: String
  }

  package struct Reply: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: String
    /// In place of `body`, for what is no text.
    package var bytes: [UInt8]?
    package var fault: Fault?

    package init(
      status: Int = 200, headers: [(String, String)] = [("content-type", "application/json")],
      body: String = "", bytes: [UInt8]? = nil, fault: Fault? = nil
    ) {
      self.bytes = bytes
      self.status = status
      self.headers = headers
      self.body = body
      self.fault = fault
    }

    package enum Fault: Sendable {
      /// Reads the request and says nothing until the client goes away.
      case silence
      /// Announces the whole body, sends so many bytes of it, and closes.
      case cut(after: Int)
      /// Sends the head and a part, and says nothing more until the client goes away.
      case stall(after: Int)
      /// Sends the body again and again, without having said how long it is.
      case endless
      /// Closes without a word.
      case hangUp
      /// Sends something that is not HTTP.
      case noise
    }
  }

  package typealias Answering = @Sendable (Request) -> Reply

  private let listener: LoopbackListener
  private let state: State

  private final class State: Sendable {
    let seen = Mutex<[Request]>([])
    let isStopped = Mutex(false)
  }

  /// - Parameter greeting: sent to whoever connects, before anything is read; then the connection is
  ///   closed.
  package init(greeting: String? = nil, answering: @escaping Answering = { _ in .init() }) throws {
    let listener = try LoopbackListener()
    let state = State()
    self.listener = listener
    self.state = state
    listener.acceptEach { connection in
      Thread.detachNewThread {
        if let greeting {
          Self.write(connection, Array(greeting.utf8))
          _ = shutdown(connection, Int32(SHUT_WR))
          Self.waitForEnd(connection)
          _ = close(connection)
        } else {
          Self.serve(connection, state, answering)
        }
      }
    }
  }

  package convenience init(_ reply: Reply) throws {
    try self.init { _ in reply }
  }

  deinit { stop() }

  package var port: Int { listener.port }
  package var url: String { "http://127.0.0.1:\(port)" }
  package var requests: [Request] { state.seen.withLock { $0 } }

  /// Nothing listens on the port afterwards.
  package func stop() {
    let isFirst = state.isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    if isFirst { listener.stop() }
  }

  private static func serve(_ connection: Int32, _ state: State, _ answering: Answering) {
    defer { _ = close(connection) }
    guard let request = read(connection) else { return }
    state.seen.withLock { $0.append(request) }
    let reply = answering(request)
    let body = reply.bytes ?? Array(reply.body.utf8)
    var head = "HTTP/1.1 \(reply.status) Answer\r\n"
    if case .endless = reply.fault {} else { head += "content-length: \(body.count)\r\n" }
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    head += "connection: close\r\n\r\n"
    switch reply.fault {
    case nil: write(connection, Array(head.utf8) + body)
    case .silence: waitForEnd(connection)
    case .cut(let count): write(connection, Array(head.utf8) + body.prefix(count))
    case .stall(let count):
      write(connection, Array(head.utf8) + body.prefix(count))
      waitForEnd(connection)
    case .endless:
      write(connection, Array(head.utf8))
      while write(connection, body) {}
    case .hangUp: break
    case .noise: write(connection, Array("no such thing as HTTP\r\n\r\n".utf8))
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    let gap = Array("\r\n\r\n".utf8)
    var headEnd: Int?
    var length = 0
    while true {
      if headEnd == nil, let gapStart = bytes.firstRange(of: gap) {
        headEnd = gapStart.upperBound
        length = Int(fields(of: bytes[..<gapStart.lowerBound])["content-length"] ?? "0") ?? 0
      }
      if let headEnd, bytes.count >= headEnd + length {
        let line = String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ")
        guard line.count == 3 else { return nil }
        return Request(
          method: String(line[0]), path: String(line[1]), headers: fields(of: bytes[..<headEnd]),
          body: String(decoding: bytes[headEnd..<headEnd + length], as: UTF8.self))
      }
      guard let more = receive(connection) else { return nil }
      bytes += more
    }
  }

  private static func fields(of head: ArraySlice<UInt8>) -> [String: String] {
    var fields: [String: String] = [:]
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n").dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      if pair.count == 2 {
        fields[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return fields
  }

  private static func receive(_ connection: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func waitForEnd(_ connection: Int32) {
    while receive(connection) != nil {}
  }

  /// - Returns: false when the client has gone.
  @discardableResult private static func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
