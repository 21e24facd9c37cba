import Testing

@testable import LazaretSandbox

struct FaultRulesTests {
  @Test func `the rules of the manual are read`() throws {
    let rules = try FaultRules.parse(
      #"""
      [{"route":"/v2/guard","every":10,"status":503,"retry_after":1}, {"match":"text","body":"{"},
       {"delay_ms":250}, {"drop":true}, {"truncate":true}, {"body":{"b":1,"A":[null]}}]
      """#.utf8)
    #expect(
      rules == [
        FaultRule(
          conditions: .init(route: "/v2/guard", every: 10),
          outcome: .answer(status: 503, retryAfter: "1", body: nil)),
        FaultRule(
          conditions: .init(match: "text"), outcome: .answer(status: 200, retryAfter: nil, body: "{")),
        FaultRule(delay: .milliseconds(250)),
        FaultRule(outcome: .drop),
        FaultRule(truncate: true),
        FaultRule(outcome: .answer(status: 200, retryAfter: nil, body: #"{"A":[null],"b":1}"#)),
      ])
    #expect(try FaultRules.parse("[]".utf8) == [])
  }

  static let wrong: [(json: String, error: String)] = [
    ("", "the faults are not a JSON list; write [] for none"),
    (#"{"drop":true}"#, "the faults are not a JSON list; write [] for none"),
    ("[1]", #"fault 1 is not a JSON object; write it as {"status":503}"#),
    (
      #"[{"drop":true},{"stauts":503}]"#,
      "fault 2 has the unknown key 'stauts'; known are body, delay_ms, drop, every, match, "
        + "retry_after, route, status, truncate"
    ),
    (
      #"[{"route":"/v2/gard","drop":true}]"#,
      "fault 1 has the unknown route '/v2/gard'; known are /v2/guard, /v2/guard/results, "
        + "/v2/policies/health, /gateway/v3/classify, /gateway/v3/classifix, /gateway/v2/classify, "
        + "/gateway/v1/classify, /gateway/v1/chat, /v1/guardrails/execute, /v1/mask/prompt, /v1/log/error"
    ),
    (#"[{"every":0,"drop":true}]"#, "'every' of fault 1 must be a whole number from 1 to 1000000000"),
    (#"[{"status":"503"}]"#, "'status' of fault 1 must be a whole number from 200 to 599"),
    (#"[{"status":99}]"#, "'status' of fault 1 must be a whole number from 200 to 599"),
    (#"[{"delay_ms":-1}]"#, "'delay_ms' of fault 1 must be a whole number from 0 to 3600000"),
    (#"[{"delay_ms":1.5}]"#, "'delay_ms' of fault 1 must be a whole number from 0 to 3600000"),
    (#"[{"match":"","drop":true}]"#, "'match' of fault 1 must be a string that is not empty"),
    (#"[{"drop":1}]"#, "'drop' of fault 1 must be true or false"),
    (
      #"[{"status":503,"retry_after":"\r\n"}]"#,
      "'retry_after' of fault 1 must be seconds of 0 or more, or an ASCII string"
    ),
    (
      #"[{"retry_after":1}]"#,
      "fault 1 has 'retry_after' without a status; add \"status\":429 or \"status\":503"
    ),
    (
      #"[{"drop":true,"status":503}]"#,
      "fault 1 has 'drop' and 'status', which exclude each other; remove one"
    ),
    (#"[{"route":"/v2/guard"}]"#, "fault 1 does nothing; add status, body, delay_ms, drop or truncate"),
    (#"[{"drop":false}]"#, "fault 1 does nothing; add status, body, delay_ms, drop or truncate"),
  ]

  @Test(arguments: wrong)
  func `a rule that could not happen is refused in words`(json: String, error: String) {
    let thrown = #expect(throws: FaultRulesError.self) { try FaultRules.parse(json.utf8) }
    #expect(thrown?.description == error)
  }

  @Test func `every counts the requests that meet the other conditions`() throws {
    let plan = FaultPlan(
      try FaultRules.parse(#"[{"route":"/v2/guard","match":"é","every":3,"status":500}]"#.utf8))
    func hits(_ path: String, _ text: String) -> Bool {
      plan.effect(on: path) { [text] }.outcome != nil
    }
    #expect(!hits("/v2/guard", "caf\u{E9}"))
    #expect(!hits("/gateway/v3/classify", "caf\u{E9}"))
    #expect(!hits("/v2/guard", "cafe"))
    #expect(!hits("/v2/guard", "cafe\u{301}"))
    #expect(!hits("/v2/guard", "caf\u{E9}"))
    #expect(hits("/v2/guard", "caf\u{E9}"))
    #expect(!hits("/v2/guard", "caf\u{E9}"))
  }

  @Test func `delays add up and the first outcome wins`() throws {
    let plan = FaultPlan(
      try FaultRules.parse(
        #"[{"delay_ms":5},{"status":500,"delay_ms":7},{"drop":true},{"truncate":true}]"#.utf8))
    #expect(
      plan.effect(on: "/v2/guard") { [] }
        == FaultEffect(
          delay: .milliseconds(12), outcome: .answer(status: 500, retryAfter: nil, body: nil),
          truncate: true))
  }
}
