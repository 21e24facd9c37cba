import LazaretAdapters
import LazaretCore

/// The policy that a pipeline file states, and the fingerprint under which chunks are judged: of
/// everything on our side that can change which text leaves, and how.
struct PolicyInForce: Sendable {
  let policy: Policy
  let masker: Masker
  let margin: Int
  let fingerprint: Fingerprint
  /// Of how texts are read and cut: what is stored under another has to be read from its source again.
  let reading: Fingerprint
  /// Of each screener, in the order of the file.
  let screeners: [Fingerprint]
  /// What has to be on record before a text leaves.
  let gate: ExitGate

  /// - Throws: what is wrong with a screener's settings.
  init(_ file: PipelineFile) throws {
    // Built to be asked for their fingerprints and for nothing else.
    let http = VendorHTTP()
    let screeners = try file.screeners.map { try $0.screener(sandbox: nil, session: .none, http: http) }
    self.init(file, screeners: screeners)
  }

  /// - Parameter screeners: of the file, in its order.
  init(_ file: PipelineFile, screeners: [any Screener]) {
    policy = file.policy
    self.screeners = screeners.map(\.fingerprint)
    masker = file.masker
    margin = file.chunking.margin
    let reading = [
      "chunker": "\(Chunker.version)",
      "chunking": "\(file.chunking.target) \(file.chunking.maximum) \(file.chunking.overlap)",
      "extractor": "\(CatalogExtractor().version)",
    ]
    self.reading = Fingerprint(kind: "reading", settings: reading)
    var settings: [String: String] = [
      "actions": Digest(fields: policy.actions.fields).hex,
      "default": policy.otherwise.rawValue,
      "order": policy.order.rawValue,
      "scope": policy.scope.rawValue,
      "placeholders": Digest(fields: masker.placeholders.fields).hex,
      "mask key": masker.placeholders.uses(.hash) ? masker.key?.keyID ?? "" : "",
      "allow": Digest(fields: policy.allow.fields).hex,
      "margin": "\(file.chunking.margin)",
      "reading": self.reading.hex,
    ]
    for (place, screener) in screeners.enumerated() {
      let rule = policy.screeners.first { $0.name == screener.name }
      settings["screener \(place)"] =
        "\(screener.name) \(screener.fingerprint) \(rule?.required ?? true) \(rule?.onFlagged?.rawValue ?? "-")"
    }
    fingerprint = Fingerprint(kind: "policy", settings: settings)
    gate = ExitGate(
      policy: fingerprint,
      screeners: screeners.filter { screener in
        file.policy.screeners.first { $0.name == screener.name }?.required ?? true
      }.map { ExitGate.RequiredScreener(name: $0.name, fingerprint: $0.fingerprint) })
  }
}
