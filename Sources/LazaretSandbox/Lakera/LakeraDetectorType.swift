import LazaretCore

/// What Lakera calls a thing that the embedded detectors found.
struct LakeraDetectorType: Hashable, Sendable {
  /// The `detector_type`.
  let name: String
  /// The `labels` of a payload row: names of custom expressions, empty for Lakera's own detectors.
  let labels: [String]

  /// Lakera locates personal data; an attack is a property of the whole message.
  var hasSpan: Bool { name == "pii" || name.hasPrefix("pii/") }

  init(_ label: Label) {
    let path = label.rawValue.split(separator: "/", maxSplits: 1).map(String.init)
    let kind = path.last ?? label.rawValue
    switch path.first {
    case "secret":
      // Lakera has no detector for keys. Its users write custom expressions, which report as
      // `pii/custom` with the expression's name as label.
      self.init(name: Self.custom, labels: [kind])
    case "invisible_unicode":
      self.init(name: "prompt_attack", labels: [])
    case "prompt_attack":
      // Lakera names no sub-types.
      self.init(name: "prompt_attack", labels: [])
    case "pii" where path.count == 2:
      self.init(name: "pii/\(Self.entities[kind] ?? kind)", labels: [])
    default:
      self.init(name: label.rawValue, labels: [])
    }
  }

  private init(name: String, labels: [String]) {
    self.name = name
    self.labels = labels
  }

  /// Where Lakera's word for personal data is another than ours.
  private static let entities = [
    "iban": "iban_code",
    "phone": "phone_number",
    "ssn": "us_social_security_number",
    "us_ssn": "us_social_security_number",
  ]

  /// The type of everything that a custom expression matched.
  static let custom = "pii/custom"

  /// The name, or its category where the shapes have nothing finer.
  func written(_ shapes: ShapeSet) -> String {
    shapes.contains(.lakeraBareTypes) ? Self.category(of: name) : name
  }

  private static func category(of name: String) -> String {
    String(name.prefix { $0 != "/" })
  }

  /// The types that a breakdown lists whether or not they were detected, in its order.
  static let alwaysRun = [
    "prompt_attack", "pii/credit_card", "pii/custom", "pii/email", "pii/iban_code", "pii/ip_address",
    "pii/phone_number", "pii/us_social_security_number",
  ]

  /// The same by category.
  static let alwaysRunCategories = ["prompt_attack", "pii"]

  /// Lakera gives one id to all types of a category.
  static func detectorID(of type: String) -> String {
    "detector-lakera-default-\(category(of: type).replacing("_", with: "-"))"
  }
}
