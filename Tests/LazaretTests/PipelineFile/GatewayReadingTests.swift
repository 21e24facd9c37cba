import LazaretCore
import LazaretTesting
import Testing

@testable import lazaret

/// The screeners that are lists of guardrails: Layerup, the two gateways, and `builtin` in their place.
struct GatewayReadingTests {
  private static let key = "sk-0123456789-not-to-be-seen"
  private static let config =
    #"{"before_request_hooks":[{"type":"guardrail","checks":[{"id":"lasso.classify"}]}]}"#

  @Test func `layerup needs a key and nothing else`() throws {
    let layerup = try PipelineFileFixture.screener("screener: layerup\napi_key: ${K}", ["K": Self.key])
    #expect(layerup.kind == .layerup)
    #expect(layerup.endpoint == .url("https://api.uselayerup.com/v1"))
    #expect(layerup.guardrails == nil)
    let chosen = try PipelineFileFixture.screener(
      """
      screener: layerup
      endpoint: sandbox
      guardrails: [layerup.phishing, "shop.prompt.discount"]
      metadata: { customer: c }
      """)
    #expect(chosen.endpoint == .sandbox)
    #expect(chosen.guardrails == ["layerup.phishing", "shop.prompt.discount"])
    #expect(chosen.metadata == ["customer": "c"])
  }

  @Test func `litellm_proxy needs an address, a model and guardrails`() throws {
    let proxy = try PipelineFileFixture.screener(
      """
      screener: litellm_proxy
      api_base: http://127.0.0.1:4000
      api_key: os.environ/K
      model: small
      guardrails: [screen-prompt]
      """, ["K": Self.key])
    #expect(proxy.kind == .liteLLMProxy)
    #expect(proxy.endpoint == .url("http://127.0.0.1:4000"))
    #expect(proxy.model == "small")
    #expect(proxy.guardrails == ["screen-prompt"])
  }

  @Test(arguments: ["pc-saved-1", config, "  " + config + "\n"])
  func `portkey_gateway takes a saved config or a whole one, and keeps it secret`(config: String) throws {
    let gateway = try PipelineFileFixture.screener(
      """
      screener: portkey_gateway
      api_key: ${K}
      config: ${CONFIG}
      model: small
      checks: [lasso.classify]
      """, ["K": Self.key, "CONFIG": config])
    #expect(gateway.endpoint == .url("https://api.portkey.ai/v1"))
    #expect(gateway.checks == ["lasso.classify"])
    #expect(gateway.gatewayConfig?.reveal() == (config.contains("{") ? Self.config : config))
    #expect(!"\(gateway)".contains("lasso.classify\\\""))
    var dumped = ""
    dump(gateway, to: &dumped)
    #expect(!dumped.contains("before_request_hooks") && !dumped.contains("not-to-be-seen"))
  }

  @Test func `a config that stands in the file with its credentials is a warning`() throws {
    let yaml = """
      name: n
      store: s.sqlite
      sources: [{ directory: docs }]
      screeners:
        - screener: portkey_gateway
          api_key: ${K}
          model: small
          checks: [lasso.classify]
          config: |
            {"before_request_hooks": [
              {"type": "guardrail"}
            ]}

      """
    let file = try PipelineFileFixture(yaml).load(["K": Self.key])
    #expect(file.warnings.map(\.message).allSatisfy { $0.hasPrefix("'config' may hold credentials") })
    #expect(file.warnings.count == 1)
    #expect(file.screeners[0].gatewayConfig?.reveal().contains("\n") == false)
  }

