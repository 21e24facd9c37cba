/// A text put into a format whose files have a grammar; formats that take any text take it as it is.
enum FormatSample {
  static func text(_ text: String, in format: String) -> String {
    switch format {
    case "json": return "{\"key\": \(quoted(text))}"
    case "xml":
      let escaped = text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
      return "<text>\(escaped)</text>"
    default: return text
    }
  }

  static func quoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": written += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        written += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: written += String(scalar)
      }
    }
    return written + "\""
  }
}
