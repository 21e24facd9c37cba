import LazaretCore
import LazaretTesting
import Testing

@testable import lazaret

struct ScreenerReadingTests {
  private static let key = "sk-0123456789-not-to-be-seen"

  @Test func `the words of LiteLLM mean the same`() throws {
    let lakera = try PipelineFileFixture.screener(
      """
      guardrail: lakera_v2
      api_base: https://api.lakera.ai
      api_key: os.environ/LAKERA_API_KEY
      project_id: project-1
      on_flagged: monitor
      payload: true
      breakdown: true
      dev_info: false
      metadata: { user_id: u }
      """, ["LAKERA_API_KEY": Self.key])
    #expect(lakera.kind == .lakeraGuard)
    #expect(lakera.name == "lakera_guard")
    #expect(lakera.endpoint == .url("https://api.lakera.ai"))
    #expect(lakera.apiKey?.reveal() == Self.key)
    #expect(lakera.onFlagged == .monitor)
    #expect(lakera.metadata == ["user_id": "u"])
    let lasso = try PipelineFileFixture.screener("guardrail: lasso\napi_key: ${K}", ["K": Self.key])
    #expect(lasso.kind == .lassoClassifier)
  }

  @Test(arguments: [
    ("", ScreenerSettings.Endpoint.url("https://api.lakera.ai"), true),
    ("${NONE:-}", .url("https://api.lakera.ai"), true),
    ("api.lakera.ai", .url("https://api.lakera.ai"), true),
    ("https://api.lakera.ai/v2/guard", .url("https://api.lakera.ai/v2/guard"), true),
    ("sandbox", .sandbox, false),
    ("sandbox", .sandbox, true), ("${NONE:-sandbox}", .sandbox, false),
    ("http://lakera.internal:8000", .url("http://lakera.internal:8000"), false),
    ("http://127.0.0.1:8787", .url("http://127.0.0.1:8787"), true),
    ("http://localhost:8787", .url("http://localhost:8787"), true),
    ("http://[::1]:8787", .url("http://[::1]:8787"), true),
    ("guard.example.com:8443/lakera", .url("https://guard.example.com:8443/lakera"), true),
  ])
  func `an endpoint is the sandbox or an address`(
    text: String, expected: ScreenerSettings.Endpoint, withKey: Bool
  ) throws {
    let lines = "screener: lakera_guard\nendpoint: \"\(text)\"" + (withKey ? "\napi_key: ${K}" : "")
    let screener = try PipelineFileFixture.screener(lines, ["K": Self.key])
    #expect(screener.endpoint == expected)
    #expect(screener.apiKey?.reveal() == (withKey ? Self.key : nil))
  }

  @Test(arguments: [
    (
      "endpoint: http://guard.example.com\napi_key: ${K}",
      "6:15: an http endpoint would send the key in clear; "
        + "write https://, or remove 'api_key' for a service that takes none"
    ),
    (
      "api_base: http://127.0.0.1.example.com\napi_key: ${K}",
      "6:15: an http endpoint would send the key in clear; "
        + "write https://, or remove 'api_key' for a service that takes none"
    ),
    ("endpoint: https://api.lakera.ai", "5:5: 'api_key' is missing; an https endpoint needs one"),
    ("endpoint: api.lakera.ai\napi_key: ${NONE:-}", "7:14: 'api_key' is empty; an https endpoint needs one"),
    ("revision: 1", "5:5: 'api_key' is missing; an https endpoint needs one"),
    (
      "endpoint: sandbox\napi_key: ${NONE}",
      "7:14: 'api_key': the variable 'NONE' is not set; export it, "
        + "or set NONE_FILE to a file that holds it"
    ),
    (
      "endpoint: ${NONE}",
      "6:15: 'endpoint': the variable 'NONE' is not set; export it, "
        + "or set NONE_FILE to a file that holds it"
    ),
    (
      "endpoint: https://u:${K}@api.lakera.ai\napi_key: ${K}",
      "6:15: 'endpoint' must not hold a user name "
        + "or a password, which would end up in logs; put the key into 'api_key'"
    ),
    (
      "endpoint: ftp://api.lakera.ai\napi_key: ${K}",
      "6:15: 'endpoint' must begin with https:// or http://, "
        + "or be the word sandbox"
    ),
    (
      "endpoint: https://api.lakera.ai?key=${K}\napi_key: ${K}",
      "6:15: 'endpoint' must end with its path, "
        + "without '?' or '#'"
    ),
    (
      "endpoint: sandbox\napi_base: sandbox",
      "7:15: 'api_base' is LiteLLM's name for 'endpoint'; keep one of them"
    ),
    (
      "endpoint: sandbox\napi_key: ${SPACED}",
      "7:14: 'api_key' holds a space, a line break or a character "
        + "that is not ASCII; no key does"
    ),
    ("endpoint: sandbox\napi_key: [a]", "7:14: 'api_key' must be a single value, it is a list"),
    (
      "endpoint: sandbox\npayload: false",
      "7:14: 'payload' cannot be false: lazaret always asks for it, "
        + "without it a detection cannot be located"
    ),
    (
      "endpoint: sandbox\nbreakdown: false",
      "7:16: 'breakdown' cannot be false: lazaret always asks for it, "
        + "without it a detection cannot be located"
    ),
    (
      "endpoint: sandbox\non_flagged: ${K}",
      "7:17: 'on_flagged' must be one of block, mask, monitor, "
        + "the value of the variable 'K' is not"
    ),
    (
      "endpoint: sandbox\non_flagged: blok",
      "7:17: 'on_flagged' must be one of block, mask, monitor, "
        + "it is the text 'blok'; did you mean 'block'?"
    ),
    ("endpoint: sandbox\ntimeout: 0s", "7:14: 'timeout' must be more than 0"),
    (
      "endpoint: sandbox\ntimeout: ${K}",
      "7:14: 'timeout' must be a duration such as 50ms, 15s, 5m or 1h30m, "
        + "the value of the variable 'K' is not"
    ),
    (
      "endpoint: sandbox\nlimits: { requests_per_second: 0 }",
      "7:36: 'requests_per_second' must be more than 0"
    ),
    ("endpoint: sandbox\nlimits: { concurrency: 0 }", "7:28: 'concurrency' must be at least 1"),
    (
      "endpoint: sandbox\nlimits: { requests_per_run: 0 }",
      "7:33: 'requests_per_run' must be at least 1"
    ),
    (
      "endpoint: sandbox\nlimits: { requests_per_month: 0 }",
      "7:35: 'requests_per_month' must be at least 1"
    ),
    (
      "endpoint: sandbox\nlimits: { bytes_per_second: fast }",
      "7:33: 'bytes_per_second' must be a size such as 200KB, it is the text 'fast'"
    ),
    (
      "endpoint: sandbox\nlimits: { burst: 5 }",
      "7:15: unknown key 'burst'; "
        + "the keys here are bytes_per_second, concurrency, requests_per_month, requests_per_run, requests_per_second"
    ),
    (
      "endpoint: sandbox\nuser_id: me",
      "7:5: 'user_id' belongs to lasso_classifier; "
        + "lakera_guard takes it in 'metadata'"
    ),
    ("endpoint: sandbox\nmetadata: { a: [b] }", "7:20: 'a' must be a single value, it is a list"),
    ("endpoint: sandbox\nmetadata: { a: }", "7:17: 'a' of 'metadata' has no value"),
    (
      "endpoint: sandbox\nrequired: false",
      "5:3: no screener is 'required: true', "
        + "so text could pass that nobody judged; require one"
    ),
  ])
  func `a wrong setting of lakera_guard is told, and no value of the environment is repeated`(
    lines: String, expected: String
  ) throws {
    let errors = try PipelineFileFixture.errors(
      screener: "screener: lakera_guard\n" + lines, ["K": Self.key, "SPACED": Self.key + "\nX-Evil: 1"])
    #expect(errors == [expected])
    #expect(!"\(errors)".contains("not-to-be-seen"))
  }

