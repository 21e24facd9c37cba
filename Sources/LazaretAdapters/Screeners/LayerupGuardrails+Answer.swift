import LazaretCore

extension LayerupGuardrails {
  /// Reads the body of a 200. Pure: the same answer is the same screening.
  ///
  /// Layerup says nowhere what it found or where, so no finding has a place, and each asks for quarantine:
  /// nothing that this vendor finds can be masked.
  ///
  /// - Throws: `.unreadable` when the answer does not say whether something was found.
  static func screening(from body: [UInt8], screener: String) throws(ScreenerError) -> Screening {
    guard let answer = readJSONObject(LayerupAnswer.self, from: body) else {
      throw .unreadable("screener '\(screener)': the answer is not a JSON object")
    }
    guard let allSafe = answer.allSafe?.value else {
      let why = answer.allSafe == nil ? "is missing" : "is neither true nor false"
      throw .unreadable("screener '\(screener)': 'all_safe' \(why)")
    }
    let offender: String?
    switch answer.offender {
    case .value(let name): offender = name.trimmingHTTPSpace().nonEmpty
    case .wrong: throw .unreadable("screener '\(screener)': 'offending_guardrail' is no text")
    case nil: offender = nil
    }
    func found(_ label: Label, note: String?) -> Screening {
      Screening(findings: [Finding(screener: screener, label: label, vendorAction: .quarantine, note: note)])
    }
    switch (allSafe, offender) {
    case (true, nil):
      switch answer.cannedResponse {
      case nil: return Screening(findings: [])
      case .wrong: throw .unreadable("screener '\(screener)': 'canned_response' is no object")
      case .value:
        return found(.unattributed, note: "all is said to be safe, and yet there is a canned response")
      }
    case (true, _?):
      return found(.unattributed, note: "all is said to be safe, and yet a guardrail is named")
    case (false, nil):
      return found(
        .unattributed, note: "not all is safe, but the answer does not say which guardrail found it")
    case (false, let name?):
      return found(
        label(of: name), note: answer.cannedResponse?.isWrong == true ? "'canned_response' is no object" : nil
      )
    }
  }

  /// One name for one thing, whoever found it.
  private static func label(of guardrail: String) -> Label {
    let name = guardrail.lowercased()
    switch name {
    case "layerup.prompt_injection", "layerup.jailbreaking": return "prompt_attack"
    case "layerup.sensitive_data": return "pii"
    case "layerup.invisible_unicode": return "invisible_unicode"
    case "layerup.phishing": return "phishing"
    case "layerup.content_moderation": return "moderated_content"
    case "layerup.code_detection": return "code"
    default: break
    }
    let own = name.hasPrefix("layerup.") ? String(name.dropFirst("layerup.".count)) : name
    // People name their own guardrails in words.
    let word = own.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    return word.isIdentifier ? Label("layerup/\(word)") : .unattributed
  }
}

/// An answer of `/guardrails/execute` as far as it is read.
private struct LayerupAnswer: Decodable {
  var allSafe: WireValue<Bool>?
  var offender: WireValue<String>?
  var cannedResponse: WireValue<CannedResponse>?

  private enum Key: String, CodingKey {
    case allSafe = "all_safe"
    case offender = "offending_guardrail"
    case cannedResponse = "canned_response"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    allSafe = container.wire(Bool.self, .allSafe)
    offender = container.wire(String.self, .offender)
    cannedResponse = container.wire(CannedResponse.self, .cannedResponse)
  }

  /// What the dashboard would have a model say: the documentation calls its text `message`, a client
  /// `content`. It may repeat the document, so it is looked at for its shape and never kept.
  struct CannedResponse: Decodable, Sendable {
    private enum Key: String, CodingKey { case message, content }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in [Key.message, .content] { _ = try container.decodeIfPresent(String.self, forKey: key) }
    }
  }
}
