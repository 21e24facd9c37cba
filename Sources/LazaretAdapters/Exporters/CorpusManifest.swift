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

  /// Of a delta: where it starts.
  package var since: String?

  package init(
    format: String, policy: Fingerprint?, corpus: CorpusSnapshot, run: String?, createdAt: String,
    since: String? = nil
  ) {
    self.format = format
    self.policy = policy
    self.corpus = corpus
    self.run = run
    self.createdAt = createdAt
    self.since = since
  }

  /// - Parameters:
  ///   - file: the corpus file's name without its folder: the two are moved together.
  ///   - bytes: the corpus file's size.
  func json(file: String, bytes: Int, sha256: Digest, compression: String? = nil) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("format", format)
      if let compression { json.field("compression", compression) }
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
        if since != nil {
          json.field("upserts", corpus.chunks)
          json.field("deletes", corpus.deletes)
        }
        if !corpus.refused.isEmpty {
          json.key("refused")
          json.object { json in
            for reason in ExitGate.Refusal.allCases {
              if let count = corpus.refused[reason] { json.field(reason.rawValue, count) }
            }
          }
        }
      }
      json.field("policy", policy?.hex)
      if let since { json.field("since", since) }
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
  /// Rows under the policy in force for which the evidence is missing, by the reason.
  package var refused: [ExitGate.Refusal: Int]
  /// Of a delta: how many chunks are to be dropped.
  package var deletes: Int

  package init(
    documents: Int, clean: Int, masked: Int, withheldByPolicy: Int, cursor: String,
    refused: [ExitGate.Refusal: Int] = [:], deletes: Int = 0
  ) {
    self.documents = documents
    self.clean = clean
    self.masked = masked
    self.withheldByPolicy = withheldByPolicy
    self.cursor = cursor
    self.refused = refused
    self.deletes = deletes
  }

  package var chunks: Int { clean + masked }
}
