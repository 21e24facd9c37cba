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
      json.key("format")
      json.string(format)
      json.key("file")
      json.string(file)
      json.key("bytes")
      json.number(bytes)
      json.key("sha256")
      json.string(sha256.hex)
      json.key("counts")
      json.object { json in
        json.key("documents")
        json.number(corpus.documents)
        json.key("chunks")
        json.number(corpus.chunks)
        json.key("clean")
        json.number(corpus.clean)
        json.key("masked")
        json.number(corpus.masked)
        json.key("withheld_by_policy")
        json.number(corpus.withheldByPolicy)
      }
      json.key("policy")
      json.string(policy?.hex)
      json.key("cursor")
      json.string(corpus.cursor)
      json.key("run_id")
      json.string(run)
      json.key("created_at")
      json.string(createdAt)
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
