import LazaretCore

/// Reads `masking`.
struct MaskingReading {
  let reader: YAMLReader

  func read() -> Masker {
    let standard = reader.scalar("placeholder").value.flatMap { placeholder($0, of: "'placeholder'") }
    var byLabel: [String: Placeholder] = [:]
    for pair in reader.pairs("placeholders") {
      do throws(Glob.PatternError) {
        _ = try Glob(pair.key, wildcardsTakeSlash: true)
      } catch {
        reader.reading.add("\(error)", at: pair.keyPlace)
        continue
      }
      guard let scalar = pair.value.value else {
        if pair.value.isAbsent { reader.reading.add("'\(pair.key)' has no placeholder", at: pair.keyPlace) }
        continue
      }
      byLabel[pair.key] = placeholder(scalar, of: "the placeholder of '\(pair.key)'")
    }
    let table =
      (try? PlaceholderTable(standard: standard ?? .standard, byLabel: byLabel))
      ?? PlaceholderTable(standard: standard ?? .standard)
    return Masker(placeholders: table, key: key(for: table))
  }

  private func key(for table: PlaceholderTable) -> MaskKey? {
    switch reader.secret("key") {
    case .value(let secret):
      if let key = MaskKey(secret.reveal()) { return key }
      reader.complain("'key' is too short: it needs at least \(MaskKey.shortest) characters", about: "key")
    case .absent:
      if table.uses(.hash) {
        reader.complain(
          "a placeholder has {hash}, and 'key' is empty: without a key, values can be guessed from their hashes; "
            + "add key: ${NAME}", about: "placeholder")
      }
    case .invalid: break
    }
    return nil
  }

  private func placeholder(_ scalar: ReadScalar, of subject: String) -> Placeholder? {
    do throws(Placeholder.TemplateError) {
      return try Placeholder(scalar.text)
    } catch {
      switch error {
      case .unknownField where !scalar.variables.isEmpty:
        let known = Placeholder.Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        reader.reading.add(
          "\(scalar.described) has a field that no placeholder knows; it knows \(known)", at: scalar.place)
      case .unknownField, .empty: reader.reading.add("\(error)", at: scalar.place)
      }
      return nil
    }
  }
}
