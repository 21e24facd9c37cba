import LazaretAdapters
import LazaretCore

/// The state of a store as a page and as JSON.
struct StatusText {
  private let status: StoreStatus
  private let store: String
  private let policy: Fingerprint
  private let named: Set<String>

  /// - Parameters:
  ///   - policy: what the pipeline file states now.
  ///   - named: the sources that it names.
  init(_ status: StoreStatus, store: String, policy: Fingerprint, named: Set<String>) {
    self.status = status
    self.store = store
    self.policy = policy
    self.named = named
  }

  var lines: [String] {
    let totals = status.totals
    var lines = [
      "store       \(store)",
      "corpus      \(totals.documents) documents, \(totals.chunks) chunks: \(totals.clean) clean, "
        + "\(totals.masked) masked, \(totals.quarantined) quarantined, \(totals.unscreened) unscreened",
    ]
    if let since = status.oldestUnscreened { lines.append("unscreened  the oldest waits since \(since)") }
    if let since = status.oldestQuarantined { lines.append("quarantine  the oldest record is of \(since)") }
    if status.documentsWaiting > 0 {
      lines.append(
        "waiting     \(status.documentsWaiting) documents wait for answers; the next run asks again")
    }
    for (source, count) in status.sources.sorted(by: { $0.key < $1.key }) where !named.contains(source) {
      lines.append(
        "unnamed     \(count) documents of '\(source)', which the pipeline file does not name; name it, or "
          + "delete them with 'lazaret run --accept-deletes'")
    }
    for share in status.policies {
      let now =
        share.policy == policy ? "the policy in force" : "another policy; not exported until the next run"
      lines.append("policy      \(share.policy.hex): \(share.chunks) chunks, \(now)")
    }
    if status.failedItems + status.skippedItems > 0 {
      lines.append("missing     \(status.failedItems) failed, \(status.skippedItems) skipped")
      for reason in status.reasons {
        lines.append(
          "  \(reason.state.rawValue) in \(reason.source): \(reason.items) × \(reason.reason ?? "no reason")")
      }
      for failure in status.failures {
        lines.append("  failed: \(failure.source)/\(failure.uri): \(failure.reason ?? "no reason")")
      }
    }
    for run in status.runs {
      lines.append(
        "run         \(run.record.id) \(run.record.command) \(run.record.startedAt): \(run.outcome ?? "not finished")"
      )
    }
    return lines
  }

  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.key("store")
      json.string(store)
      json.key("policy")
      json.string(policy.hex)
      corpus(&json)
      json.key("oldest_unscreened")
      json.string(status.oldestUnscreened)
      json.key("oldest_quarantined")
      json.string(status.oldestQuarantined)
      json.key("documents_waiting")
      json.number(status.documentsWaiting)
      json.key("items")
      json.object { json in
        json.key("failed")
        json.number(status.failedItems)
        json.key("skipped")
        json.number(status.skippedItems)
      }
      json.key("sources")
      json.array(status.sources.sorted { $0.key < $1.key }) { json, source in
        json.object { json in
          json.key("source")
          json.string(source.key)
          json.key("documents")
          json.number(source.value)
          json.key("named")
          json.boolean(named.contains(source.key))
        }
      }
      json.key("reasons")
      json.array(status.reasons) { json, reason in
        json.object { json in
          json.key("source")
          json.string(reason.source)
          json.key("state")
          json.string(reason.state.rawValue)
          json.key("reason")
          json.string(reason.reason)
          json.key("items")
          json.number(reason.items)
        }
      }
      json.key("policies")
      json.array(status.policies) { json, share in
        json.object { json in
          json.key("policy")
          json.string(share.policy.hex)
          json.key("chunks")
          json.number(share.chunks)
          json.key("in_force")
          json.boolean(share.policy == policy)
        }
      }
      json.key("runs")
      json.array(status.runs) { json, run in
        json.object { json in
          json.key("run_id")
          json.string(run.record.id)
          json.key("command")
          json.string(run.record.command)
          json.key("started_at")
          json.string(run.record.startedAt)
          json.key("finished_at")
          json.string(run.finishedAt)
          json.key("outcome")
          json.string(run.outcome)
        }
      }
    }
    json.endLine()
    return json.bytes
  }

  private func corpus(_ json: inout JSONText) {
    let totals = status.totals
    json.key("corpus")
    json.object { json in
      json.key("documents")
      json.number(totals.documents)
      json.key("chunks")
      json.number(totals.chunks)
      json.key("clean")
      json.number(totals.clean)
      json.key("masked")
      json.number(totals.masked)
      json.key("quarantined")
      json.number(totals.quarantined)
      json.key("unscreened")
      json.number(totals.unscreened)
    }
  }
}
