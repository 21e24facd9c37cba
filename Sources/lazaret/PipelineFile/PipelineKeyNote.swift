import LazaretCore

/// What a key of the pipeline file means, in a sentence for editors, and what counts when it is absent.
struct PipelineKeyNote: Sendable {
  var meaning: String
  /// `nil` when nothing counts, or when it depends on other keys; then the meaning says so.
  var standard: SchemaJSON?

  private init(_ meaning: String, _ standard: SchemaJSON? = nil) {
    self.meaning = meaning
    self.standard = standard
  }

  /// By the key's path.
  static let all: [String: PipelineKeyNote] = [
    root, sources, chunking, screeners, limits, policy, allow, rest,
  ].reduce(into: [:]) { $0.merge($1) { _, last in last } }

  private static let root: [String: PipelineKeyNote] = [
    "name": .init("The pipeline's name, in summaries and in the store."),
    "store": .init("The SQLite file, from the pipeline file's folder; made when it is not there."),
    "sources": .init("Where documents come from; at least one."),
    "chunking": .init("How texts are cut."),
    "screeners": .init("Who judges; at least one with 'required: true'."),
    "policy": .init("What happens to what was found."),
    "masking": .init("What stands in the place of a masked value."),
    "quarantine": .init("How quarantined text is kept."),
    "export": .init("How the clean corpus is written."),
  ]

  private static let sources: [String: PipelineKeyNote] = [
    "sources[].name": .init(
      "Unique, and part of every document's identity. Default: the directory's or the file's name; for a feed's "
        + "address, its host and path."),
    "sources[].directory": .init("A folder, read with everything below it; either this or 'feed'."),
    "sources[].feed": .init(
      "An RSS, Atom, CDF or JSON feed: an https or http address without user name and password, or the path of a "
        + "file."),
    "sources[].include": .init(
      "For a directory: read what one of these patterns matches; ** crosses folders.", ["**/*"]),
    "sources[].exclude": .init("For a directory: but not what one of these patterns matches.", []),
    "sources[].max_file_bytes": .init(
      "For a directory: a larger file is not read. A number of bytes, or with a unit: 50MB, 50MiB.",
      .integer(SourceReading.defaultMaxFileBytes)),
    "sources[].follow_symlinks": .init("For a directory: whether symbolic links are followed.", false),
    "sources[].max_shrink": .init(
      "For a directory: the share of its documents, from 0 to 1, by which it may shrink in one run before deletes "
        + "are held.", .number(0.5)),
    "sources[].fetch_articles": .init(
      "For a feed: whether the pages that it links to are the documents, instead of what stands in the feed.",
      false),
    "sources[].allow_private_addresses": .init(
      "For a feed: whether addresses of this machine and of private networks may be fetched, whoever names them.",
      false),
    "sources[].trust": .init("How far the source is trusted; 'trusted' is not built yet.", "untrusted"),
  ]

  private static let chunking: [String: PipelineKeyNote] = [
    "chunking.target_characters": .init(
      "In Unicode scalars: a longer piece is cut again where the text offers a boundary.",
      .integer(ChunkingRules.standard.target)),
    "chunking.max_characters": .init(
      "In Unicode scalars: no chunk is longer; not below the target.",
      .integer(ChunkingRules.standard.maximum)),
    "chunking.overlap_characters": .init(
      "In Unicode scalars: how far a chunk reaches back into the one before; at most half of the maximum.",
      .integer(ChunkingRules.standard.overlap)),
    "chunking.margin_characters": .init(
      "In Unicode scalars: how much of the neighbouring text is shown to a screener on each side.",
      .integer(ChunkingRules.standard.margin)),
  ]

