import LazaretCore
import LazaretDetectors

/// `POST /v1/mask/prompt`: personal data and secrets as tokens, and what each token stands for. Equal
/// values have equal tokens.
extension LayerupWire {
  func maskAnswer(to fields: Fields) throws -> Answer {
    let messages = try LayerupMessage.list(in: fields)
    guard !messages.isEmpty else { throw fields.refusal("messages", "must be a non-empty list") }
    var tokens = LayerupTokens(of: messages.map(\.content))
    let masked = messages.map { message in
      let things = screen(message.content)
        .filter { LayerupGuardrail.sensitiveData.isOffended(by: $0.label) }
        .sorted { ($0.span, $0.label) < ($1.span, $1.label) }
      // Joined first, because a token stands for everything that it covers.
      let covers = Cover.disjoint(things.map { Cover(span: $0.span, with: $0.label.placeholderType) })
        .map { cover in
          let value = message.content.part(cover.span)
          return Cover(span: cover.span, with: tokens.token(for: value, kind: cover.token))
        }
      return LayerupMessage(role: message.role, content: message.content.covered(by: covers))
    }
    return try Answer(json: LayerupMaskAnswer(messages: masked, variables: tokens.variables))
  }
}

/// The body of an answer of `/v1/mask/prompt`.
struct LayerupMaskAnswer: Encodable, Sendable {
  var messages: [LayerupMessage]
  /// The values by token. A client puts them back by replacing.
  var variables: [String: String]
}

/// Hands out tokens such as `[EMAIL_1]`. None stands in a text already, so that replacing puts back
/// what was there.
struct LayerupTokens: Sendable {
  private(set) var variables: [String: String] = [:]
  private var tokens: [[UInt8]: String] = [:]
  private var counts: [String: Int] = [:]
  private let taken: Set<String>

  init(of texts: [String]) { taken = Set(texts.flatMap(Self.likeTokens)) }

  mutating func token(for value: String, kind: String) -> String {
    // Bytes, because composed and decomposed forms of a word are two values here.
    if let token = tokens[Array(value.utf8)] { return token }
    var token: String
    repeat {
      counts[kind, default: 0] += 1
      token = "[\(kind)_\(counts[kind, default: 0])]"
    } while taken.contains(token)
    tokens[Array(value.utf8)] = token
    variables[token] = value
    return token
  }

  /// The parts of a text that have the form of a token: `[`, capitals, digits and `_`, `]`.
  private static func likeTokens(in text: String) -> [String] {
    var found: [String] = []
    var current: [UInt8]?
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "["):
        current = [byte]
      case UInt8(ascii: "]"):
        if let opened = current { found.append(String(decoding: opened + [byte], as: UTF8.self)) }
        current = nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        current?.append(byte)
      default:
        current = nil
      }
    }
    return found
  }
}
