import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// Asks one screener what a person would want to know before a night's run.
struct ScreenerCheckup: Sendable {
  let screener: any Screener

  /// Two texts are sent, and what the service says of itself is asked where it can say it. No retries.
  func checks() async -> [DoctorCheck] {
    var checks: [DoctorCheck] = []
    if let reporting = screener as? any HealthReporting { checks += await project(reporting) }
    for (number, target) in CanaryTarget.all(of: screener).enumerated() {
      let bad = await CanaryAnswer.asking(target.screener, .knownBad, clock: ContinuousClock())
      let title = target.part.map { "canary of \($0)" } ?? "canary"
      switch bad.result {
      case .failure(let error):
        return reached(error, in: bad.latency) + checks + [check(title, .failed, "no verdict: \(error)")]
      case .success(let screening):
        if number == 0 {
          checks =
            [
              check("reachable", .ok, "answers in \(milliseconds(bad.latency))"),
              check("authorised", .ok, "the request was taken"),
            ] + checks
        }
        checks.append(caught(screening, as: title))
        if target.part == nil, let mode = mode(screening) { checks.append(mode) }
      }
    }
    checks.append(passed(await CanaryAnswer.asking(screener, .benign, clock: ContinuousClock())))
    return checks
  }

  private func reached(_ error: ScreenerError, in latency: Duration) -> [DoctorCheck] {
    switch error {
    case .timedOut, .unreachable, .brokenOff, .cancelled:
      return [check("reachable", .failed, "\(error)")]
    case .unauthorised:
      return [
        check("reachable", .ok, "answers in \(milliseconds(latency))"),
        check("authorised", .failed, "\(error)"),
      ]
    default: return [check("reachable", .ok, "answers in \(milliseconds(latency))")]
    }
  }

  private func project(_ reporting: any HealthReporting) async -> [DoctorCheck] {
    do throws(ScreenerError) {
      switch try await reporting.health() {
      case .sound(let isDefault, let notes):
        let which =
          isDefault == true ? "the vendor's default policy, which is strict; set 'project_id'" : "known"
        return [check("project", isDefault == true ? .note : .ok, which)]
          + notes.map { check("project", .note, $0) }
      case .faulty(let why): return [check("project", .failed, why)]
      case .notOffered: return [check("project", .note, "this deployment cannot say")]
      }
    } catch {
      // Without an answer here the screening itself tells what is wrong.
      return [check("project", .failed, "\(error)")]
    }
  }

  private func caught(_ screening: Screening, as title: String) -> DoctorCheck {
    let labels = Canary.labels(in: screening).sorted()
    return labels.isEmpty
      ? check(
        title, .failed,
        "a text that holds an attack and personal data was let through; check the project or policy")
      : check(title, .ok, "caught as \(labels.joined(separator: ", "))")
  }

  private func passed(_ answer: CanaryAnswer) -> DoctorCheck {
    switch answer.result {
    case .failure(let error): return check("benign", .failed, "no verdict: \(error)")
    case .success(let screening):
      let labels = Canary.labels(in: screening).sorted()
      return labels.isEmpty
        ? check("benign", .ok, "a text that holds nothing passed")
        : check(
          "benign", .failed,
          "a text that holds nothing was flagged as \(labels.joined(separator: ", ")); check the policy")
    }
  }

  /// What the vendor says, or what its own wishes for the findings show.
  private func mode(_ screening: Screening) -> DoctorCheck? {
    if let mode = screening.evidence.mode {
      return mode == .enforce
        ? check("mode", .ok, "enforce")
        : check("mode", .note, "detect: its own verdict never flags; lazaret acts on what was detected")
    }
    let actions = screening.findings.compactMap(\.vendorAction)
    guard let strictest = actions.max() else { return nil }
    return strictest > .monitor
      ? check("mode", .ok, "enforce")
      : check("mode", .note, "detect: the vendor asks for alerts and for nothing to be held")
  }

  private func check(_ name: String, _ state: DoctorCheck.State, _ detail: String) -> DoctorCheck {
    DoctorCheck(screener.name, name, state, detail)
  }

  private func milliseconds(_ duration: Duration) -> String {
    let tenths = (duration / .milliseconds(1) * 10).rounded() / 10
    return "\(tenths) ms"
  }
}
