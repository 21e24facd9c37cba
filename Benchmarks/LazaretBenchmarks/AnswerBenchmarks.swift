import Benchmark
import LazaretAdapters

/// Reading what the vendors answer, a thousand times. The clean answers are what a night mostly gets.
func answerBenchmarks() {
  let text =
    "Write to jane.doe@example.org before Friday. " + String(repeating: "A dull sentence. ", count: 110)
  let masked = text.replacing("jane.doe@example.org", with: "<EMAIL_ADDRESS>")

  let lakera = [
    ("clean, 12 rows", lakeraAnswer(flagged: false, items: [])),
    (
      "an address, 12 rows",
      lakeraAnswer(
        flagged: true,
        items: [
          #"{"start":9,"end":29,"text":"jane.doe@example.org","detector_type":"pii/email","message_id":0}"#
        ])
    ),
  ]
  for (what, answer) in lakera {
    let body = Array(answer.utf8)
    Benchmark("Lakera: read 1,000 answers of \(body.count) bytes (\(what))") { benchmark in
      for _ in benchmark.scaledIterations {
        for _ in 0..<1000 { blackHole(try LakeraGuard.screening(from: body, text: text, screener: "lakera")) }
      }
    }
  }

  let finding = #"""
    "pattern-detection":[{"name":"Email Address","category":"PERSONAL_IDENTIFIABLE_INFORMATION",
    "action":"AUTO_MASKING","severity":"HIGH","score":0.99,"start":9,"end":29,"mask":"<EMAIL_ADDRESS>"}]
    """#
  let lasso = [
    ("clean", lassoAnswer(violations: false, findings: "", message: text)),
    ("an address", lassoAnswer(violations: true, findings: finding, message: masked)),
  ]
  for (what, answer) in lasso {
    let body = Array(answer.utf8)
    Benchmark("Lasso: read 1,000 answers of \(body.count) bytes (\(what))") { benchmark in
      for _ in benchmark.scaledIterations {
        for _ in 0..<1000 {
          blackHole(try LassoClassifier.screening(from: body, text: text, screener: "lasso"))
        }
      }
    }
  }
}

private func lakeraAnswer(flagged: Bool, items: [String]) -> String {
  let types = [
    "prompt_attack", "pii/email", "pii/phone_number", "pii/credit_card", "pii/name", "pii/address",
    "unknown_links", "moderated_content/hate", "moderated_content/crime", "moderated_content/sexual",
    "moderated_content/weapons", "moderated_content/profanity",
  ]
  let rows = types.enumerated().map { place, type in
    """
    {"project_id":"project-1","policy_id":"policy-1","detector_id":"detector-\(place)",\
    "detector_type":"\(type)","detected":\(flagged && type == "pii/email"),"message_id":0}
    """
  }
  return """
    {"flagged":\(flagged),"payload":[\(items.joined(separator: ","))],"breakdown":[\(rows.joined(separator: ","))],\
    "metadata":{"request_uuid":"00000000-0000-4000-8000-000000000001"},\
    "dev_info":{"git_revision":"abcdef0","git_timestamp":"2026-01-01T00:00:00Z","version":"2.0.0"}}
    """
}

private func lassoAnswer(violations: Bool, findings: String, message: String) -> String {
  """
  {"violations_detected":\(violations),"deputies":{"jailbreak":false,"custom-policies":false,"sexual":false,\
  "hate":false,"illegality":false,"codetect":false,"violence":false,"pattern-detection":\(violations)},\
  "findings":{\(findings)},"messages":[{"role":"user","content":"\(message)"}]}
  """
}
