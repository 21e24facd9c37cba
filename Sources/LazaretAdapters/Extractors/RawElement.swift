/// Elements whose content some readers or all of them take for text.
enum RawElement: String {
  case script, style, title, textarea, xmp, iframe, noembed, noframes, plaintext

  /// - Parameter name: in either case.
  init?(named name: UnsafeBufferPointer<UInt8>) {
    guard let first = name.first else { return nil }
    let element: RawElement
    switch (first | 0x20, name.count) {
    case (0x73, 6): element = .script
    case (0x73, 5): element = .style
    case (0x74, 5): element = .title
    case (0x74, 8): element = .textarea
    case (0x78, 3): element = .xmp
    case (0x69, 6): element = .iframe
    case (0x6E, 7): element = .noembed
    case (0x6E, 8): element = .noframes
    case (0x70, 9): element = .plaintext
    default: return nil
    }
    guard zip(name, element.rawValue.utf8).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
    self = element
  }
}