  @Test(arguments: [
    (
      "name: x",
      "5:5: 'screener' is missing; the kinds are lakera_guard, lasso_classifier, layerup, litellm_proxy, "
        + "portkey_gateway, builtin"
    ),
    (
      "screener: layerupp",
      "5:15: 'screener' must be one of lakera_guard, lasso_classifier, layerup, litellm_proxy, "
        + "portkey_gateway, builtin, it is the text 'layerupp'; did you mean 'layerup'?"
    ),
    // LiteLLM has no guardrail of that name.
    ("guardrail: layerup", "5:16: 'guardrail' must be one of lakera_v2, lasso, it is the text 'layerup'"),
    ("guardrail: aporia", "5:16: 'guardrail' must be one of lakera_v2, lasso, it is the text 'aporia'"),
    (
      "screener: builtin\nguardrail: lasso",
      "6:16: 'guardrail' is LiteLLM's name for 'screener'; keep one of them"
    ),
    (
      "screener: builtin\nendpoint: sandbox", "6:5: 'endpoint' is of no use here: builtin runs inside lazaret"
    ),
    (
      "screener: lasso_classifier\nendpoint: sandbox\nproject_id: p",
      "7:5: 'project_id' belongs to lakera_guard"
    ),
  ])
  func `a kind that is not there, or another kind's key, is told`(lines: String, expected: String) throws {
    #expect(try PipelineFileFixture.errors(screener: lines) == [expected])
  }

  @Test(arguments: 0..<100)
  func `no problem repeats a value of the environment, wherever it stands`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let keys = [
      "name", "screener", "guardrail", "endpoint", "api_base", "api_key", "project_id", "revision",
      "on_flagged",
      "required", "timeout", "retry_for", "limits", "user_id", "metadata", "payload", "breakdown", "dev_info",
      "guardrails", "model", "config", "checks", "detectors",
    ].shuffled(using: &generator).prefix(6)
    let forms = [
      "${K}", "https://${K}", "x://${K}@h", "http://h/?${K}", "os.environ/K", "[\"${K}\"]", "${K:-x}",
    ]
    let lines = keys.map { "\($0): \(forms.randomElement(using: &generator) ?? "${K}")" }
    let yaml =
      "name: n\nstore: s\nsources: [{ directory: d, exclude: [\"${K}\"] }]\nmasking: { placeholder: \"{${K}}\" }\n"
      + "chunking: { target_characters: \"${K}\" }\nexport: { format: \"${K}\" }\nscreeners:\n  - "
      + lines.joined(separator: "\n    ") + "\n"
    let value = Self.key + ["", " ", "[", "\n", "@", "ü"][seed % 6]
    let errors = try PipelineFileFixture.errors(of: yaml, ["K": value])
    #expect(!errors.isEmpty)
    #expect(!"\(errors)".contains("not-to-be-seen"), "\(errors)")
  }
}
