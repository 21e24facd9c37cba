import LazaretAdapters

/// The checks as a page and as JSON.
struct DoctorReport {
  let pipeline: String
  let checks: [DoctorCheck]

  /// True when a run could work.
  var isSound: Bool { !checks.contains { $0.state == .failed } }

  var lines: [String] {
    let width = checks.map(\.title.count).max() ?? 0
    return checks.map { check in
      let state = check.state.rawValue + String(repeating: " ", count: 6 - check.state.rawValue.count)
      let title = check.title + String(repeating: " ", count: width - check.title.count)
      return "\(state)  \(title)  \(check.detail)"
    } + [isSound ? "a run can work" : "a run cannot work"]
  }

  var json: String {
    var json = JSONText()
    json.object { json in
      json.field("message_type", "doctor")
      json.field("pipeline", pipeline)
      json.field("sound", isSound)
      json.key("checks")
      json.array(checks) { json, check in
        json.object { json in
          json.field("subject", check.subject)
          json.field("check", check.check)
          json.field("state", check.state.rawValue)
          json.field("detail", check.detail)
        }
      }
    }
    return json.text
  }
}

extension DoctorCheck {
  fileprivate var title: String { "\(subject) \(check)" }
}
