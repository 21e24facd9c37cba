/// What kind of thing was found, as a path: `pii/email`, `secret/aws_access_key`, `prompt_attack`.
///
/// The set is open: a vendor adds detectors without notice, and an unknown label must reach the
/// policy, whose default is to quarantine.
package struct Label: RawRepresentable, Hashable, Sendable, Codable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// The word for a placeholder: the last part of the path in capitals, `EMAIL` for `pii/email`.
  /// Anything that is not an ASCII letter or digit becomes `_`, so that a vendor's odd name cannot
  /// break the brackets around it.
  package var placeholderType: String {
    let last = rawValue.split(separator: "/").last ?? "MASKED"
    return String(
      last.unicodeScalars.map { scalar -> Character in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
          ? Character(scalar) : "_"
      }
    ).uppercased()
  }
}

extension Label: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension Label: CustomStringConvertible {
  package var description: String { rawValue }
}

extension Label: Comparable {
  package static func < (lhs: Label, rhs: Label) -> Bool { lhs.rawValue < rhs.rawValue }
}
