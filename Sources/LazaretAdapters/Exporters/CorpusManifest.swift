package import LazaretCore

/// What `PATH.manifest.json` says about the corpus beside it.
package struct CorpusManifest: Sendable, Hashable {
  package var format: String
  /// The policy that every row was judged under, or `nil` when rows of any policy were taken.
  package var policy: Fingerprint?
  package var corpus: CorpusSnapshot
  /// The run that last wrote the store, or `nil` when none is known.
  package var run: String?
  /// ISO 8601, UTC.
  package var createdAt: String

  package init(
    format: String, policy: Fingerprint?, corpus: CorpusSnapshot, run: String?, createdAt: String
  ) {
    self.format = format
    self.policy = policy
    self.corpus = corpus
    self.run = run
    self.createdAt = createdAt
  }

  /// - Parameters:
  ///   - file: the corpus file's name without its folder: the two are moved together.
  ///   - bytes: the corpus file's size.
  func json(file: String, bytes: Int, sha256: Digest) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("format", format)
      json.field("file", file)
      json.field("bytes", bytes)
      json.field("sha256", sha256.hex)
      json.key("counts")
      json.object { json in
        json.field("documents", corpus.documents)
        json.field("chunks", corpus.chunks)
        json.field("clean", corpus.clean)
        json.field("masked", corpus.masked)
        json.field("withheld_by_policy", corpus.withheldByPolicy)
      }
      json.field("policy", policy?.hex)
      json.field("cursor", corpus.cursor)
      json.field("run_id", run)
      json.field("created_at", createdAt)
    }
    json.endLine()
    return json.bytes
  }
}

/// What one reading of the clean corpus found, all of it as of one instant.
package struct CorpusSnapshot: Sendable, Hashable {
  /// Documents with at least one row.
  package var documents: Int
  package var clean: Int
  package var masked: Int
  /// Rows that were left out because they were judged under another policy.
  package var withheldByPolicy: Int
  /// Where a later delta starts. Opaque: it names the store and its last change.
  package var cursor: String

  package init(documents: Int, clean: Int, masked: Int, withheldByPolicy: Int, cursor: String) {
    self.documents = documents
    self.clean = clean
    self.masked = masked
    self.withheldByPolicy = withheldByPolicy
    self.cursor = cursor
  }

  package var chunks: Int { clean + masked }
}
