/// A page as it is shown, from a PPM picture (`P6`, one byte for each colour).
struct PDFPicture {
  let width: Int
  let height: Int
  private let pixels: ArraySlice<UInt8>

  /// Reads the pictures that stand one after the other; the ones after a broken one are left out.
  static func all(in bytes: [UInt8]) -> [PDFPicture] {
    var pictures: [PDFPicture] = []
    var rest = bytes[...]
    while let picture = PDFPicture(&rest) { pictures.append(picture) }
    return pictures
  }

  private init?(_ bytes: inout ArraySlice<UInt8>) {
    var place = bytes.startIndex
    func word() -> [UInt8] {
      while place < bytes.endIndex, bytes[place].isWhitespace { place += 1 }
      let start = place
      while place < bytes.endIndex, !bytes[place].isWhitespace, place - start < 10 { place += 1 }
      return Array(bytes[start..<place])
    }
    func number() -> Int? { Int(String(decoding: word(), as: UTF8.self)) }
    guard word().elementsEqual("P6".utf8), let width = number(), let height = number(), number() == 255,
      width > 0, height > 0, width <= 10_000, height <= 10_000
    else { return nil }
    place += 1
    guard bytes.endIndex - place >= width * height * 3 else { return nil }
    self.width = width
    self.height = height
    pixels = bytes[place..<place + width * height * 3]
    bytes = bytes[(place + width * height * 3)...]
  }

  /// True when nothing can be seen in the box: no colour varies by more than 10 of 255. `nil` where it
  /// cannot be told: too small a picture, or `budget`, in pixels to look at, is used up.
  ///
  /// Only the middle of the box is looked at, so that a line under the text does not make it visible.
  func isBlank(_ box: PDFLayout.Box, on page: PDFLayout.Page, budget: inout Int) -> Bool? {
    var (across, down) = (page.width, page.height)
    guard across >= 1, down >= 1 else { return nil }
    // poppler gives the sheet's size before it is turned, and places after.
    let (shape, upright, turned) = (Float(width) / Float(height), across / down, down / across)
    if abs(shape - turned) < abs(shape - upright) { swap(&across, &down) }
    let (horizontal, vertical) = (Float(width) / across, Float(height) / down)
    guard min(horizontal, vertical) >= 0.3 else { return nil }
    let (inX, inY) = (box.width * 0.15, box.height * 0.15)
    let columns = Self.range((box.left + inX) * horizontal, (box.right - inX) * horizontal, width)
    let rows = Self.range((box.top + inY) * vertical, (box.bottom - inY) * vertical, height)
    guard let columns, let rows else { return nil }
    return pixels.withUnsafeBufferPointer { pixels in
      let first = (rows.lowerBound * width + columns.lowerBound) * 3
      var low = (pixels[first], pixels[first + 1], pixels[first + 2])
      var high = low
      for row in rows {
        budget -= columns.count
        if budget < 0 { return nil }
        for column in columns {
          let place = (row * width + column) * 3
          let (red, green, blue) = (pixels[place], pixels[place + 1], pixels[place + 2])
          low = (min(low.0, red), min(low.1, green), min(low.2, blue))
          high = (max(high.0, red), max(high.1, green), max(high.2, blue))
        }
        if max(high.0 - low.0, high.1 - low.1, high.2 - low.2) > 10 { return false }
      }
      return true
    }
  }

  /// The pixels between two places, one at least, of those that there are.
  private static func range(_ from: Float, _ to: Float, _ count: Int) -> Range<Int>? {
    guard from.isFinite, to.isFinite, abs(from) < 1e8, abs(to) < 1e8 else { return nil }
    let start = max(Int(from), 0)
    let end = min(max(Int(to) + 1, start + 1), count)
    return start < end ? start..<end : nil
  }
}
