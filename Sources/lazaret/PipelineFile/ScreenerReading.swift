import LazaretAdapters
import LazaretCore

/// Reads one entry of `screeners`.
struct ScreenerReading {
  let reader: YAMLReader

  func read() -> ScreenerSettings? {
    let name = reader.text("name")
    let kind = readKind()
    // Every key is read, also when another is wrong: all problems are told at once.
    let endpoint = kind == .builtin ? nil : readEndpoint(kind)
    let key = readKey(kind, endpoint: endpoint?.address)
    let projectID = reader.text("project_id")
    let userID = reader.text("user_id")
    let guardrails = readNames("guardrails", words: nil)
    let model = reader.text("model")
    let config = readConfig(endpoint: endpoint?.address)
    let checks = readNames("checks", words: nil)
    let detectors = readNames("detectors", words: EmbeddedDetectors.names)
    let metadata = readMetadata()
    let devInfo = reader.boolean("dev_info")
    refuseSwitchedOff("payload")
    refuseSwitchedOff("breakdown")
    let revision = reader.text("revision")
    let onFlagged = reader.word(
      "on_flagged", [("block", Action.quarantine), ("mask", .mask), ("monitor", .monitor)])
    let required = reader.boolean("required")
    let canary = reader.boolean("canary")
    if canary == false, let kind, kind.relays {
      reader.reading.add(
        """
        'canary: false': \(kind.rawValue) may let every text pass unscreened, a guardrail that it does not \
        know for one, and only the canary would tell
        """,
        at: reader.place(of: "canary"), isWarning: true)
    }
    let timeout = reader.duration("timeout")
    if timeout == .zero { reader.complain("'timeout' must be more than 0", about: "timeout") }
    let retryFor = reader.duration("retry_for")
    let limits = reader.mapping("limits") { readLimits($0, of: kind) }
    guard let kind else { return nil }
    warnOfCanaries(kind, limits, guardrails: guardrails?.count, isOn: canary ?? true)
    refuseKeysOfOthers(kind)
    requireKeys(of: kind)
    let groups = kind == .builtin ? readDetectors(detectors, guardrails) : nil
    return ScreenerSettings(
      name: name ?? kind.rawValue, kind: kind, endpoint: endpoint?.settings, apiKey: key,
      projectID: projectID, userID: userID,
      guardrails: kind == .builtin ? nil : guardrails?.map(\.text), model: model, gatewayConfig: config,
      checks: checks?.map(\.text) ?? [], detectors: groups, metadata: metadata,
      asksForDevInfo: devInfo ?? false,
      revision: revision, onFlagged: onFlagged, required: required ?? true,
      canary: canary ?? true, timeout: timeout ?? .seconds(15), retryFor: retryFor ?? .seconds(300),
      limits: limits)
  }

  // MARK: Kind

  private func readKind() -> ScreenerSettings.Kind? {
    reader.know("screener", .words(ScreenerSettings.Kind.allCases.map(\.rawValue)))
    reader.know("guardrail", .words(Self.guardrails.map(\.0)))
    let screener = reader.scalar("screener")
    let guardrail = reader.scalar("guardrail")
    switch (screener.isAbsent, guardrail.isAbsent) {
    case (true, true):
      reader.reading.add(
        "'screener' is missing; the kinds are \(Self.list(ScreenerSettings.Kind.allCases.map(\.rawValue)))",
        at: reader.place)
      return nil
    case (false, false):
      reader.complain("'guardrail' is LiteLLM's name for 'screener'; keep one of them", about: "guardrail")
      return nil
    case (false, true):
      guard let word = screener.value else { return nil }
      return reader.word(
        word, subject: "'screener'", ScreenerSettings.Kind.allCases.map { ($0.rawValue, $0) })
    case (true, false):
      guard let word = guardrail.value else { return nil }
      return reader.word(word, subject: "'guardrail'", Self.guardrails)
    }
  }

  /// LiteLLM's words for kinds.
  static let guardrails: [(String, ScreenerSettings.Kind)] = [
    ("lakera_v2", .lakeraGuard), ("lasso", .lassoClassifier),
  ]

  static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

  /// Keys that some kinds know and the others refuse.
  static let owners: [(keys: [String], kinds: [ScreenerSettings.Kind])] = [
    (["project_id", "payload", "breakdown", "dev_info"], [.lakeraGuard]),
    (["metadata"], [.lakeraGuard, .layerup]),
    (["user_id"], [.lassoClassifier]),
    (["guardrails"], [.layerup, .liteLLMProxy, .builtin]),
    (["model"], [.liteLLMProxy, .portkeyGateway]),
    (["config", "checks"], [.portkeyGateway]),
    (["detectors"], [.builtin]),
  ]

