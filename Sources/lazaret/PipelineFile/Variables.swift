import Foundation

/// Puts the values of environment variables into the text of one scalar: `${NAME}`,
/// `${NAME:-default}`, LiteLLM's `os.environ/NAME` as a whole scalar, `$$` for a dollar.
///
/// `NAME_FILE` names a file that holds the value, and counts when `NAME` is not set or empty; a
/// relative path starts at the working directory. What comes out is text and is never read as YAML
/// again.
struct Variables: Sendable {
  let environment: [String: String]

  struct Expansion: Sendable, Hashable {
    var text: String
    /// The variables that were named, in order of place: when there is one, the text may be a secret.
    var names: [String] = []
    /// In words, without any value.
    var problems: [String] = []
  }

  /// More than any key has; a device or a log file named by mistake is not read to its end.
  static let maxFileBytes = 65_536

  func expand(_ text: String) -> Expansion {
    var expansion = Expansion(text: "")
    if text.hasPrefix(Self.liteLLMPrefix) {
      let name = String(text.dropFirst(Self.liteLLMPrefix.count))
      if Self.isName(name) {
        append(name, default: nil, to: &expansion)
      } else {
        expansion.problems.append("'os.environ/' is not followed by a variable's name; write os.environ/NAME")
      }
      return expansion
    }
    append(Array(text.unicodeScalars)[...], to: &expansion)
    return expansion
  }

  private static let liteLLMPrefix = "os.environ/"

  private func append(_ scalars: ArraySlice<Unicode.Scalar>, to expansion: inout Expansion) {
    var rest = scalars
    while let scalar = rest.popFirst() {
      guard scalar == "$", let next = rest.first, next == "$" || next == "{" else {
        expansion.text.unicodeScalars.append(scalar)
        continue
      }
      rest = rest.dropFirst()
      if next == "$" {
        expansion.text.unicodeScalars.append("$")
        continue
      }
      guard let close = Self.closingBrace(of: rest) else {
        expansion.problems.append("'${' is not closed; write ${NAME}, or $${ for the characters themselves")
        return
      }
      appendReference(rest[rest.startIndex..<close], to: &expansion)
      rest = rest[(close + 1)...]
    }
  }

  private func appendReference(_ inside: ArraySlice<Unicode.Scalar>, to expansion: inout Expansion) {
    let end = inside.firstIndex(of: ":") ?? inside.endIndex
    let name = Self.string(inside[..<end])
    let tail = inside[end...]
    let isPlain = tail.isEmpty
    let hasDefault = tail.starts(with: ":-".unicodeScalars)
    guard Self.isName(name), isPlain || hasDefault else {
      // What stands inside is not repeated: the scalar may be a key with a '$' in it.
      expansion.problems.append(
        "a reference is neither ${NAME} nor ${NAME:-default}; write $${ for the characters themselves")
      return
    }
    append(name, default: hasDefault ? tail.dropFirst(2) : nil, to: &expansion)
  }

  private func append(
    _ name: String, default fallback: ArraySlice<Unicode.Scalar>?, to expansion: inout Expansion
  ) {
    expansion.names.append(name)
    var value = environment[name]
    if value?.isEmpty ?? true, let path = environment[name + "_FILE"], !path.isEmpty {
      do {
        value = try Self.contents(of: path)
      } catch {
        expansion.problems.append("the file '\(path)' that '\(name)_FILE' names \(error.why)")
        return
      }
    }
    if let value, !value.isEmpty {
      expansion.text += value
    } else if let fallback {
      append(fallback, to: &expansion)
    } else if value == nil {
      expansion.problems.append(
        """
        the variable '\(name)' is not set; export it, or set \(name)_FILE to a file that holds it
        """)
    }
  }

  private struct UnreadableFile: Error {
    let why: String
  }

  private static func contents(of path: String) throws(UnreadableFile) -> String {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      throw UnreadableFile(why: "is a directory")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw UnreadableFile(why: "cannot be read; check that it exists and its permissions")
    }
    defer { try? handle.close() }
    var bytes: [UInt8] = []
    do {
      // A pipe gives what it has; only an empty answer is its end.
      while let part = try handle.read(upToCount: maxFileBytes + 1), !part.isEmpty {
        bytes += part
        if bytes.count > maxFileBytes {
          throw UnreadableFile(why: "has more than \(maxFileBytes) bytes; it should hold the value alone")
        }
      }
    } catch let error as UnreadableFile {
      throw error
    } catch {
      throw UnreadableFile(why: "cannot be read to its end")
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UnreadableFile(why: "is not UTF-8 text")
    }
    return text
  }

  /// The brace that ends a reference, with references inside its default skipped.
  private static func closingBrace(of scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    var depth = 0
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if scalars[index] == "$", index + 1 < scalars.endIndex, scalars[index + 1] == "{" {
        depth += 1
        index += 2
        continue
      }
      if scalars[index] == "}" {
        if depth == 0 { return index }
        depth -= 1
      }
      index += 1
    }
    return nil
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 95: true
      default: false
      }
    }
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
