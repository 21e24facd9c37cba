import LazaretAdapters
import LazaretCore

/// The state of a store as a page and as JSON.
struct StatusText {
  private let status: StoreStatus
  private let store: String
  private let policy: Fingerprint
  private let reading: Fingerprint
  private let named: Set<String>

  /// - Parameters:
  ///   - policy: what the pipeline file states now.
  ///   - reading: how texts are read and cut now.
  ///   - named: the sources that it names.
  init(_ status: StoreStatus, store: String, policy: Fingerprint, reading: Fingerprint, named: Set<String>) {
    self.status = status
    self.store = store
    self.policy = policy
    self.reading = reading
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
    for booking in status.bookings {
      lines.append("requests    \(booking.requests) of '\(booking.account)' in \(booking.month)")
    }
    for share in status.policies {
      let now =
        share.policy == policy
        ? "the policy in force" : "another policy; not exported until 'run' or 'rescreen --scope stale'"
      lines.append(
        "policy      \(share.policy.hex): \(share.documents) documents, \(share.chunks) chunks that may leave, "
          + "\(share.withheld) withheld, \(now)")
    }
    if unreadable > 0 {
      lines.append(
        "unreadable  \(unreadable) documents are not stored as they are now read and cut; 'rescreen' passes them "
          + "over, 'run' judges them from their sources")
    }
    lines.append(
      "encryption  " + (status.key.map { "under the key \($0)" } ?? "none: withheld text is in clear"))
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
      json.field("store", store)
      json.field("policy", policy.hex)
      corpus(&json)
      json.field("oldest_unscreened", status.oldestUnscreened)
      json.field("oldest_quarantined", status.oldestQuarantined)
      json.field("documents_waiting", status.documentsWaiting)
      json.key("items")
      json.object { json in
        json.field("failed", status.failedItems)
        json.field("skipped", status.skippedItems)
      }
      json.key("sources")
      json.array(status.sources.sorted { $0.key < $1.key }) { json, source in
        json.object { json in
          json.field("source", source.key)
          json.field("documents", source.value)
          json.field("named", named.contains(source.key))
        }
      }
      json.key("reasons")
      json.array(status.reasons) { json, reason in
        json.object { json in
          json.field("source", reason.source)
          json.field("state", reason.state.rawValue)
          json.field("reason", reason.reason)
          json.field("items", reason.items)
        }
      }
      json.key("policies")
      json.array(status.policies) { json, share in
        json.object { json in
          json.field("policy", share.policy.hex)
          json.field("documents", share.documents)
          json.field("chunks", share.chunks)
          json.field("withheld", share.withheld)
          json.field("in_force", share.policy == policy)
        }
      }
      json.field("unreadable", unreadable)
      json.field("encryption_key_id", status.key)
      json.key("bookings")
      json.array(status.bookings) { json, booking in
        json.object { json in
          json.field("screener", booking.account)
          json.field("month", booking.month)
          json.field("requests", booking.requests)
        }
      }
      json.key("runs")
      json.array(status.runs) { json, run in
        json.object { json in
          json.field("run_id", run.record.id)
          json.field("command", run.record.command)
          json.field("started_at", run.record.startedAt)
          json.field("finished_at", run.finishedAt)
          json.field("outcome", run.outcome)
        }
      }
    }
    json.endLine()
    return json.bytes
  }

  /// Documents that cannot be judged again from the store.
  private var unreadable: Int {
    status.readings.filter { $0.reading != reading }.reduce(0) { $0 + $1.documents }
  }

  private func corpus(_ json: inout JSONText) {
    let totals = status.totals
    json.key("corpus")
    json.object { json in
      json.field("documents", totals.documents)
      json.field("chunks", totals.chunks)
      json.field("clean", totals.clean)
      json.field("masked", totals.masked)
      json.field("quarantined", totals.quarantined)
      json.field("unscreened", totals.unscreened)
    }
  }
}
