import LazaretCore

/// Values that a name says are secret: `password=…`, `"api_key": "…"`, `client_secret => '…'`, `PGPASSWORD=…`.
/// The span is the value. A value that is a placeholder, a variable, a path, a call, a number or a word is
/// none.
struct AssignedSecretDetector: Detector {
  private static let names: [(name: String, kind: String)] =
    [
      "password", "passwd", "passphrase", "passwort", "kennwort", "pwd", "pass", "dbpass", "userpass",
      "contraseña", "mot de passe",
      "senha", "пароль", "密码", "密碼", "パスワード",
    ].map { ($0, "password") }
    + [
      "api key", "apikey", "api token", "access key", "accesskey", "auth key", "authkey", "license key",
      "account key", "accountkey", "encryption key", "signing key", "master key", "private key", "privatekey",
      "shared access key", "sharedaccesskey", "preshared key", "presharedkey", "subscription key", "app key",
      "appkey", "service key",
    ].map { ($0, "api_key") }
    + [
      "secret", "client secret", "secret key", "secretkey", "token", "auth token", "authtoken",
      "access token", "accesstoken", "credential", "credentials", "connect sid",
    ].map { ($0, "credential") }
    + [
      "aws secret access key", "aws secret key", "secret access key", "secretaccesskey", "aws secret",
    ].map { ($0, "aws_secret_access_key") }

  let triggers: [Trigger] = names.map { name in
    // `compass = …` is none.
    .literal(Literal(ignoringCase: name.name, edges: name.name == "pass" ? .start : []))
  }

  /// So much of a value is judged; a longer one is reported to its end.
  private static let longestJudged = 256

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var lastName = 0..<0
    var readEnd = 0
    for hit in hits {
      guard let place = operatorEnd(of: hit, in: text), let value = value(from: place, in: text)
      else {
        continue
      }
      let bytes = value.range.map { text[$0] }
      var kind = Self.names[hit.trigger].kind
      if kind == "aws_secret_access_key" {
        // Forty characters of base64 (AWS, "IAM identifiers"); else it is another secret.
        if bytes.count != 40 || !bytes.allSatisfy(ByteSet.base64.contains) { kind = "credential" }
      }
      let isLongest = !(lastName.contains(hit.start) && hit.end <= lastName.upperBound)
      if !SecretValue.isSecret(bytes, isQuoted: value.isQuoted) { continue }
      if !isLongest { continue }
      lastName = hit.start..<hit.end
      var end = value.range.upperBound
      if value.range.count >= Self.longestJudged {
        end = runEnd(of: value.range, readTo: readEnd, in: text)
        readEnd = end
      }
      found.append(
        Detection(label: Label("secret/" + kind), span: TextSpan(value.range.lowerBound, end)))
    }
    return Self.oneLabelForEachValue(found)
  }

  /// `aws_secret_access_key` is found by `secret` and by `access key` as well; the most telling name stays.
  private static func oneLabelForEachValue(_ found: [Detection]) -> [Detection] {
    func rank(_ label: Label) -> Int {
      ["secret/aws_secret_access_key", "secret/password", "secret/api_key"].firstIndex {
        $0 == label.rawValue
      } ?? 3
    }
    return Dictionary(grouping: found, by: \.span).values.compactMap { group in
      group.min { (rank($0.label), $0.label) < (rank($1.label), $1.label) }
    }
  }

  /// Parts of a name that turn it into something else: `token_type`, `password_min_length`.
  private static let otherwise = [
    "name", "file", "path", "url", "uri", "type", "count", "length", "size", "limit", "expir", "ttl", "field",
    "hint", "policy", "regex", "pattern", "format", "version", "prefix", "header", "label", "class",
    "rotation",
    "izer", "ize", "manager", "placeholder", "endpoint", "scope", "arn", "ref", "hash_algo", "input", "error",
  ]

  /// Behind the operator that follows a name, or `nil` when nothing is assigned to it.
  private func operatorEnd(of name: Hit, in text: TextBytes) -> Int? {
    let end = name.end
    var place = end
    if text[place].isLower, text[place - 1] >= 0x80 || text[place - 1].isLower {
      if text[place] != "s" || text[place + 1].isASCIILetter { return nil }
    }
    while place - end < 24,
      text[place].isAlphanumeric || text[place] == "_" || text[place] == "-" && text[place + 1] != ">"
    {
      place += 1
    }
    let rest = text.string(end..<place).lowercased()
    if Self.otherwise.contains(where: rest.contains) { return nil }
    place = skip(" \t\"'`])*\\", from: place, in: text, atMost: 6)
    let sign = place
    while place - sign < 3, "=:!>~|".utf8.contains(text[place]) { place += 1 }
    if place == sign {
      if text[place] == 0xEF, text[place + 1] == 0xBC, text[place + 2] == 0x9A { return place + 3 }  // ：
      // `--password hunter2`: a blank is the operator of a flag.
      if text[name.start - 1] == "-", text[place - 1] == " " || text[place - 1] == "\"" { return place }
      return spokenOperatorEnd(from: place, in: text)
    }
    if text[sign] == ">" || text[sign] == "!" && text[sign + 1] != "=" || text[sign] == "~" { return nil }
    return skip(" \t*", from: place, in: text, atMost: 8)
  }

  /// `password is …`.
  private func spokenOperatorEnd(from place: Int, in text: TextBytes) -> Int? {
    guard text[place - 1] == " ", text[place] == "i", text[place + 1] == "s",
      text[place + 2] == " " || text[place + 2] == ":"
    else { return nil }
    return skip(" :", from: place + 2, in: text, atMost: 3)
  }

  private func skip(_ signs: String, from start: Int, in text: TextBytes, atMost limit: Int) -> Int {
    var place = start
    while place - start < limit, text[place] != 0, signs.utf8.contains(text[place]) { place += 1 }
    return place
  }

  private static let bareStops = ByteSet(" \t\r\n\"'`,;<>|)&\\")

  private func value(from start: Int, in text: TextBytes) -> (range: Range<Int>, isQuoted: Bool)? {
    var place = start
    while place - start < 3,
      text[place] == "\\" || "bBrRfFuU@".utf8.contains(text[place]) && isQuote(text[place + 1])
    {
      place += 1
    }
    if isQuote(text[place]) {
      let quote = text[place]
      var end = place + 1
      while end - place < Self.longestJudged, text[end] != quote, text[end] != 0, !text[end].isLineEnd {
        end += 1
      }
      if text[end] == quote {
        let isEscaped = text[end - 1] == "\\"
        return (place + 1..<(isEscaped ? end - 1 : end), quote != "`")
      }
      place += 1
    }
    var end = place
    while end - place < Self.longestJudged, text[end] != 0, !Self.bareStops.contains(text[end]) { end += 1 }
    while end > place, ".:".utf8.contains(text[end - 1]) { end -= 1 }
    while text[end].isContinuation { end += 1 }
    return end > place ? (place..<end, false) : nil
  }

  /// Behind the run that a judged value begins. A value inside of the run that was read last ends with it, so
  /// that no byte is read for each of many names in one run.
  private func runEnd(of value: Range<Int>, readTo readEnd: Int, in text: TextBytes) -> Int {
    var end = max(value.upperBound, readEnd)
    if value.lowerBound < readEnd { return end }
    while text[end] != 0, !Self.bareStops.contains(text[end]) { end += 1 }
    return end
  }

  private func isQuote(_ byte: UInt8) -> Bool { byte == "\"" || byte == "'" || byte == "`" }
}
