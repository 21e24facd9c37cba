/// A truth value as Office documents write it (`xsd:boolean`).
enum OfficeFlag {
  static func isOn(_ value: String?) -> Bool { value == "1" || value == "true" }
  /// What is not said is not off.
  static func isOff(_ value: String?) -> Bool { value == "0" || value == "false" }
}
