/// Why a chunk is held or waits: enough to say why a paragraph is missing, and never its text.
package struct Reason: Sendable, Hashable, Codable {
  package var code: Code
  package var screener: String?
  package var label: Label?
  package var detail: String?

  package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
    /// A finding asks for quarantine.
    case flagged
    /// A finding asks for a mask, and where it stands is not proved.
    case unlocated
    /// The masked text was screened again, and something was still found.
    case stillDetected = "still_detected"
    /// The vendor would not judge this text.
    case rejected
    /// Hidden text of the same document is held.
    case hiddenText = "hidden_text"
    /// A chunk beside this one, or elsewhere in the document, is held, and the pipeline widens
    /// quarantine to it.
    case scope
    /// A reviewer rejected it.
    case review
    /// A required screener has no answer.
    case noAnswer = "no_answer"
    /// Another part of the document has no answer yet; a document is released whole.
    case documentIncomplete = "document_incomplete"
  }

  package init(_ code: Code, screener: String? = nil, label: Label? = nil, detail: String? = nil) {
    self.code = code
    self.screener = screener
    self.label = label
    self.detail = detail
  }
}

extension Reason: CustomStringConvertible {
  package var description: String {
    let who = screener.map { "\($0): " } ?? ""
    let what = label.map { "\($0)" } ?? "something"
    let more = detail.map { " (\($0))" } ?? ""
    switch code {
    case .flagged: return "\(who)\(what) was found\(more)"
    case .unlocated: return "\(who)\(what) was found and cannot be masked, its place is not proved\(more)"
    case .stillDetected: return "\(who)\(what) was still found after masking\(more)"
    case .rejected: return "\(who)the text was refused\(more)"
    case .hiddenText: return "\(who)\(what) was found in hidden text of this document\(more)"
    case .scope: return "\(who)\(what) was found in another part of this document\(more)"
    case .review: return "a reviewer rejected it\(more)"
    case .noAnswer: return "\(who)no answer\(more)"
    case .documentIncomplete: return "another part of this document has no answer yet\(more)"
    }
  }
}
