import LazaretCore

/// Reads one entry of `sources`.
struct SourceReading {
  let folder: String

  static let defaultMaxFileBytes = 50_000_000

  func read(_ reader: YAMLReader) -> SourceSettings? {
    let name = reader.text("name")
    let directory = reader.scalar("directory")
    let feed = reader.scalar("feed")
    readTrust(reader)
    switch (directory.isAbsent, feed.isAbsent) {
    case (true, true), (false, false):
      if directory.isAbsent {
        reader.reading.add("a source needs a 'directory' or a 'feed'", at: reader.place)
      } else {
        reader.complain("a source has either a 'directory' or a 'feed'; make it two sources", about: "feed")
      }
      // Nothing says which keys belong here, so all of them are read.
      _ = directorySettings(reader, path: "")
      _ = readMaxShrink(reader)
      _ = feedKeys(reader)
      return nil
    case (false, true):
      reader.refuse(Self.feedKeys, because: "belongs to a 'feed', and this source is a 'directory'")
      let path = directory.value.flatMap { reader.path("directory", $0, in: folder) }
      let settings = directorySettings(reader, path: path ?? "")
      let maxShrink = readMaxShrink(reader)
      guard let path, let settings else { return nil }
      return SourceSettings(
        name: name ?? FilePath.lastPart(of: path), place: .directory(settings), maxShrink: maxShrink)
    case (true, false):
      reader.refuse(Self.directoryKeys, because: "belongs to a 'directory', and this source is a 'feed'")
      let keys = feedKeys(reader)
      return feed.value.flatMap { readFeed($0, keys, name: name, reader) }
    }
  }

  static let directoryKeys = [
    "include", "exclude", "max_file_bytes", "follow_symlinks", "max_shrink",
  ]
  static let feedKeys = ["fetch_articles", "allow_private_addresses"]

  private func directorySettings(_ reader: YAMLReader, path: String) -> DirectorySettings? {
    let include = globs("include", KeyShape.List(mayBeNothing: false, atLeast: 1), reader)
    if reader.has("include"), reader.isEmptyList("include") {
      reader.complain("'include' is an empty list, so nothing would be read; remove it", about: "include")
    }
    let exclude = globs("exclude", KeyShape.List(), reader)
    let size = reader.byteCount("max_file_bytes")
    if let size, size < 1 { reader.complain("'max_file_bytes' must be at least 1", about: "max_file_bytes") }
    let follows = reader.boolean("follow_symlinks")
    guard let everything = try? Glob("**/*") else { return nil }
    return DirectorySettings(
      path: path, include: include ?? [everything], exclude: exclude ?? [],
      maxFileBytes: size ?? Self.defaultMaxFileBytes, followsSymlinks: follows ?? false)
  }

  private func readMaxShrink(_ reader: YAMLReader) -> Double? {
    let share = reader.value("max_shrink", "a number from 0 to 1", as: .share, parse: Quantity.decimal)
    guard let share, !(0...1).contains(share) else { return share }
    reader.complain("'max_shrink' must be from 0 to 1", about: "max_shrink")
    return nil
  }

  private func globs(_ key: String, _ list: KeyShape.List, _ reader: YAMLReader) -> [Glob]? {
    reader.texts(key, list)?.compactMap { scalar in
      do throws(Glob.PatternError) {
        return try Glob(scalar.text)
      } catch {
        reader.complainOfPattern(error, scalar)
        return nil
      }
    }
  }

  private func feedKeys(_ reader: YAMLReader) -> (fetchesArticles: Bool, allowsPrivateAddresses: Bool) {
    (reader.boolean("fetch_articles") ?? false, reader.boolean("allow_private_addresses") ?? false)
  }

  private func readTrust(_ reader: YAMLReader) {
    let isTrusted = reader.word("trust", [("untrusted", false), ("trusted", true)])
    reader.know("trust", .words(["untrusted"]))
    if isTrusted == true {
      reader.complain(
        "'trust: trusted' is not built yet: every source is screened alike; remove it", about: "trust")
    }
  }

  private func readFeed(
    _ scalar: ReadScalar, _ keys: (fetchesArticles: Bool, allowsPrivateAddresses: Bool), name: String?,
    _ reader: YAMLReader
  ) -> SourceSettings? {
    func settings(_ location: FeedLocation) -> SourcePlace {
      .feed(
        FeedSettings(
          location: location, fetchesArticles: keys.fetchesArticles,
          allowsPrivateAddresses: keys.allowsPrivateAddresses))
    }
    guard scalar.text.contains("://") else {
      guard let path = reader.path("feed", scalar, in: folder) else { return nil }
      return SourceSettings(name: name ?? FilePath.lastPart(of: path), place: settings(.file(path)))
    }
    do throws(WebAddress.Fault) {
      let address = try WebAddress(scalar.text)
      let path = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
      return SourceSettings(name: name ?? address.host + path, place: settings(.url(address.text)))
    } catch {
      let files = error == .scheme ? ", or be the path of a file" : ""
      reader.complain("'feed' \(error.message)\(files)", about: "feed")
      return nil
    }
  }
}

extension YAMLReader {
  /// A path of the file system, from the folder of the pipeline file.
  func path(_ key: String, _ scalar: ReadScalar, in folder: String) -> String? {
    if scalar.text == "~" || scalar.text.hasPrefix("~/") {
      reading.add("'\(key)': '~' is not expanded; write ${HOME}", at: scalar.place)
      return nil
    }
    if scalar.text.utf8.contains(0) {
      reading.add("'\(key)' holds a null character", at: scalar.place)
      return nil
    }
    return FilePath.resolve(scalar.text, in: folder)
  }

  func complainOfPattern(_ error: Glob.PatternError, _ scalar: ReadScalar) {
    if scalar.variables.isEmpty {
      reading.add("\(error)", at: scalar.place)
    } else {
      reading.add(
        "\(scalar.described) is not a pattern: a '[' or '{' is open, or it ends in '\\'", at: scalar.place)
    }
  }
}
