/// A text as UTF-8 bytes, valid while the closure of `reading` runs.
///
/// Reading outside the text gives 0, which is no letter, digit or sign, so that detectors look before and
/// behind a place without asking where the text ends, and no place that they compute can read foreign memory.
struct TextBytes {
  private let bytes: UnsafeBufferPointer<UInt8>
  let count: Int
  #if DEBUG
    private let reads: ReadCount?
  #endif

  /// Lends the bytes of `text` to `body`.
  ///
  /// - Parameter reads: counts the bytes that are read, for the tests of bounded work; ignored in release
  ///   builds.
  static func reading<Result>(_ text: String, count reads: ReadCount?, _ body: (TextBytes) -> Result)
    -> Result
  {
    var text = text
    return text.withUTF8 { body(TextBytes($0, reads)) }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ reads: ReadCount?) {
    self.bytes = bytes
    count = bytes.count
    #if DEBUG
      self.reads = reads
    #endif
  }

  @inline(__always)
  subscript(place: Int) -> UInt8 {
    #if DEBUG
      reads?.value += 1
    #endif
    return UInt(bitPattern: place) < UInt(bitPattern: count) ? bytes[place] : 0
  }

  /// Every byte in turn with its place, for the one pass of the filter.
  @inline(__always)
  func forEach(_ body: (Int, UInt8) -> Void) {
    #if DEBUG
      reads?.value += count
    #endif
    for place in 0..<count { body(place, bytes[place]) }
  }

  /// The bytes of a range of the text, as a string.
  func string(_ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<count)
    #if DEBUG
      reads?.value += range.count
    #endif
    return String(decoding: bytes[range], as: UTF8.self)
  }
}

/// How many bytes were read, for the tests of bounded work.
final class ReadCount {
  var value = 0
}
