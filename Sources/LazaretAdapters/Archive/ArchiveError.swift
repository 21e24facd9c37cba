/// Why a container is not read. The reason stands behind the container's name: "'a.docx' is encrypted".
/// It never quotes names or text of entries.
struct ArchiveError: Error, Hashable {
  var reason: String
}
