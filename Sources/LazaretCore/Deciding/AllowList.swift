/// The pipeline's `policy.allow`: findings that are known and harmless, each with a reason. Only entries that
/// have not expired.
package struct AllowList: Sendable, Hashable {
  package var entries: [Entry]

  package struct Entry: Sendable, Hashable {
    /// Where it stands in the file, from 1.
    package var number: Int
    package var label: Glob
    package var match: Match
    /// Only in documents of this source; `nil` for all.
    package var source: String?
    /// Only in documents whose address matches; `nil` for all.
    package var path: Glob?
    package var reason: String

    package enum Match: Sendable, Hashable {
      /// Whatever was found. Stands only with a source or a path.
      case anything
      /// This text, byte for byte.
      case value(String)
      /// A text that matches as a whole; `*` takes any character.
      case pattern(Glob)
    }

    package init(
      number: Int, label: Glob, match: Match, source: String? = nil, path: Glob? = nil, reason: String
    ) {
      self.number = number
      self.label = label
      self.match = match
      self.source = source
      self.path = path
      self.reason = reason
    }
  }

  package static let empty = AllowList(entries: [])

  package init(entries: [Entry]) { self.entries = entries }

  /// The first entry that lets a finding through.
  ///
  /// - Parameters:
  ///   - value: what was found; `nil` for a finding without a place, which only an entry for anything takes.
  ///   - place: where the text comes from; `nil` for a text of no document.
  package func entry(for finding: Finding, value: String?, at place: TextPlace?) -> Entry? {
    entries.first { entry in
      guard entry.label.matches(finding.label.rawValue) else { return false }
      if let source = entry.source, place?.source != source { return false }
      if let path = entry.path {
        guard let place, path.matches(place.uri) else { return false }
      }
      switch entry.match {
      case .anything: return true
      case .value(let known): return value.map { $0.utf8.elementsEqual(known.utf8) } ?? false
      case .pattern(let glob): return value.map { glob.matches($0) } ?? false
      }
    }
  }

  /// One field for each part of each entry, for the fingerprint of the policy. The reason changes nothing.
  package var fields: [String] {
    entries.flatMap { entry in
      let match =
        switch entry.match {
        case .anything: ["anything", ""]
        case .value(let value): ["value", value]
        case .pattern(let glob): ["pattern", glob.pattern]
        }
      let place = [entry.source ?? "", entry.path?.pattern ?? ""]
      return [String(entry.number), entry.label.pattern] + match + place
    }
  }
}

/// Where a text comes from.
package struct TextPlace: Sendable, Hashable {
  package var source: String
  package var uri: String

  package init(source: String, uri: String) {
    self.source = source
    self.uri = uri
  }
}

extension Policy {
  /// Marks the findings that the allow-list lets through.
  ///
  /// - Parameter text: the one that was screened.
  package func allowing(_ screening: Screening, in text: String, at place: TextPlace?) -> Screening {
    if allow.entries.isEmpty || screening.findings.isEmpty { return screening }
    var screening = screening
    for index in screening.findings.indices {
      let finding = screening.findings[index]
      let value = finding.span.flatMap { $0.end <= text.utf8.count ? text.slice($0) : nil }
      screening.findings[index].allowedBy = allow.entry(for: finding, value: value, at: place)?.number
    }
    return screening
  }
}
