import LazaretAdapters
import LazaretCore

/// What names guardrails: lists of them, and Portkey's config.
extension ScreenerReading {
  /// A list that names something, each once.
  ///
  /// - Parameter words: what may be named; the caller checks that.
  func readNames(_ key: String, words: [String]?) -> [ReadScalar]? {
    let names = reader.texts(key, KeyShape.List(atLeast: 1, isUnique: true, words: words))
    if let items = reader.items(key), items.isEmpty {
      reader.complain("'\(key)' is empty, so nobody would judge; name one, or remove the key", about: key)
      return nil
    }
    var seen: Set<String> = []
    for name in names ?? [] where !seen.insert(name.text).inserted {
      let what = name.variables.isEmpty ? name.described : "an item"
      reader.reading.add("\(what) stands twice in '\(key)'; keep one", at: name.place)
    }
    return names
  }

  /// `guardrails` means the same here, so that a copied list of Layerup's runs without the service.
  func readDetectors(_ detectors: [ReadScalar]?, _ guardrails: [ReadScalar]?) -> [String]? {
    if detectors != nil, guardrails != nil {
      reader.complain(
        "'guardrails' is Layerup's name for 'detectors'; keep one of them", about: "guardrails")
      return nil
    }
    guard let names = detectors ?? guardrails else { return nil }
    for name in names {
      do throws(EmbeddedDetectors.Refusal) {
        _ = try EmbeddedDetectors.groups(named: name.text)
      } catch {
        let known = Self.list(EmbeddedDetectors.names)
        reader.reading.add(
          name.variables.isEmpty
            ? "'\(name.text)' is no group of detectors: \(error.why); the names are \(known)"
            : "\(name.described) is no group of detectors; the names are \(known)", at: name.place)
      }
    }
    return names.map(\.text)
  }

  /// The id of a saved config, or a config as JSON. It travels as a header field, so line breaks between
  /// its parts become spaces; and it may hold credentials, so it is a secret.
  func readConfig(endpoint: WebAddress?) -> Secret? {
    guard let scalar = reader.scalar("config").value else { return nil }
    let text = String(
      String.UnicodeScalarView(scalar.text.unicodeScalars.map { $0.value <= 0x20 ? " " : $0 })
    )
    .trimmingSpaces
    guard text.unicodeScalars.allSatisfy({ $0.value < 0x7F }) else {
      reader.complain("'config' holds a character that is not ASCII; write it as \\uXXXX", about: "config")
      return nil
    }
    if text.hasPrefix("{") {
      if scalar.variables.isEmpty {
        reader.reading.add(
          """
          'config' may hold credentials and stands in the file for everyone to read; \
          take it from a variable: ${NAME}
          """,
          at: scalar.place, isWarning: true)
      }
      if let endpoint, !endpoint.isEncrypted, !endpoint.isLoopback {
        reader.complain(
          """
          an http endpoint would send 'config' in clear, which may hold credentials; write https://, \
          or the id of a saved config
          """,
          about: reader.has("endpoint") ? "endpoint" : "api_base")
      }
    } else if text.contains(" ") {
      reader.complain("'config' is neither the id of a saved config nor JSON", about: "config")
      return nil
    }
    return Secret(text)
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
