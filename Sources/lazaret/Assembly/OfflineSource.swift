import LazaretCore

/// Stands for a source of a network in a run that uses none: a failed source, never an empty one.
struct OfflineSource: Source {
  let name: String
  let location: String
  let absenceMeansDeleted = false

  func list() async throws(SourceError) -> any SourceListing {
    throw .unreachable(
      "'\(location)' is not read: a replay uses no network; save what it had, and name the file or a directory"
    )
  }
}
