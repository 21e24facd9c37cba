import CUChardet

/// Guesses the charset of a text from its bytes, through uchardet: statistics of letters and pairs of
/// letters for some 30 languages. The one file that talks to it.
enum CharsetDetection {
  /// The charset's name, or `nil` when there is no guess.
  static func guess(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let status = bytes.withUnsafeBytes { part in
      uchardet_handle_data(detector, part.baseAddress?.assumingMemoryBound(to: CChar.self), part.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    let name = uchardet_get_charset(detector).map { String(cString: $0) } ?? ""
    return name.isEmpty ? nil : name
  }
}
