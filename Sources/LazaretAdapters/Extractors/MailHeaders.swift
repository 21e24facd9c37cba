import LazaretCore

/// Which headers of a mail are for whom.
enum MailHeaders {
  /// Shown by mail programs, in this order. The subject stands above them, without its name.
  private static let shown = ["from", "sender", "reply-to", "to", "cc", "bcc", "date"]

  /// Ways, checks and identities: written and read by programs. They are left aside unless somebody wrote a
  /// sentence into them.
  private static let technical: Set<String> = [
    "received", "x-received", "return-path", "delivered-to", "x-original-to", "envelope-to", "message-id",
    "references", "in-reply-to", "mime-version", "content-type", "content-transfer-encoding",
    "content-disposition", "content-id", "content-location", "content-language", "content-md5",
    "dkim-signature", "domainkey-signature", "arc-seal", "arc-message-signature",
    "arc-authentication-results", "authentication-results", "received-spf", "x-google-dkim-signature",
    "x-gm-message-state", "x-google-smtp-source", "autocrypt", "x-mailer", "user-agent", "list-unsubscribe",
    "list-unsubscribe-post", "list-id", "list-post", "list-help", "list-subscribe", "list-owner",
    "list-archive", "x-spam-status", "x-spam-level", "x-spam-flag", "x-spam-score", "x-virus-scanned",
    "thread-index", "x-ms-exchange-organization-scl", "x-originating-ip", "precedence", "priority", "status",
    "x-priority", "x-uid", "x-status", "content-length", "lines", "importance", "errors-to", "resent-from",
    "resent-to", "resent-cc", "resent-date", "resent-message-id", "resent-sender", "face", "x-face",
  ]

  /// Of a mail, and not the first words of any text that have a colon behind them.
  static func isKnown(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower == "subject" || shown.contains(lower) || technical.contains(lower)
  }

  static func subject(of message: MailMessage) -> String? {
    first("subject", of: message).flatMap { $0.isEmpty ? nil : $0 }
  }

  static func date(of message: MailMessage) -> String? { first("date", of: message) }

  /// `From: …` and the others, each on a line.
  static func lines(of message: MailMessage) -> String {
    shown.compactMap { name -> String? in
      guard let value = first(name, of: message), !value.isEmpty else { return nil }
      return (names[name] ?? "") + ": " + value
    }.joined(separator: "\n")
  }

  /// Headers that no mail program shows, if there are words in them: a second subject as well.
  static func hidden(_ headers: [MailHeader], besidesShown: Bool) -> [String] {
    var seen: Set<String> = []
    return headers.compactMap { header in
      let name = header.name.lowercased()
      let isShown = besidesShown && (name == "subject" || shown.contains(name)) && seen.insert(name).inserted
      if isShown { return nil }
      let needed = technical.contains(name) ? 5 : 2
      return longestRunOfWords(header.value) >= needed ? header.name + ": " + header.value : nil
    }
  }

  private static let names = [
    "from": "From", "sender": "Sender", "reply-to": "Reply-To", "to": "To", "cc": "Cc", "bcc": "Bcc",
    "date": "Date",
  ]

  private static func first(_ name: String, of message: MailMessage) -> String? {
    message.headers.first { $0.name.lowercased() == name }?.value
  }

  /// How many words of letters alone follow each other, a comma or stop behind them allowed. A run in a script
  /// without spaces between words counts one for each two letters.
  private static func longestRunOfWords(_ text: String) -> Int {
    var longest = 0
    var run = 0
    for part in text.split(whereSeparator: \.isWhitespace) {
      let letters = part.unicodeScalars.filter { !",.!?:'’\"()“”„".unicodeScalars.contains($0) }
      if !letters.isEmpty, letters.allSatisfy(\.properties.isAlphabetic) {
        run += letters.allSatisfy { $0.value >= 0x2E80 } ? max(letters.count / 2, 1) : 1
        longest = max(longest, run)
      } else {
        run = 0
      }
    }
    return longest
  }
}
