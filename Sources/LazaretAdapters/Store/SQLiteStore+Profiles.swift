import GRDB
package import LazaretCore

extension SQLiteStore {
  package func note(
    _ profile: ScreenerProfile, of screener: String, _ fingerprint: Fingerprint, run: String
  ) async throws(StoreError) {
    let columns = [
      profile.policies, profile.detectors, profile.builds, profile.modes,
      Set(profile.readings.map(\.rawValue)),
    ].map { StoredJSON.text(of: $0.sorted()) }
    let canary = profile.canary.map { StoredJSON.text(of: $0.sorted()) }
    try await write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO profile
            (run, fingerprint, screener, policies, detectors, builds, modes, readings, canary)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run, fingerprint.hex, screener, columns[0], columns[1], columns[2], columns[3], columns[4], canary,
        ])
    }
  }

  package func profile(of fingerprint: Fingerprint, before run: String) async throws(StoreError)
    -> ScreenerProfile?
  {
    try await read { [path] db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT policies, detectors, builds, modes, readings, canary FROM profile
          WHERE fingerprint = ? AND run < ? ORDER BY run DESC LIMIT 1
          """, arguments: [fingerprint.hex, run])
      guard let row else { return nil }
      do {
        func column(_ index: Int) throws -> Set<String> { Set(try StoredJSON.strings(row[index])) }
        var profile = ScreenerProfile()
        profile.policies = try column(0)
        profile.detectors = try column(1)
        profile.builds = try column(2)
        profile.modes = try column(3)
        profile.readings = try StoredJSON.readings(row[4])
        if let canary: String = row[5] { profile.canary = Set(try StoredJSON.strings(canary)) }
        return profile
      } catch is StoredJSON.Unreadable {
        throw StoreError.corrupted(path: path, why: "the profile of a screener cannot be read")
      }
    }
  }
}
