/// Custom properties, as if they were declared for the whole page: the last declaration holds.
struct CSSVariables {
  private var values: [String: [UInt8]] = [:]
  private static let maxDepth = 8
  /// Longer values than this are no colour and no length.
  private static let longest = 2_000

  var isEmpty: Bool { values.isEmpty }

  mutating func declare(_ name: String, _ value: ArraySlice<UInt8>) {
    guard value.count <= Self.longest, values.count < 10_000 else { return }
    values[name] = Array(value)
  }

  /// The value with every `var(--name, fallback)` replaced; as it is where a name is not known.
  func resolved(_ value: ArraySlice<UInt8>, depth: Int = 0) -> [UInt8] {
    guard let open = Self.reference(in: value), depth < Self.maxDepth, value.count <= Self.longest else {
      return Array(value)
    }
    let inside = open + 4
    let close = CSSText.end(of: value, from: inside) { $0 == 0x29 }
    let parts = CSSText.split(value[inside..<close], at: 0x2C)
    let name = parts.first.map { String(decoding: CSSText.trimmed($0), as: UTF8.self) } ?? ""
    let known = values[name] ?? (parts.count > 1 ? Array(value[parts[1].startIndex..<close]) : [])
    let before = value[..<open]
    let after = value[min(close + 1, value.endIndex)...]
    return resolved((before + known + after)[...], depth: depth + 1)
  }

  private static func reference(in value: ArraySlice<UInt8>) -> Int? {
    guard value.count >= 6 else { return nil }
    return (value.startIndex..<(value.endIndex - 3)).first { place in
      value[place] | 0x20 == 0x76 && value[place + 1] | 0x20 == 0x61 && value[place + 2] | 0x20 == 0x72
        && value[place + 3] == 0x28
    }
  }
}
