import LazaretCore

/// Addresses that let whoever knows them write to a channel.
struct WebhookDetector: Detector {
  private struct Service {
    var kind: String
    var host: String
    var shortestPath: Int
  }

  private static let services = [
    Service(kind: "slack_webhook", host: "hooks.slack.com/services/", shortestPath: 30),
    Service(kind: "slack_webhook", host: "hooks.slack.com/workflows/", shortestPath: 30),
    Service(kind: "slack_webhook", host: "hooks.slack.com/triggers/", shortestPath: 30),
    Service(kind: "discord_webhook", host: "discord.com/api/webhooks/", shortestPath: 60),
    Service(kind: "discord_webhook", host: "discordapp.com/api/webhooks/", shortestPath: 60),
    Service(kind: "teams_webhook", host: "webhook.office.com/webhookb2/", shortestPath: 60),
    Service(kind: "teams_webhook", host: "outlook.office.com/webhook/", shortestPath: 60),
  ]

  private static let path = ByteSet.base64URL.union("/@")

  let triggers: [Trigger] = services.map { .literal(Literal($0.host)) }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      let service = Self.services[hit.trigger]
      var end = hit.end
      while end - hit.end < 500, Self.path.contains(text[end]) { end += 1 }
      let path = (hit.end..<end).map { text[$0] }
      if path.count < service.shortestPath || SecretValue.entropy(path) < 3 { return nil }
      var start = hit.start
      while hit.start - start < 70, text[start - 1].isAlphanumeric || "-.".utf8.contains(text[start - 1]) {
        start -= 1
      }
      for scheme in ["https://", "http://"]
      where text.string(start - scheme.utf8.count..<start).lowercased() == scheme {
        start -= scheme.utf8.count
        break
      }
      return Detection(label: Label("secret/" + service.kind), span: TextSpan(start, end))
    }
  }
}
