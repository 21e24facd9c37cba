/// Why nobody sees a text.
enum HiddenReason: Hashable {
  case notDisplayed
  case transparent
  case offScreen
  case clipped
  case noSize
  case invisible
  case tinyFont
  case sameColor
  case attribute
  case closedDialog
  /// It stands in an element whose content is never drawn.
  case undrawn(HTMLWord)

  /// The origin of the hidden piece.
  var text: String {
    switch self {
    case .notDisplayed: "display:none"
    case .transparent: "opacity:0"
    case .offScreen: "off-screen"
    case .clipped: "clipped"
    case .noSize: "zero size"
    case .invisible: "visibility:hidden"
    case .tinyFont: "font-size"
    case .sameColor: "same colour"
    case .attribute: "hidden attribute"
    case .closedDialog: "closed dialog"
    case .undrawn(let element): element.rawValue
    }
  }
}
