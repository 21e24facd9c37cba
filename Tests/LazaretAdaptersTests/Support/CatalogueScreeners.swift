import LazaretCore
import Testing

@testable import LazaretAdapters

/// A screener of the catalogue that asks a stub.
func makeScreener(
  _ kind: ScreenerKind, endpoint: String?, apiKey: String? = nil, timeout: Duration = .seconds(300)
) throws -> any Screener {
  let session = try #require(ULID("01J00000000000000000000000"))
  return try kind.make(
    ScreenerConfiguration(
      name: "under-test", kind: kind.name, endpoint: endpoint, apiKey: apiKey, timeout: timeout,
      session: session),
    SharedHTTP.client)
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
