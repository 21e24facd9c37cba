import LazaretCore

extension LiteLLMProxy {
  /// Reads the body of a 200: a chat completion, because every guardrail let the text pass. Nothing in it
  /// proves that one ran; that is what a canary is for.
  ///
  /// - Throws: `.unreadable` for everything else.
  static func screening(ofPassed body: [UInt8], screener: String) throws(ScreenerError) -> Screening {
    guard let answer = readJSONObject(WireTree.self, from: body), answer.fields != nil else {
      throw .unreadable("screener '\(screener)': the answer is not a JSON object")
    }
    guard answer["error"] == nil, ChatCompletion.isOne(answer) else {
      throw .unreadable("screener '\(screener)': the answer is not a chat completion")
    }
    // A guardrail may also answer in the model's place.
    guard !ChatCompletion.wasFiltered(answer) else {
      return held(.unattributed, screener, note: "the model's answer was replaced by a content filter")
    }
    return Screening(findings: [])
  }

  /// Reads the body of a 400: a guardrail that found something, or a request that the proxy or the model
  /// does not take.
  ///
  /// The vendor's answer stands in `error.provider_specific_fields` (1.109), or is printed into
  /// `error.message` as Python or as JSON (before), or is `error.message` (LiteLLM's pages). So it is
  /// looked for by its key, wherever it stands.
  static func screening(
    ofRefused body: [UInt8], text: String, screener: String
  ) throws(ScreenerError) -> Screening {
    let who = "screener '\(screener)'"
    guard let answer = readJSONObject(WireTree.self, from: body) else {
      throw .rejected(status: 400, "\(who): the proxy does not take this text")
    }
    let refusal = LiteLLMRefusal(answer)
    if !refusal.relayed.isEmpty {
      var found: [Finding] = []
      var evidence = Screening.Evidence()
      for relayed in refusal.relayed {
        guard let screening = try? relayed.screening(text: text, screener: screener) else { continue }
        found += screening.findings
        evidence = screening.evidence
      }
      guard !found.isEmpty else {
        return held(.unattributed, screener, note: "a guardrail refused the text, and does not say why")
      }
      return Screening(findings: found, evidence: evidence).quarantining
    }
    // Without a database the proxy cannot look up a key that is not its own.
    if answer["error"]?["type"]?.string == "no_db_connection" {
      throw .unauthorised("\(who): the proxy does not know this key, check 'api_key'")
    }
    if refusal.begins(with: "invalid model name") {
      throw .misconfigured("\(who): the proxy knows no such model, check 'model'")
    }
    if refusal.begins(with: "guardrail"), refusal.says("not found") {
      throw .misconfigured("\(who): the proxy knows no such guardrail, check 'guardrails'")
    }
    if refusal.says("guardrail") || refusal.says("violat") {
      return held(
        .unattributed, screener, note: "a guardrail refused the text; the answer is not one that is known")
    }
    throw .rejected(status: 400, "\(who): the proxy or its model does not take this text")
  }

  private static func held(_ label: Label, _ screener: String, note: String) -> Screening {
    Screening(findings: [Finding(screener: screener, label: label, vendorAction: .quarantine, note: note)])
  }
}

/// What a 400 of the proxy says.
private struct LiteLLMRefusal {
  /// A vendor's answer under the key that its hook gives it.
  struct Relayed {
    enum Vendor: String, CaseIterable {
      case lakera = "lakera_guardrail_response"
      case lakeraVersion1 = "lakera_ai_response"
      case lasso = "lasso_response"
    }

    var vendor: Vendor
    /// `nil` when the key is there and its value cannot be read.
    var answer: WireTree?

    func screening(text: String, screener: String) throws(ScreenerError) -> Screening {
      guard let answer else { throw .unreadable("the vendor's answer cannot be read") }
      switch vendor {
      case .lakera, .lakeraVersion1:
        return try RelayedAnswer.lakera(answer, text: text, screener: screener)
      case .lasso:
        return try RelayedAnswer.lasso(answer, violations: true, text: text, screener: screener)
      }
    }
  }

  private(set) var relayed: [Relayed] = []
  /// In lower case; compared and never shown, because a model's error may repeat the text.
  private var words: [String] = []

  init(_ answer: WireTree) { look(at: answer, depth: 0) }

  func says(_ word: String) -> Bool { words.contains { $0.contains(word) } }

  /// Whether one of the texts says this near its beginning: what comes later may be the document's.
  func begins(with phrase: String) -> Bool {
    words.contains { String(decoding: Array($0.utf8.prefix(120)), as: UTF8.self).contains(phrase) }
  }

  private static let deepest = 16

  private mutating func look(at value: WireTree, depth: Int) {
    guard depth < Self.deepest else { return }
    switch value {
    case .object(let fields):
      for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
        if let vendor = Relayed.Vendor(rawValue: key) {
          relayed.append(Relayed(vendor: vendor, answer: value.fields == nil ? nil : value))
        } else {
          look(at: value, depth: depth + 1)
        }
      }
    case .list(let values):
      for value in values { look(at: value, depth: depth + 1) }
    case .string(let text):
      words.append(text.lowercased())
      guard let vendor = Relayed.Vendor.allCases.first(where: { text.contains($0.rawValue) }) else { return }
      let known = relayed.count
      if let printed = PrintedValue.dictionary(in: text) { look(at: printed, depth: depth + 1) }
      if relayed.count == known { relayed.append(Relayed(vendor: vendor, answer: nil)) }
    case .null, .bool, .integer, .double: break
    }
  }
}
