import LazaretCore

/// What a pipeline file says, checked: every value is in its range, every path absolute, every
/// variable put in.
struct PipelineFile: Sendable, Hashable {
  /// As it was typed.
  var path: String
  var name: String
  /// Absolute path of the database.
  var store: String
  /// At least one.
  var sources: [SourceSettings]
  var chunking: ChunkingRules
  /// At least one, and at least one is required.
  var screeners: [ScreenerSettings]
  var policy: Policy
  var masker: Masker
  /// Encrypts what is withheld; `nil` keeps it in clear.
  var quarantineKey: TextSeal?
  /// Under which the store was written before the key was changed.
  var previousQuarantineKey: TextSeal?
  /// The name of an exporter.
  var exportFormat: String
  /// What can be used but should not stay; in order of place.
  var warnings: [Problem]
}
