import Foundation
import Hummingbird

/// What goes back over the wire.
struct Answer: Hashable, Sendable {
  var status: Int
  var body: [UInt8]
  /// The value of `Retry-After`, where there is one.
  var retryAfter: String?
  var contentType = "application/json"

  init(status: Int, body: [UInt8], retryAfter: String? = nil) {
    self.status = status
    self.body = body
    self.retryAfter = retryAfter
  }

  init(status: Int, plainText: String) {
    self.init(status: status, body: Array(plainText.utf8))
    contentType = "text/plain; charset=utf-8"
  }

  /// Keys become snake case and stand in order of the alphabet: equal answers are equal bytes.
  init(status: Int = 200, json: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(status: status, body: [UInt8](try encoder.encode(json)))
  }

  /// The answer as a whole.
  var response: Response {
    Response(
      status: .init(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// The head of the answer with its full length, the first half of its body, and then an end of
  /// the connection.
  var truncatedResponse: Response {
    let half = ByteBuffer(bytes: body.prefix(body.count / 2))
    return Response(
      status: .init(code: status), headers: headers,
      body: ResponseBody(contentLength: body.count) { writer in
        try await writer.write(half)
        // An error here is what makes the server close without the rest.
        throw CutOff()
      })
  }

  private struct CutOff: Error {}

  private var headers: HTTPFields {
    var headers: HTTPFields = [.contentType: contentType]
    if let retryAfter { headers[.retryAfter] = retryAfter }
    return headers
  }
}