  private func refuseKeysOfOthers(_ kind: ScreenerSettings.Kind) {
    for (keys, kinds) in Self.owners where !kinds.contains(kind) {
      var why = "belongs to " + kinds.map(\.rawValue).joined(separator: ", ")
      if keys == ["user_id"], kind == .lakeraGuard { why += "; lakera_guard takes it in 'metadata'" }
      reader.refuse(keys, because: why)
    }
    if kind == .builtin {
      reader.refuse(Self.networkKeys, because: "is of no use here: builtin runs inside lazaret")
    }
  }

  /// Keys that `builtin` refuses.
  static let networkKeys = ["endpoint", "api_base", "api_key"]

  static let required: [ScreenerSettings.Kind: [(key: String, what: String)]] = [
    .liteLLMProxy: [
      ("model", "the model that the proxy asks after its guardrails"),
      ("guardrails", "the proxy's guardrails that judge"),
    ],
    .portkeyGateway: [
      ("model", "the model that the gateway asks after its guardrails"),
      ("config", "the gateway's config, which names the guardrails"),
      ("checks", "the checks that must answer, such as lasso.classify"),
    ],
  ]

  private func requireKeys(of kind: ScreenerSettings.Kind) {
    for (key, what) in Self.required[kind] ?? [] {
      if !reader.has(key) {
        reader.reading.add("'\(key)' is missing; name \(what)", at: reader.place)
      } else if isNothing(key) {
        reader.complain("'\(key)' is empty; name \(what)", about: key)
      }
    }
  }

  /// True for a key with nothing behind it; `[]` is told where lists are read.
  private func isNothing(_ key: String) -> Bool {
    let isList = key == "guardrails" || key == "checks"
    return isList ? reader.isEmptyList(key) && reader.items(key) == nil : reader.scalar(key).isAbsent
  }

  // MARK: Endpoint and key

  private struct ReadEndpoint {
    var settings: ScreenerSettings.Endpoint
    /// `nil` for the sandbox.
    var address: WebAddress?
  }

  private func readEndpoint(_ kind: ScreenerSettings.Kind?) -> ReadEndpoint? {
    let endpoint = reader.scalar("endpoint")
    let base = reader.scalar("api_base")
    if !endpoint.isAbsent, !base.isAbsent {
      reader.complain("'api_base' is LiteLLM's name for 'endpoint'; keep one of them", about: "api_base")
      return nil
    }
    let key = endpoint.isAbsent ? "api_base" : "endpoint"
    switch endpoint.isAbsent ? base : endpoint {
    case .invalid: return nil
    case .absent:
      guard let kind else { return nil }
      guard let text = kind.defaultEndpoint, let address = try? WebAddress(text) else {
        let named = reader.has("api_base") ? "api_base" : "endpoint"
        let state = reader.has(named) ? "is empty" : "is missing"
        reader.reading.add(
          "'\(named)' \(state); \(kind.rawValue) runs at an address of yours", at: reader.place(of: named))
        return nil
      }
      return ReadEndpoint(settings: .url(text), address: address)
    case .value(let scalar): return parseEndpoint(scalar, key: key, kind)
    }
  }

  private func parseEndpoint(
    _ scalar: ReadScalar, key: String, _ kind: ScreenerSettings.Kind?
  ) -> ReadEndpoint? {
    if scalar.text == "sandbox" {
      if let kind, !kind.hasSandbox {
        reader.complain(
          """
          '\(key)' cannot be sandbox: the sandbox does not play \(kind.rawValue); write its address, or try \
          the pipeline with lakera_guard, lasso_classifier or layerup
          """, about: key)
        return nil
      }
      return ReadEndpoint(settings: .sandbox, address: nil)
    }
    if kind == .liteLLMProxy, let why = LiteLLMProxy.refusal(of: scalar.text) {
      reader.complain("'\(key)' \(why)", about: key)
      return nil
    }
    do throws(WebAddress.Fault) {
      let text = scalar.text.contains("://") ? scalar.text : "https://" + scalar.text
      let address = try WebAddress(text)
      guard !address.hasQuery else {
        reader.complain("'\(key)' must end with its path, without '?' or '#'", about: key)
        return nil
      }
      return ReadEndpoint(settings: .url(address.text), address: address)
    } catch {
      let sandbox = error == .userInfo ? "; put the key into 'api_key'" : ", or be the word sandbox"
      reader.complain("'\(key)' \(error.message)\(sandbox)", about: key)
      return nil
    }
  }