  @Test(arguments: [
    (
      "screener: layerup\nendpoint: sandbox\nguardrails: []",
      "7:17: 'guardrails' is empty, so nobody would judge; name one, or remove the key"
    ),
    (
      "screener: layerup\nendpoint: sandbox\nguardrails: [a, b, a]",
      "7:24: the text 'a' stands twice in 'guardrails'; keep one"
    ),
    ("screener: layerup\nendpoint: sandbox\nchecks: [a]", "7:5: 'checks' belongs to portkey_gateway"),
    (
      "screener: layerup\nendpoint: sandbox\nmodel: m",
      "7:5: 'model' belongs to litellm_proxy, portkey_gateway"
    ),
    ("screener: layerup", "5:5: 'api_key' is missing; an https endpoint needs one"),
    (
      "screener: litellm_proxy\nmodel: m\nguardrails: [g]",
      "5:5: 'endpoint' is missing; litellm_proxy runs at an address of yours"
    ),
    (
      "screener: litellm_proxy\nendpoint: http://localhost:4000\nguardrails: [g]",
      "5:5: 'model' is missing; name the model that the proxy asks after its guardrails"
    ),
    (
      "screener: litellm_proxy\nendpoint: http://localhost:4000\nmodel: m",
      "5:5: 'guardrails' is missing; name the proxy's guardrails that judge"
    ),
    (
      "screener: litellm_proxy\nendpoint: http://localhost:4000\nmodel: \"\"\nguardrails: [g]",
      "7:12: 'model' is empty; name the model that the proxy asks after its guardrails"
    ),
    (
      "screener: litellm_proxy\nendpoint: http://localhost:4000/guardrails/apply_guardrail\nmodel: m\nguardrails: [g]",
      "6:15: 'endpoint' must not end in apply_guardrail: for Lakera (lakera_v2) and Lasso that route asks nobody "
        + "and returns the text unscreened; write the proxy's address alone"
    ),
    (
      "screener: litellm_proxy\nendpoint: sandbox\nmodel: m\nguardrails: [g]",
      "6:15: 'endpoint' cannot be sandbox: the sandbox does not play litellm_proxy; write its address, or try "
        + "the pipeline with lakera_guard, lasso_classifier or layerup"
    ),
    (
      "screener: portkey_gateway\nendpoint: sandbox\nmodel: m\nconfig: pc-1\nchecks: [lasso.classify]",
      "6:15: 'endpoint' cannot be sandbox: the sandbox does not play portkey_gateway; write its address, or try "
        + "the pipeline with lakera_guard, lasso_classifier or layerup"
    ),
    (
      "screener: portkey_gateway\napi_key: ${K}\nmodel: m\nconfig: pc-1\nchecks:",
      "9:12: 'checks' is empty; name the checks that must answer, such as lasso.classify"
    ),
    (
      "screener: portkey_gateway\napi_key: ${K}\nmodel: m\nconfig: ${K} x\nchecks: [a.b]",
      "8:13: 'config' is neither the id of a saved config nor JSON"
    ),
    (
      "screener: portkey_gateway\nendpoint: http://gateway.example\nmodel: m\nconfig: ${JSON}\nchecks: [a.b]",
      "6:15: an http endpoint would send 'config' in clear, which may hold credentials; write https://, "
        + "or the id of a saved config"
    ),
    (
      "screener: builtin\ndetectors: []",
      "6:16: 'detectors' is empty, so nobody would judge; name one, or remove the key"
    ),
    (
      "screener: builtin\ndetectors: [unicode]\nguardrails: [unicode]",
      "7:17: 'guardrails' is Layerup's name for 'detectors'; keep one of them"
    ),
    (
      "screener: builtin\nguardrails: [layerup.hallucination]",
      "6:18: 'layerup.hallucination' is no group of detectors: no embedded detector finds hallucination; "
        + "the names are personal, secrets, unicode, prompt_attack, layerup.invisible_unicode, "
        + "layerup.jailbreaking, layerup.prompt_injection, layerup.sensitive_data"
    ),
    (
      "screener: builtin\ndetectors: [emoji]",
      "6:17: 'emoji' is no group of detectors: there is no such group; "
        + "the names are personal, secrets, unicode, prompt_attack, layerup.invisible_unicode, "
        + "layerup.jailbreaking, layerup.prompt_injection, layerup.sensitive_data"
    ),
  ])
  func `a wrong setting is told, and no value of the environment is repeated`(
    lines: String, expected: String
  ) throws {
    let errors = try PipelineFileFixture.errors(
      screener: lines, ["K": Self.key, "JSON": Self.config])
    #expect(errors == [expected])
    #expect(!"\(errors)".contains("not-to-be-seen"))
  }

  @Test(arguments: [
    "layerup.phishing", "layerup.abuse", "layerup.content_moderation", "layerup.code_detection", "my.own",
    "layerup.",
  ])
  func `builtin refuses a guardrail that it cannot stand in for`(name: String) throws {
    let errors = try PipelineFileFixture.errors(screener: "screener: builtin\ndetectors: [\(name)]")
    #expect(errors.count == 1)
    #expect(errors.first?.contains("'\(name)' is no group of detectors") == true)
  }

  @Test func `a copied list of Layerup's runs on the embedded detectors`() throws {
    let builtin = try PipelineFileFixture.screener(
      "screener: builtin\nguardrails: [layerup.prompt_injection, layerup.sensitive_data]")
    #expect(builtin.detectors == ["layerup.prompt_injection", "layerup.sensitive_data"])
    #expect(builtin.guardrails == nil)
  }

  @Test func `builtin is held to no rate unless the file states one`() throws {
    let free = try PipelineFileFixture.screener("screener: builtin")
    #expect(free.limits.requestsPerSecond >= 100_000)
    let held = try PipelineFileFixture.screener("screener: builtin\nlimits: { requests_per_second: 5 }")
    #expect(held.limits.requestsPerSecond == 5)
    #expect(
      try PipelineFileFixture.screener("screener: layerup\nendpoint: sandbox").limits.requestsPerSecond == 20)
  }
}
