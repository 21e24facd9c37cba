/// One thing that a screener found.
package struct Finding: Sendable, Hashable, Codable {
  /// The name of the screener in the pipeline file.
  package var screener: String
  package var label: Label
  /// Where, in the text that was sent; `nil` when the screener did not say or what it said could not
  /// be proved. Only a vendor file that proved the span may set it.
  package var span: TextSpan?
  /// What the vendor itself asks for, where its answers say so.
  package var vendorAction: Action?
  /// Why there is no span, or what was odd, in words and without document text.
  package var note: String?
  /// The entry of the allow-list that lets it through, from 1; never a part of what a screener said.
  package var allowedBy: Int?

  package init(
    screener: String, label: Label, span: TextSpan? = nil, vendorAction: Action? = nil,
    note: String? = nil, allowedBy: Int? = nil
  ) {
    self.screener = screener
    self.label = label
    self.span = span
    self.vendorAction = vendorAction
    self.note = note
    self.allowedBy = allowedBy
  }
}
