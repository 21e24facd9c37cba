/// The answer of a model, as every gateway hands it on: looked at for its shape, because a gateway that
/// let a text pass says so by nothing else.
enum ChatCompletion {
  static func isOne(_ answer: WireTree) -> Bool {
    answer["object"]?.string == "chat.completion" && answer["id"]?.string?.nonEmpty != nil
      && answer["choices"]?.list?.isEmpty == false
  }

  /// True when a filter took the model's answer away, or stood in for it.
  static func wasFiltered(_ answer: WireTree) -> Bool {
    answer["choices"]?.list?.contains { $0["finish_reason"]?.string == "content_filter" } ?? false
  }
}
