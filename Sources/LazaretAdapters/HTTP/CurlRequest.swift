/// What is asked, and how much of an answer is taken.
struct CurlRequest: Sendable {
  enum Method: Sendable {
    case get
    case post
  }

  var method: Method
  let address: WebAddress
  /// Lines of the head, each `name: value`.
  let fields: [String]
  var body: [UInt8] = []
  var maxAnswerBytes: Int
  /// The only address that may be connected to; `nil` for any that the name stands for. Its connection is
  /// of this request alone.
  var pinned: IPAddress?

  /// - Returns: `nil` when a value holds what cannot stand in a head, such as a line end.
  init?(
    _ method: Method, _ address: WebAddress, headers: [(String, String)], maxAnswerBytes: Int,
    pinned: IPAddress? = nil
  ) {
    guard headers.allSatisfy({ $0.1.utf8.allSatisfy { (0x20...0x7E).contains($0) } }) else { return nil }
    self.method = method
    self.address = address
    self.maxAnswerBytes = max(0, maxAnswerBytes)
    self.pinned = pinned
    let names = Set(headers.map { $0.0.lowercased() })
    // What libcurl would add by itself: a name without a value takes it away. `Expect` would make every large
    // body wait for a word of the server.
    let unwanted = ["accept", "content-type", "expect"].filter { !names.contains($0) }.map { "\($0):" }
    // A field without a value is written with a semicolon.
    fields = headers.map { $0.1.isEmpty ? "\($0.0);" : "\($0.0): \($0.1)" } + unwanted
  }
}
