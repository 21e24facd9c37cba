package import LazaretCore

/// What a recording says of itself, in its first line. Nothing in it is a secret.
package struct RecordingHeader: Sendable, Hashable {
  package var pipeline: String
  /// By name. What was recorded of a screener that is set otherwise has no place in the same recording.
  package var screeners: [String: Fingerprint]
  /// The id of the key under which the answers are sealed; `nil` when they stand in clear.
  package var keyID: String?

  package init(pipeline: String, screeners: [String: Fingerprint], keyID: String?) {
    self.pipeline = pipeline
    self.screeners = screeners
    self.keyID = keyID
  }

  static let format = "lazaret-recording"
  /// Raised when an older lazaret could not read what is written.
  static let version = 1

  /// - Parameter writer: the version of lazaret.
  func line(writer: String) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("format", Self.format)
      json.field("version", Self.version)
      json.field("written_by", writer)
      json.field("pipeline", pipeline)
      json.field("sealed", keyID != nil)
      json.fieldIfPresent("key", keyID)
      json.key("screeners")
      json.array(screeners.sorted { $0.key < $1.key }) { json, screener in
        json.object { json in
          json.field("name", screener.key)
          json.field("fingerprint", screener.value.hex)
        }
      }
    }
    json.endLine()
    return json.bytes
  }

  /// Why what is to be recorded does not belong into this recording, with what to do; `nil` when it does.
  func disagreement(with new: RecordingHeader) -> String? {
    if pipeline != new.pipeline {
      return "is one of the pipeline '\(pipeline)', and this is '\(new.pipeline)'; name another folder"
    }
    for (name, fingerprint) in screeners.sorted(by: { $0.key < $1.key })
    where new.screeners[name] != fingerprint {
      let now = new.screeners[name].map { "it is set otherwise now (\($0))" } ?? "the pipeline has none of it"
      return "has answers of the screener '\(name)' as \(fingerprint), and \(now); name another folder"
    }
    if let added = new.screeners.keys.filter({ screeners[$0] == nil }).min() {
      return "was made without the screener '\(added)'; name another folder"
    }
    switch (keyID, new.keyID) {
    case (let old, let new) where old == new: return nil
    case (nil, _):
      return "is in clear, and 'quarantine.encryption_key' is set; name another folder, or leave the key out"
    case (let old?, let new):
      let given = new.map { "has the id \($0)" } ?? "is not set"
      return
        "is sealed under the key with the id \(old), and 'quarantine.encryption_key' \(given); set that key, or "
        + "name another folder"
    }
  }
}

/// A run that put its answers into a recording.
package struct RecordedRun: Sendable, Hashable {
  /// Says when it began, too.
  package var id: ULID
  /// That it decided by.
  package var policy: Fingerprint

  package init(id: ULID, policy: Fingerprint) {
    self.id = id
    self.policy = policy
  }

  /// - Parameter writer: the version of lazaret.
  func line(writer: String) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("run", id.text)
      json.field("started_at", id.timestamp.iso8601)
      json.field("policy", policy.hex)
      json.field("written_by", writer)
    }
    json.endLine()
    return json.bytes
  }
}
