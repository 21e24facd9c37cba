import LazaretCore

/// One entry of `sources`.
struct SourceSettings: Sendable, Hashable {
  /// Unique within the file.
  var name: String
  var place: SourcePlace
  /// The share of its documents by which the source may shrink in one run, from 0 to 1; `nil` for the
  /// default.
  var maxShrink: Double?
}

enum SourcePlace: Sendable, Hashable {
  case directory(DirectorySettings)
  case feed(FeedSettings)
}

struct DirectorySettings: Sendable, Hashable {
  /// Absolute.
  var path: String
  /// A file is read when one of these matches its path below the directory and none of `exclude` does.
  var include: [Glob]
  var exclude: [Glob]
  /// A file with more bytes is not read.
  var maxFileBytes: Int
  var followsSymlinks: Bool
}

struct FeedSettings: Sendable, Hashable {
  var location: FeedLocation
  /// Whether the pages that the entries link to are the documents.
  var fetchesArticles = false
  /// Whether addresses of this machine and of private networks may be fetched, whoever names them.
  var allowsPrivateAddresses = false
}

enum FeedLocation: Sendable, Hashable {
  /// `https` or `http`, without user name and password.
  case url(String)
  /// Absolute path of a file.
  case file(String)
}