  private static let screeners: [String: PipelineKeyNote] = [
    "screeners[].name": .init("Unique; stands in 'screened_by' and in findings. Default: the kind."),
    "screeners[].screener": .init("The kind."),
    "screeners[].guardrail": .init("LiteLLM's words for kinds, instead of 'screener'."),
    "screeners[].endpoint": .init(
      "An address, or the word sandbox for one that lives as long as the command. Default: the vendor's own; a "
        + "litellm_proxy has none."),
    "screeners[].api_base": .init("LiteLLM's name for 'endpoint'."),
    "screeners[].api_key": .init("Needed with https. Take it from a variable: ${NAME}."),
    "screeners[].project_id": .init("For Lakera: which project's policy judges."),
    "screeners[].user_id": .init("For Lasso: who asks."),
    "screeners[].guardrails": .init(
      "For layerup: the guardrails that look, in order. For litellm_proxy: the names of its own guardrails. For "
        + "builtin: the same as 'detectors'."),
    "screeners[].model": .init(
      "For litellm_proxy and portkey_gateway: the model that answers once the guardrails let a text pass."),
    "screeners[].config": .init(
      "For portkey_gateway: the id of a saved config, or a config as JSON, which may hold credentials: take it from a "
        + "variable."),
    "screeners[].checks": .init(
      "For portkey_gateway: ids of the checks that must have answered, such as lasso.classify."),
    "screeners[].detectors": .init("For builtin: which detectors look. Default: all."),
    "screeners[].metadata": .init("For Lakera and Layerup: goes into every request."),
    "screeners[].payload": .init("For Lakera, from LiteLLM: always asked for.", true),
    "screeners[].breakdown": .init("For Lakera, from LiteLLM: always asked for.", true),
    "screeners[].dev_info": .init("For Lakera: whether answers say which build gave them.", false),
    "screeners[].revision": .init(
      "Yours to change when the policy in the vendor's dashboard changes: kept answers of another revision are not "
        + "used."),
    "screeners[].on_flagged": .init(
      "What a finding asks for when 'policy.actions' does not name its label; block is quarantine. Default: "
        + "'policy.default'."),
    "screeners[].required": .init("Whether a text without this screener's answer is unscreened.", true),
    "screeners[].canary": .init(
      "Whether a run first sends two texts with a known verdict, and stops if the bad one is let through.",
      true),
    "screeners[].timeout": .init("For one request; with a unit: 50ms, 15s, 5m.", "15s"),
    "screeners[].retry_for": .init(
      "How long a text is asked about again after a failure that may pass; wall clock, with a unit: 15s, 5m, 1h30m.",
      "5m"),
  ]

  private static let limits: [String: PipelineKeyNote] = [
    "screeners[].limits": .init("What the vendor's contract allows."),
    "screeners[].limits.requests_per_second": .init(
      "May be a fraction; more than 0. Default: 20, for builtin none."),
    "screeners[].limits.bytes_per_second": .init(
      "Of text: a number of bytes, or with a unit, such as 200KB. Default: any number."),
    "screeners[].limits.concurrency": .init("Requests under way at once; at least 1.", 32),
    "screeners[].limits.requests_per_run": .init(
      "What is left over waits, and the next run begins with it. Default: any number."),
    "screeners[].limits.requests_per_month": .init(
      "In a calendar month in UTC, all runs together. Default: any number."),
  ]

  private static let policy: [String: PipelineKeyNote] = [
    "policy.screeners": .init(
      "Ask all at once, or in order until one's answer quarantines, which saves quota.", "all"),
    "policy.actions": .init(
      "By pattern of a label, where * takes / as well; the most specific pattern wins."),
    "policy.default": .init("The action for a label that nothing names.", "quarantine"),
    "policy.quarantine_scope": .init("How far a quarantine reaches.", "chunk"),
    "policy.allow": .init("Findings that are known to be harmless."),
  ]

  private static let allow: [String: PipelineKeyNote] = [
    "policy.allow[].label": .init(
      "Pattern of a label: which findings the entry is about, such as pii/email."),
    "policy.allow[].value": .init("This value, byte for byte; it needs a finding with a proved place."),
    "policy.allow[].pattern": .init(
      "A value that matches as a whole, such as *@example.com; * takes any characters."),
    "policy.allow[].path": .init("Only in documents whose address matches this pattern."),
    "policy.allow[].source": .init("Only in documents of this source."),
    "policy.allow[].reason": .init("Why this is harmless, for whoever reads the list."),
    "policy.allow[].expires": .init("The last day in UTC on which the entry counts, such as 2027-01-31."),
  ]

  private static let rest: [String: PipelineKeyNote] = [
    "masking.placeholder": .init(
      "What stands in the place of a masked value: a template with {TYPE}, {LABEL}, {n}, {hash} or {last4}.",
      .text(Placeholder.standard.template)),
    "masking.placeholders": .init("Other templates, by pattern of a label."),
    "masking.key": .init("For {hash}, at least 16 characters. Take it from a variable: ${NAME}."),
    "quarantine.encryption_key": .init(
      "32 random bytes in base64 or hexadecimal digits, which encrypt what is withheld. Take it from a variable: "
        + "${NAME}."),
    "quarantine.previous_encryption_key": .init(
      "The key before, while 'lazaret quarantine rekey' moves the store from it."),
    "export.format": .init("How 'lazaret export' writes when --format does not say.", "jsonl"),
  ]
}
