import CCurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The sockets that libcurl waits for, as the kernel is told of them.
///
/// libcurl takes an interest in a connection when a request begins and loses it when the answer is whole. The
/// kernel is not told of the loss: the next request on that connection, a moment later, then costs no call.
final class SocketWatch {
  private struct Watched {
    /// What libcurl waits for now.
    var wanted: UInt32 = 0
    /// What the kernel was told; 0 for a socket that it was not told of.
    var told: UInt32 = 0
    /// Opened and closed through this object, which therefore knows when the number means another socket.
    var isOurs = false
  }

  // Of the kernel's interface, the same on all machines.
  private static let readable: UInt32 = 0x001
  private static let writable: UInt32 = 0x004
  private static let failed: UInt32 = 0x008 | 0x010
  private static let onChange: UInt32 = 1 << 31

  private let epoll: Int32
  private let bell: Int32
  /// By descriptor.
  private var watched: [Watched] = []
  private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 128)

  /// - Parameter bell: ends a wait when it becomes readable once more.
  init(bell: Int32) {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(epoll >= 0, "no descriptor is left for the HTTP client")
    self.bell = bell
    events.initialize(repeating: epoll_event())
    tell(EPOLL_CTL_ADD, bell, Self.readable | Self.onChange)
  }

  deinit {
    close(epoll)
    events.deallocate()
  }

  /// What libcurl was given to give back.
  static func at(_ pointer: UnsafeMutableRawPointer?) -> SocketWatch {
    guard let pointer else { preconditionFailure("libcurl gave no context back") }
    return Unmanaged<SocketWatch>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Calls back with each socket on which something has happened and with what, in libcurl's terms.
  func wait(milliseconds: Int32, _ happened: (Int32, Int32) -> Void) {
    let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)
    guard count > 0 else { return }
    for event in events.prefix(Int(count)) {
      let socket = event.data.fd
      guard socket != bell else { continue }
      let place = Int(socket)
      guard watched.indices.contains(place), watched[place].wanted != 0 else {
        // The other side closed a connection that is kept: libcurl finds out when it looks for one.
        forget(socket)
        continue
      }
      var what: Int32 = 0
      if event.events & (Self.readable | Self.failed) != 0 { what |= CURL_CSELECT_IN }
      if event.events & Self.writable != 0 { what |= CURL_CSELECT_OUT }
      happened(socket, what)
    }
  }

  /// libcurl's word that it waits for something else than before.
  func change(_ socket: Int32, to what: Int32) {
    makeRoom(for: socket)
    let place = Int(socket)
    guard what != CURL_POLL_REMOVE else {
      watched[place].wanted = 0
      if !watched[place].isOurs { forget(socket) }
      return
    }
    var wanted: UInt32 = 0
    if what & CURL_POLL_IN != 0 { wanted |= Self.readable }
    if what & CURL_POLL_OUT != 0 { wanted |= Self.writable }
    watched[place].wanted = wanted
    let told = watched[place].told
    guard wanted != told else { return }
    tell(told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, wanted)
    watched[place].told = wanted
  }

  /// A socket for libcurl. Programs that this process starts do not inherit it.
  func openSocket(_ family: Int32, _ kind: Int32, _ protocol: Int32) -> Int32 {
    let opened = socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), `protocol`)
    guard opened >= 0 else { return -1 }
    makeRoom(for: opened)
    watched[Int(opened)] = Watched(isOurs: true)
    return opened
  }

  /// The kernel forgets a socket that is closed.
  func closeSocket(_ socket: Int32) -> Int32 {
    if watched.indices.contains(Int(socket)) { watched[Int(socket)] = Watched() }
    return close(socket)
  }

  private func forget(_ socket: Int32) {
    tell(EPOLL_CTL_DEL, socket, 0)
    if watched.indices.contains(Int(socket)) { watched[Int(socket)].told = 0 }
  }

  private func makeRoom(for socket: Int32) {
    let missing = Int(socket) + 1 - watched.count
    if missing > 0 { watched += Array(repeating: Watched(), count: missing) }
  }

  private func tell(_ operation: Int32, _ socket: Int32, _ what: UInt32) {
    var event = epoll_event(events: what, data: epoll_data_t(fd: socket))
    epoll_ctl(epoll, operation, socket, &event)
  }
}
