import LazaretCore

/// Reads `policy.allow`.
struct AllowListReading {
  let reader: YAMLReader

  func read() -> AllowList {
    var number = 0
    let entries = reader.mappings("allow") { item -> AllowList.Entry? in
      number += 1
      return entry(number, item)
    }
    return AllowList(entries: entries ?? [])
  }

  /// - Returns: `nil` for an entry that is wrong, with the problem noted, and for one that has expired.
  private func entry(_ number: Int, _ item: YAMLReader) -> AllowList.Entry? {
    let label = item.requiredScalar(
      "label", hint: "; it says which findings the entry is about, such as pii/email")
    let reason = item.requiredScalar(
      "reason", hint: "; write why this is harmless, for whoever reads the list")
    let labels = label.flatMap { glob($0.text, of: "label", in: item) }
    let path = item.scalar("path").value.flatMap { glob($0.text, of: "path", in: item, takesSlash: false) }
    let source = item.text("source")
    let expired = isExpired(item)
    let match = match(item, isNarrowed: source != nil || item.has("path"))
    guard let labels, let reason, let match, !expired, !item.has("path") || path != nil else { return nil }
    return AllowList.Entry(
      number: number, label: labels, match: match, source: source, path: path, reason: reason.text)
  }

  private func match(_ item: YAMLReader, isNarrowed: Bool) -> AllowList.Entry.Match? {
    let value = item.scalar("value").value
    let pattern = item.scalar("pattern").value
    switch (value, pattern) {
    case (_?, let pattern?):
      item.reading.add("'value' and 'pattern' are two ways to say it; keep one", at: pattern.place)
      return nil
    case (let value?, nil): return .value(value.text)
    case (nil, let pattern?): return glob(pattern.text, of: "pattern", in: item).map { .pattern($0) }
    case (nil, nil):
      if isNarrowed { return .anything }
      item.reading.add(
        "the entry lets every finding of its label through; add 'value', 'pattern', 'path' or 'source', or set the "
          + "label's action in 'actions'", at: item.place)
      return nil
    }
  }

  private func glob(
    _ text: String, of key: String, in item: YAMLReader, takesSlash: Bool = true
  ) -> Glob? {
    do throws(Glob.PatternError) {
      return try Glob(text, wildcardsTakeSlash: takesSlash)
    } catch {
      item.complain("\(error)", about: key)
      return nil
    }
  }

  private func isExpired(_ item: YAMLReader) -> Bool {
    item.know("expires", .day)
    guard let scalar = item.scalar("expires").value else { return false }
    let digits = scalar.text.split(separator: "-", omittingEmptySubsequences: false)
    let isDay =
      digits.map(\.utf8.count) == [4, 2, 2]
      && digits.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
      && (1...12).contains(Int(digits[1]) ?? 0) && (1...31).contains(Int(digits[2]) ?? 0)
    guard isDay else {
      item.reading.add(
        "'expires' must be a day such as 2027-01-31, it is \(scalar.described)", at: scalar.place)
      return true
    }
    guard scalar.text < item.reading.today else { return false }
    item.reading.add(
      "the entry expired on \(scalar.text) and lets nothing through any more; renew or remove it",
      at: scalar.place,
      isWarning: true)
    return true
  }
}
