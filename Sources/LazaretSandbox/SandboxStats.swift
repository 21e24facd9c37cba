import Synchronization

/// What the vendors of the sandbox have seen since the start or the last reset.
///
/// A request is in flight from its head's arrival until its answer is ready to be written: a client
/// that counts from sending to receiving never counts fewer. A client that gave up waiting is still
/// counted until its answer would have been ready.
final class SandboxStats: Sendable {
  private struct State {
    var total = Tally()
    var vendors: [String: Tally] = [:]
    var requests: [String: Int] = [:]
    var texts: Set<UInt64> = []
  }

  private let state: Mutex<State>
  private let timepiece: Timepiece

  init(timepiece: Timepiece) {
    state = Mutex(State())
    self.timepiece = timepiece
  }

  /// Lists a vendor and its paths from now on, with zeros until something arrives.
  func open(_ wire: some VendorWire) {
    state.withLock { state in
      state.vendors[wire.name] = Tally()
      for path in wire.paths { state.requests[path] = 0 }
    }
  }

  func arrived(at path: String, of vendor: String) {
    state.withLock { state in
      // Read under the lock, so that moments stand in order.
      let now = timepiece.elapsed()
      state.requests[path, default: 0] += 1
      state.total.arrived(now)
      state.vendors[vendor, default: Tally()].arrived(now)
    }
  }

  func left(_ vendor: String, as departure: Departure) {
    state.withLock { state in
      state.total.left(as: departure)
      state.vendors[vendor, default: Tally()].left(as: departure)
    }
  }

  /// Remembers 64 bits of a text that was screened, and not the text.
  func screened(_ text: String) {
    var hasher = Hasher()
    // Bytes, because composed and decomposed forms of a word are two texts here.
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    let hash = UInt64(bitPattern: Int64(hasher.finalize()))
    state.withLock { state in _ = state.texts.insert(hash) }
  }

  /// Zeroes all counts. What is in flight stays in flight.
  func reset() {
    state.withLock { state in
      state.total = Tally(inFlight: state.total.inFlight)
      state.vendors = state.vendors.mapValues { Tally(inFlight: $0.inFlight) }
      state.requests = state.requests.mapValues { _ in 0 }
      state.texts = []
    }
  }

  var report: StatsReport {
    state.withLock { state in
      StatsReport(
        requests: state.requests,
        statuses: Dictionary(
          uniqueKeysWithValues: state.total.statuses.map { (String($0.key), $0.value) }),
        dropped: state.total.dropped,
        maxInFlight: state.total.maxInFlight,
        peakPerSecond: state.total.peakPerSecond,
        distinctTexts: state.texts.count,
        vendors: state.vendors.mapValues {
          StatsReport.Vendor(
            requests: $0.requests, maxInFlight: $0.maxInFlight, peakPerSecond: $0.peakPerSecond)
        })
    }
  }
}

/// How a request ended.
enum Departure: Sendable {
  case answered(status: Int)
  /// Its connection was closed without an answer, by a fault or because the sandbox stops.
  case dropped
}

private struct Tally: Sendable {
  var requests = 0
  var statuses: [Int: Int] = [:]
  var dropped = 0
  var inFlight = 0
  var maxInFlight = 0
  var peakPerSecond = 0
  var lastSecond = SlidingSecond()

  init(inFlight: Int = 0) {
    self.inFlight = inFlight
    maxInFlight = inFlight
  }

  mutating func arrived(_ now: Duration) {
    requests += 1
    inFlight += 1
    maxInFlight = max(maxInFlight, inFlight)
    lastSecond.add(now)
    peakPerSecond = max(peakPerSecond, lastSecond.count)
  }

  mutating func left(as departure: Departure) {
    inFlight -= 1
    switch departure {
    case .answered(let status): statuses[status, default: 0] += 1
    case .dropped: dropped += 1
    }
  }
}

/// The body of `GET /sandbox/stats`.
struct StatsReport: Encodable, Sendable {
  /// By path.
  var requests: [String: Int]
  /// By status code. Together with `dropped` they make the sum of `requests`, less what is in flight.
  var statuses: [String: Int]
  var dropped: Int
  var maxInFlight: Int
  /// The most requests that arrived within any one second, refused ones included.
  var peakPerSecond: Int
  /// How many different texts the detectors were asked about.
  var distinctTexts: Int
  var vendors: [String: Vendor]

  struct Vendor: Encodable, Sendable {
    var requests: Int
    var maxInFlight: Int
    var peakPerSecond: Int
  }
}
