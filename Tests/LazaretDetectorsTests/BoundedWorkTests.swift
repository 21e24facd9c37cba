import Testing

@testable import LazaretDetectors

#if DEBUG
  /// The detectors read every byte a bounded number of times, whatever the text. Counted in reads, so that the
  /// machine's speed does not matter; release builds do not count.
  struct BoundedWorkTests {
    private func reads(_ text: String) -> Int {
      let count = ReadCount()
      _ = TextBytes.reading(text, count: count) { DetectorSet.standard.detections(in: $0) }
      return count.value
    }

    static let hostile = [
      "@", "a@", "@a.", "1", "1 ", "1-", "0 1", "12.", "1:", ":", "::", "a:", "f:", "+1 ", "(1) ", "4111 ",
      "41111111",
      "DE89", "DE89 ", "123-45-", "1.1.", "eyJ", "eyJ.", "eyJhbGciOiJIUzI1NiJ9.",
      "eyJhbGciOiJIUzI1NiJ9.eyJ9.",
      "sk-",
      "sk-ant-", "ghp_", "xoxb-", "github_pat_", "AKIA", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----",
      "-----END PRIVATE KEY-----", "password=", "password", "password='", "token: ", "://", "a://b:",
      "x://a:b@", "bearer ",
      "Basic YTph ", "](http", "![a](http://b?{", "\u{200B}", "\u{200B}a", "\u{200D}", "\u{202E}", "\u{2066}",
      "\u{202E}\u{202C}", "\u{E0041}", "\u{FE0F}", "\u{E0100}", "\u{1F3F4}\u{E0067}", "ignore ",
      "ignore all ",
      "ignore all previous ", "ignore previous instructions ", "previous instructions ", "you are ", "you ",
      "the ",
      "you\n", "> ", "# ", "    ", "system:\n", "\nsystem: ", "ignore *** ", "act as ", "无视", "игнорируй ",
      "(",
      "ü", "日",
      "password=a7", "sk-ant-a7x", "Bearer a7", "hooks.slack.com/services/", ":AA", "-us1", "AZDO", "phone ",
      "phone 1 ", "if asked ",
    ]

    @Test(arguments: hostile)
    func `twice the text costs at most about twice the reads`(piece: String) {
      let small = String(repeating: piece, count: 2_000 / piece.utf8.count)
      let large = String(repeating: piece, count: 8_000 / piece.utf8.count)
      let readsOfSmall = reads(small)
      let readsOfLarge = reads(large)
      #expect(readsOfLarge < readsOfSmall * 5, "\(readsOfSmall), then \(readsOfLarge)")
      #expect(readsOfLarge < large.utf8.count * 200, "\(readsOfLarge / large.utf8.count) reads for a byte")
    }
  }
#endif
