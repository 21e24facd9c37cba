import LazaretTesting
import Testing

@testable import LazaretDetectors

struct SecretDetectorTests {
  /// Random characters, so that no key stands in the source.
  private func body(_ set: ByteSet, _ count: Int, seed: Int) -> String {
    var generator = SeededGenerator(seed: seed)
    let inside = (UInt8(33)...126).filter { set.contains($0) && Character(Unicode.Scalar($0)).isLetter }
    let all = (UInt8(33)...126).filter { set.contains($0) && Character(Unicode.Scalar($0)).isNumber } + inside
    return String(
      decoding: (0..<count).map { _ in all.randomElement(using: &generator) ?? 97 }, as: UTF8.self)
  }

  @Test(arguments: TokenShape.all.indices)
  func `a token of each shape is found whole and not when its row is one letter`(index: Int) {
    let shape = TokenShape.all[index]
    let label = "secret/" + shape.kind
    for count in Set([shape.length.lowerBound, shape.length.upperBound]) {
      let token = shape.prefix + body(shape.body, count, seed: index)
      for text in [token, "key \(token), next", "\"\(token)\"", "(\(token))", "用\(token)。", "k=\(token)\n"] {
        #expect(found(label, in: text).contains(token), "\(shape.kind): \(text)")
      }
      #expect(!found(label, in: "x" + token).contains(token))
      #expect(found(label, in: shape.prefix + String(repeating: "a", count: count)) == [])
    }
    let short = shape.prefix + body(shape.body, shape.length.lowerBound - 1, seed: index)
    #expect(!found(label, in: "\(short) ").contains(short))
  }

  private static let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
  private static let payload = "eyJzdWIiOiIxMjM0NTY3ODkwIn0"

  @Test(arguments: [
    header + "." + payload + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg", header + "." + payload,
  ])
  func `a web token is found whole`(token: String) {
    #expect(found("secret/json_web_token", in: "jwt: \(token), and on") == [token])
    #expect(found("secret/json_web_token", in: "Authorization: Bearer \(token)") == [token])
  }

  @Test(arguments: [
    header, payload + "." + payload, "x" + header + "." + payload, header + ".c2lnbmF0dXJl",
    "eyJAAAA.eyJBBB.x",
    // A header without "alg".
    "eyJ0eXAiOiJKV1QifQ." + payload,
  ])
  func `what does not decode to a header and a payload is no web token`(text: String) {
    #expect(found("secret/json_web_token", in: text) == [])
  }

  @Test func `a private key is one block, to its last line or to the end`() {
    let block = "-----BEGIN RSA PRIVATE KEY-----\nabc\ndef\n-----END RSA PRIVATE KEY-----"
    #expect(found("secret/private_key", in: "a\n\(block)\nb\n\(block) c") == [block, block])
    let open = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n\ndef"
    #expect(found("secret/private_key", in: "a \(open)") == [open])
    let armour = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc\n-----END PGP PRIVATE KEY BLOCK-----"
    #expect(found("secret/private_key", in: armour) == [armour])
    for text in [
      "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----",
      "the line `-----BEGIN PRIVATE KEY-----` begins it", "-----END PRIVATE KEY-----",
    ] {
      #expect(found("secret/private_key", in: text) == [])
    }
  }

  @Test(arguments: [
    ("password=", "hT7!kq2Zr9", ""), ("PASSWORD: ", "hT7!kq2Zr9", ""),
    ("\"password\": \"", "s3cure-Pass", "\","),
    ("db_password = '", "correct-horse-9", "'"), ("passwd: ", "k3J9xQ2m", "\n"),
    ("DB_PASSWORD=", "9fK2lq81xZ", "\n"),
    ("--password ", "hT7kq2Zr9x", " run"), ("Passwort: ", "Sommer2031!x", ""), ("пароль: ", "hT7kq2Zr9x", ""),
    ("密码：", "hT7kq2Zr9x", ""), ("my password is ", "hT7!kq2Zr9", "."),
  ])
  func `an assigned password is found whole`(lead: String, value: String, tail: String) {
    #expect(found("secret/password", in: "x " + lead + value + tail) == [value])
  }

  @Test(arguments: [
    ("api_key: ", "secret/api_key"), ("apiKey = \"", "secret/api_key"),
    ("client_secret=", "secret/credential"),
    ("\"access_token\":\"", "secret/credential"), ("token => '", "secret/credential"),
    ("encryption-key: ", "secret/api_key"),
  ])
  func `an assigned key is found whole`(lead: String, label: String) {
    let value = body(.hex, 20, seed: 3) + "7f"
    let quote = lead.last.map { "\"'".contains($0) ? String($0) : "" } ?? ""
    #expect(found(label, in: lead + value + quote) == [value])
  }

