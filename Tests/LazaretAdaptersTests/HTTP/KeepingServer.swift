import Foundation
import LazaretTesting

/// A server on loopback that keeps its connections, and does with each request what the test tells it to.
final class KeepingServer: Sendable {
  struct Request: Sendable {
    /// Of the connection, and of the request on it, both from 1.
    var connection: Int
    var place: Int
    var head: String
    var body: String
  }

  enum Act: Sendable {
    /// 200 with this body; the connection stays open.
    case answer(String)
    /// The same, and closes without having announced it.
    case answerAndClose(String)
    /// These bytes as they are; the connection stays open.
    case raw(String)
    /// Closes without a word.
    case hangUp
    /// Ends the connection the hard way.
    case reset
    /// Says nothing until the client goes away.
    case silence
  }

  struct Seen: Sendable {
    var connections = 0
    var open = 0
    var mostOpen = 0
    var requests: [Request] = []
  }

  private let listener: LoopbackListener
  private let state = Locked(Seen())

  init(_ acting: @escaping @Sendable (Request) -> Act) throws {
    let listener = try LoopbackListener(backlog: 1024)
    self.listener = listener
    let state = state
    listener.acceptEach { connection in
      let number = state.withLock { seen in
        seen.connections += 1
        seen.open += 1
        seen.mostOpen = max(seen.mostOpen, seen.open)
        return seen.connections
      }
      Thread.detachNewThread {
        Self.serve(connection, number, state, acting)
        state.withLock { $0.open -= 1 }
        _ = close(connection)
      }
    }
  }

  deinit { listener.stop() }

  var port: Int { listener.port }
  var url: String { "http://127.0.0.1:\(port)" }
  var seen: Seen { state.value }

  /// Returns when the test's condition holds of what was seen.
  func wait(until holds: (Seen) -> Bool) async {
    while !holds(seen) { await Task.yield() }
  }

  private static func serve(
    _ connection: Int32, _ number: Int, _ state: Locked<Seen>, _ acting: @Sendable (Request) -> Act
  ) {
    var bytes: [UInt8] = []
    var place = 0
    while let (head, body) = next(connection, &bytes) {
      place += 1
      let request = Request(connection: number, place: place, head: head, body: body)
      state.withLock { $0.requests.append(request) }
      switch acting(request) {
      case .answer(let text): write(connection, whole(text))
      case .answerAndClose(let text):
        write(connection, whole(text))
        return
      case .raw(let text): write(connection, text)
      case .hangUp: return
      case .reset:
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        return
      case .silence: while receive(connection) != nil {}
      }
    }
  }

  private static func whole(_ text: String) -> String {
    "HTTP/1.1 200 OK\r\ncontent-length: \(text.utf8.count)\r\n\r\n\(text)"
  }

  private static func next(_ connection: Int32, _ bytes: inout [UInt8]) -> (head: String, body: String)? {
    while true {
      if let gap = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
        let field = head.lowercased().components(separatedBy: "\r\n").first {
          $0.hasPrefix("content-length:")
        }
        let length = field.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        if bytes.count >= gap.upperBound + length {
          let body = String(decoding: bytes[gap.upperBound..<(gap.upperBound + length)], as: UTF8.self)
          bytes.removeFirst(gap.upperBound + length)
          return (head, body)
        }
      }
      guard let more = receive(connection) else { return nil }
      bytes += more
    }
  }

  private static func receive(_ connection: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func write(_ connection: Int32, _ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
