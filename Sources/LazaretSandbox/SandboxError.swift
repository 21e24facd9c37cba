import Foundation
import NIOCore

/// Why the sandbox does not serve.
package enum SandboxError: Error, Hashable, CustomStringConvertible {
  case noSuchPort(Int)
  case noSuchRate(Int)
  case portTaken(Int)
  /// The operating system's reason, in its words.
  case cannotListen(port: Int, reason: String)

  init(_ error: IOError, port: Int) {
    self =
      error.errnoCode == EADDRINUSE
      ? .portTaken(port)
      : .cannotListen(port: port, reason: String(cString: strerror(error.errnoCode)))
  }

  package var description: String {
    switch self {
    case .noSuchPort(let port):
      "there is no port '\(port)'; choose one from 1 to 65535, or 0 for any free one"
    case .noSuchRate(let rate):
      "'\(rate)' requests per second is no rate; choose 1 or more, or leave it out for no limit"
    case .portTaken(let port):
      "port '\(port)' of 127.0.0.1 is taken; stop what listens there, or choose 0 for any free one"
    case .cannotListen(let port, let reason):
      "cannot listen on port '\(port)' of 127.0.0.1 (\(reason)); choose another port"
    }
  }
}