  /// - Parameter endpoint: `nil` when it is the sandbox, or wrong and told already.
  private func readKey(_ kind: ScreenerSettings.Kind?, endpoint: WebAddress?) -> Secret? {
    if reader.reading.asksNobody {
      reader.ignore("api_key")
      return nil
    }
    switch reader.secret("api_key") {
    case .invalid: return nil
    case .absent:
      if let endpoint, endpoint.isEncrypted, kind != .builtin {
        let state = reader.has("api_key") ? "is empty" : "is missing"
        reader.complain("'api_key' \(state); an https endpoint needs one", about: "api_key")
      }
      return nil
    case .value(let secret):
      if let endpoint, !endpoint.isEncrypted, !endpoint.isLoopback {
        reader.complain(
          """
          an http endpoint would send the key in clear; write https://, or remove 'api_key' \
          for a service that takes none
          """, about: reader.has("endpoint") ? "endpoint" : "api_base")
      }
      return secret
    }
  }

  // MARK: The rest

  private func readMetadata() -> [String: String] {
    var metadata: [String: String] = [:]
    for pair in reader.pairs("metadata") {
      if pair.value.isAbsent {
        reader.reading.add("'\(pair.key)' of 'metadata' has no value", at: pair.keyPlace)
      }
      metadata[pair.key] = pair.value.value?.text
    }
    return metadata
  }

  private func refuseSwitchedOff(_ key: String) {
    let isOn = reader.boolean(key)
    reader.know(key, .alwaysTrue)
    if isOn == false {
      reader.complain(
        "'\(key)' cannot be false: lazaret always asks for it, without it a detection cannot be located",
        about: key)
    }
  }

  /// A budget that the canaries use up leaves nothing for documents, night after night.
  private func warnOfCanaries(
    _ kind: ScreenerSettings.Kind, _ limits: ScreenerSettings.Limits?, guardrails: Int?, isOn: Bool
  ) {
    guard isOn, kind.isNetworked, let perRun = limits?.requestsPerRun else { return }
    let canaries = (kind == .liteLLMProxy ? max(guardrails ?? 1, 1) : 1) + 1
    if perRun <= canaries {
      reader.reading.add(
        """
        'requests_per_run' is \(perRun), and each run first sends \(canaries) canaries: nothing is left for \
        documents
        """,
        at: reader.place(of: "limits"), isWarning: true)
    }
  }

  private func readLimits(_ limits: YAMLReader, of kind: ScreenerSettings.Kind?) -> ScreenerSettings.Limits {
    let rate = limits.value("requests_per_second", "a number", as: .positiveNumber, parse: Quantity.decimal)
    if let rate, !(rate > 0 && rate.isFinite) {
      limits.complain("'requests_per_second' must be more than 0", about: "requests_per_second")
    }
    let bytes = limits.value(
      "bytes_per_second", "a size such as 200KB", as: .size, parse: Quantity.byteCount)
    if let bytes, bytes < 1 {
      limits.complain("'bytes_per_second' must be at least 1", about: "bytes_per_second")
    }
    return ScreenerSettings.Limits(
      requestsPerSecond: rate ?? kind?.defaultRequestsPerSecond ?? 20, bytesPerSecond: bytes,
      concurrency: limits.integer("concurrency", atLeast: 1) ?? 32,
      requestsPerRun: limits.integer("requests_per_run", atLeast: 1),
      requestsPerMonth: limits.integer("requests_per_month", atLeast: 1))
  }
}

extension YAMLReader {
  /// A key or a password. Its text is in no problem.
  func secret(_ key: String) -> Presence<Secret> {
    switch scalar(key) {
    case .absent: return .absent
    case .invalid: return .invalid
    case .value(let scalar):
      guard scalar.text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
        reading.add(
          "'\(key)' holds a space, a line break or a character that is not ASCII; no key does",
          at: scalar.place)
        return .invalid
      }
      if scalar.variables.isEmpty {
        reading.add(
          "'\(key)' stands in the file for everyone to read; take it from a variable: ${NAME}",
          at: scalar.place, isWarning: true)
      }
      return .value(Secret(scalar.text))
    }
  }
}
