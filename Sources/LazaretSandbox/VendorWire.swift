import Hummingbird
import LazaretDetectors

/// Looks for what is in a text, and counts the text as screened.
typealias Screen = @Sendable (String) -> [Detection]

/// One vendor's side of the wire: which paths it has, what it refuses, how it words its answers.
///
/// A new vendor is a new file with a conforming type, and a line in `SandboxRoutes`.
protocol VendorWire: Sendable {
  /// The vendor in `/sandbox/stats`, in lower case.
  var name: String { get }

  /// Every path that it answers, all by POST.
  static var paths: [String] { get }

  /// Called with a request to one of `paths`.
  ///
  /// - Throws: `Refusal` for what the vendor would not take.
  func answer(to request: VendorRequest) throws -> Answer

  /// The error body in the vendor's own shape.
  func answer(refusing refusal: Refusal, shapes: ShapeSet) throws -> Answer
}

extension VendorWire {
  var paths: [String] { Self.paths }
}

/// A request to a vendor whose body has arrived.
struct VendorRequest: Sendable {
  /// One of the vendor's paths.
  var path: String
  var headers: HTTPFields
  /// The body; `nil` when it is not JSON.
  var json: JSONValue?
  /// How the answer is to look.
  var shapes: ShapeSet

  /// The fields of the body.
  func fields() throws(Refusal) -> Fields {
    guard let json else { throw .badRequest("the request body is not valid JSON") }
    guard case .object(let object) = json else {
      throw .badRequest("the request body must be a JSON object")
    }
    return Fields(object)
  }

  /// The value of a header, `nil` when it is absent or blank.
  ///
  /// - Parameter name: in lower case.
  func header(_ name: String) -> String? {
    let field = headers.first { $0.name.canonicalName == name }
    guard let value = field?.value, value.contains(where: { !$0.isWhitespace }) else { return nil }
    return value
  }
}

/// What a vendor says no to, before it has been put into the vendor's words.
struct Refusal: Error, Hashable, Sendable {
  var status: Int
  /// Names the field that is wrong, never its content.
  var message: String

  static func badRequest(_ message: String) -> Refusal { Refusal(status: 400, message: message) }
  static let unauthorized = Refusal(status: 401)
  static let tooLarge = Refusal(status: 413)
  static let tooManyRequests = Refusal(status: 429)
}

extension Refusal {
  /// With the words that HTTP has for the status.
  init(status: Int) {
    self.init(status: status, message: Self.words[status] ?? "Error \(status)")
  }

  private static let words = [
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    408: "Request Timeout", 409: "Conflict", 413: "Content Too Large",
    422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
