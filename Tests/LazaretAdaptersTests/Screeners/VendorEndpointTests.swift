import LazaretCore
import Testing

@testable import LazaretAdapters

struct VendorEndpointTests {
  private func lakera(_ text: String) throws(ScreenerError) -> String {
    try VendorEndpoint(
      text, screener: "s", path: "/v2/guard", known: ["/v2/guard/results", "/v2/guard", "/v2"]
    ).url
  }

  private func lasso(_ text: String) throws(ScreenerError) -> String {
    try VendorEndpoint(
      text, screener: "s", path: "/classifix", known: ["/classifix", "/classify"], base: "/gateway/v3"
    ).url
  }

  @Test(arguments: [
    "https://api.lakera.ai", "api.lakera.ai", "API.Lakera.ai/", "https://api.lakera.ai///",
    "https://api.lakera.ai/v2", "https://api.lakera.ai/v2/", "https://api.lakera.ai/v2/guard",
    "https://api.lakera.ai/v2/guard/", "https://api.lakera.ai/v2/guard/results", " https://api.lakera.ai ",
    "HTTPS://api.lakera.ai",
  ])
  func `every way to write the host of Lakera leads to the call`(text: String) throws {
    #expect(try lakera(text) == "https://api.lakera.ai/v2/guard")
  }

  @Test(arguments: [
    ("http://localhost:8000", "http://localhost:8000/v2/guard"),
    ("http://guard.internal/lakera/", "http://guard.internal/lakera/v2/guard"),
    ("https://[::1]:8000/v2", "https://[::1]:8000/v2/guard"),
    ("guard:8000", "https://guard:8000/v2/guard"),
  ])
  func `ports, prefixes and http stay as written`(text: String, url: String) throws {
    #expect(try lakera(text) == url)
  }

  @Test(arguments: [
    "https://server.lasso.security", "server.lasso.security/", "https://server.lasso.security/gateway/v3",
    "https://server.lasso.security/gateway/v3/", "https://server.lasso.security/gateway/v3/classify",
    "https://server.lasso.security/gateway/v3/classifix/",
  ])
  func `every way to write the host of Lasso leads to the call`(text: String) throws {
    #expect(try lasso(text) == "https://server.lasso.security/gateway/v3/classifix")
  }

  @Test(arguments: [
    "", " ", "https://", "ftp://host", "https:// host", "https://user:key@host", "https://host?key=1",
    "https://host#x", "https:///v2/guard", "https://ho\u{0}st", "https://host/a b", "wss://host", "/v2/guard",
    "https://hÖst",
  ])
  func `what is no base URL is misconfigured and not quoted`(text: String) {
    do throws(ScreenerError) {
      _ = try lakera(text)
      Issue.record("accepted")
    } catch {
      guard case .misconfigured(let why) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(why.contains("screener 's'"))
      #expect(why.contains("'endpoint'"))
      #expect(!why.contains("user:key"))
    }
  }
}