  @Test func `the secret key of AWS has its own label`() {
    let value = body(.alphanumeric, 38, seed: 4) + "/7"
    for lead in ["aws_secret_access_key = ", "AWS_SECRET_ACCESS_KEY=", "\"SecretAccessKey\": \""] {
      #expect(
        labels(in: lead + value + (lead.hasSuffix("\"") ? "\"" : "")) == ["secret/aws_secret_access_key"])
    }
  }

  @Test(arguments: [
    "password=<your-password>", "password: changeme", "password = example", "api_key: xxxxxxxxxxxxxxxx",
    "token=${GITHUB_TOKEN}", "secret: $SECRET_VALUE_1", "password: {{ db_password_1 }}",
    "api_key=YOUR_API_KEY_123",
    "password: String", "password = getPassword(user1)", "token = request.headers2", "max_tokens: 4096",
    "token_type: bearer123456", "password_min_length = 12345678", "secret_name: prod-db-2031",
    "tokenizer = bpe50257x9",
    "password: ********", "password is required", "the password policy", "token: 123456789", "password:",
    "api_key: os.environ[\"KEY2\"]", "secretary: Jane2031x9q", "password=\"\"",
    "token_url: https://a.example/9x",
    "password: %PASSWORD1%", "password: redacted-20310401", "api key: see chapter 12", "pass: 98765432",
    "password = null", "token: `Bytes32`", "token:token_offset+32]", "compass = nw7q2k9xk",
  ])
  func `placeholders, variables and words are no secrets`(text: String) {
    let secrets = labels(in: text).filter { $0.hasPrefix("secret/") }
    #expect(secrets == [])
  }

  @Test(arguments: [
    ("postgres://jane:hT7kq2Zr9@db.example.com/x", "jane:hT7kq2Zr9"),
    ("see https://jane:p%40ss@example.com.", "jane:p%40ss"), ("redis://:hT7kq2Zr9@cache:6379", ":hT7kq2Zr9"),
    ("mongodb+srv://app:a@b7@example.com", "app:a@b7"),
  ])
  func `credentials in an address are found`(text: String, value: String) {
    #expect(found("secret/url_credentials", in: text) == [value])
  }

  @Test(arguments: [
    "https://example.com:8080/a@b", "https://user@example.com", "https://user:<password>@example.com",
    "https://user:${PASS}@example.com", "https://user:***@example.com", "https://example.com/a:b@c",
    "http://localhost:5000 @x", "://a:b7c8@d",
  ])
  func `an address without a password has none`(text: String) {
    #expect(found("secret/url_credentials", in: text) == [])
  }

  @Test func `a long secret is found to its end`() {
    let long = body(.alphanumeric, 3_000, seed: 11)
    #expect(found("secret/password", in: "password=\(long) x") == [long])
    #expect(found("secret/password", in: "password=\"\(long)\" x") == [long])
    #expect(found("secret/http_authorization", in: "Bearer \(long) x") == [long])
    let token = "py" + "pi-AgE" + long
    #expect(found("secret/pypi_token", in: token + " x") == [token])
  }

  @Test func `headers, webhooks and tokens with a mark inside`() {
    let token = body(.alphanumeric, 30, seed: 5)
    #expect(found("secret/http_authorization", in: "Authorization: Bearer \(token)7\n") == [token + "7"])
    #expect(
      found("secret/http_authorization", in: "authorization: basic amFuZTpoVDdrcTJacjk=") == [
        "amFuZTpoVDdrcTJacjk="
      ])
    #expect(
      found("secret/http_authorization", in: "the bearer token of basic training is bearer bonds") == [])
    let path = "T" + body(.alphanumeric, 9, seed: 6) + "/B" + body(.alphanumeric, 9, seed: 7) + "/" + token
    let hook = "https://hooks.slack.com/services/" + path
    #expect(found("secret/slack_webhook", in: "post to \(hook) now") == [hook])
    let bot = "110201543" + ":AA" + body(.alphanumeric, 33, seed: 8)
    #expect(found("secret/telegram_bot_token", in: "bot \(bot)!") == [bot])
    let mail = body(.hex, 32, seed: 9) + "-us13"
    #expect(found("secret/mailchimp_key", in: "'\(mail)'") == [mail])
  }
}

struct SecretValueTests {
  @Test func `entropy is that of Shannon`() {
    #expect(SecretValue.entropy([]) == 0)
    #expect(SecretValue.entropy(Array("aaaa".utf8)) == 0)
    #expect(abs(SecretValue.entropy(Array("abab".utf8)) - 1) < 1e-4)
    #expect(abs(SecretValue.entropy(Array("abcdefgh".utf8)) - 3) < 1e-4)
    #expect(abs(SecretValue.entropy(Array("aab".utf8)) - 0.9182958) < 1e-4)
  }
}
