import LazaretCore
import Testing

@testable import LazaretAdapters

/// A screener of the catalogue that asks a stub.
func makeScreener(
  _ kind: ScreenerKind, endpoint: String?, apiKey: String? = nil, timeout: Duration = .seconds(300)
) throws -> any Screener {
  let session = try #require(ULID("01J00000000000000000000000"))
  var configuration = ScreenerConfiguration(
    name: "under-test", kind: kind.name, endpoint: endpoint, apiKey: apiKey, timeout: timeout,
    session: session)
  configuration.complete()
  return try kind.make(configuration, SharedHTTP.client)
}

extension ScreenerConfiguration {
  /// Puts in what the kind cannot do without.
  mutating func complete() {
    switch kind {
    case "litellm_proxy":
      model = "small"
      guardrails = ["screen-prompt"]
    case "portkey_gateway":
      model = "small"
      gatewayConfig = "pc-screen-1"
      checks = ["lasso.classify"]
    default: break
    }
  }
}

/// The case of an error without what it carries.
func caseName(_ error: ScreenerError) -> String {
  if case .cancelled = error { return "cancelled" }
  return Mirror(reflecting: error).children.first?.label ?? "\(error)"
}

extension Screener {
  /// The answer or the error, as one value.
  func outcome(for text: String) async -> Result<Screening, ScreenerError> {
    do throws(ScreenerError) {
      return .success(try await screen(text))
    } catch {
      return .failure(error)
    }
  }
}
