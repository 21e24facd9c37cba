import LazaretAdapters
import LazaretCore
import LazaretDetectors

extension ScreenerSettings {
  /// - Parameters:
  ///   - sandbox: the address of the command's own sandbox.
  ///   - session: of this run.
  /// - Throws: what is wrong with the settings.
  func screener(sandbox: String?, session: ULID, http: VendorHTTP) throws -> any Screener {
    var configuration = ScreenerConfiguration(
      name: name, kind: kind.rawValue, apiKey: apiKey?.reveal(), projectID: projectID, userID: userID,
      guardrails: guardrails, model: model, gatewayConfig: gatewayConfig?.reveal(), checks: checks,
      detectors: detectors, revision: revision ?? "", metadata: metadata, timeout: timeout, session: session)
    switch endpoint {
    case .url(let url): configuration.endpoint = url
    case .sandbox:
      // Its port is another each time, and what answers is not. It asks for a key as the vendor does,
      // and takes any.
      let address = sandbox ?? "http://127.0.0.1:1"
      configuration.endpoint =
        switch kind {
        case .lassoClassifier: address + "/gateway/v3"
        case .layerup: address + "/v1"
        case .lakeraGuard, .liteLLMProxy, .portkeyGateway, .builtin: address
        }
      configuration.endpointIdentity = "sandbox \(DetectorSet.version)"
      configuration.apiKey = configuration.apiKey ?? "sandbox"
    case nil: break
    }
    guard let kind = ScreenerCatalog.kind(named: kind.rawValue) else {
      throw ScreenerError.misconfigured("there is no screener '\(kind.rawValue)'")
    }
    return try kind.make(configuration, http)
  }
}

extension ULID {
  /// For what is built and never asked.
  static var none: ULID {
    var zeros = Zeros()
    return ULID(milliseconds: 0, using: &zeros)
  }

  private struct Zeros: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
  }
}
