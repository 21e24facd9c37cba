/// The text of one item, as extracted. Nothing in it was trimmed or normalised after extraction:
/// what is screened, stored and exported are spans of exactly these lanes.
package struct Document: Sendable, Hashable {
  package var id: DocumentID
  package var source: String
  package var uri: String
  package var title: String?
  package var mediaType: String
  /// The language that the document declares (BCP 47), if it does.
  package var language: String?
  package var modified: String?
  /// When the bytes were fetched, in ISO 8601, for documents that came over a network.
  package var fetched: String?
  /// What a reader sees.
  package var visible: Passage
  /// What a model would read and a person would not. Screened, never exported.
  package var hidden: Passage
  /// What the extractor had to repair or leave aside, in words, without document text.
  package var notes: [String]

  package init(
    source: String, uri: String, title: String? = nil, mediaType: String, language: String? = nil,
    modified: String? = nil, fetched: String? = nil, visible: Passage,
    hidden: Passage = Passage(text: ""), notes: [String] = []
  ) {
    self.id = DocumentID(source: source, uri: uri)
    self.source = source
    self.uri = uri
    self.title = title
    self.mediaType = mediaType
    self.language = language
    self.modified = modified
    self.fetched = fetched
    self.visible = visible
    self.hidden = hidden
    self.notes = notes
  }

  package func passage(_ lane: Lane) -> Passage {
    switch lane {
    case .visible: visible
    case .hidden: hidden
    }
  }
}

/// The identity of a document: a function of its source and its address, so that it survives edits.
package struct DocumentID: Hashable, Sendable, Codable {
  package let text: String

  package init(source: String, uri: String) {
    text = Digest(fields: ["document", source, uri]).short
  }

  package init(text: String) { self.text = text }
}

extension DocumentID: CustomStringConvertible {
  package var description: String { text }
}

/// Who sees the text.
package enum Lane: String, Sendable, Hashable, Codable, CaseIterable {
  case visible
  case hidden
}

/// A run of text with its headings.
package struct Passage: Sendable, Hashable {
  package var text: String
  /// In order of place. The chunker prefers to cut before a heading, and a chunk knows which
  /// headings it stands under.
  package var headings: [Heading]
  /// Where pieces of hidden text came from, in order of place: "comment", "display:none". Empty for
  /// visible text.
  package var origins: [Origin]
  /// Where pages begin, in order of place, for formats that have pages or slides. What stands before the
  /// first of them is on no page.
  package var pages: [Page]

  package init(text: String, headings: [Heading] = [], origins: [Origin] = [], pages: [Page] = []) {
    self.text = text
    self.headings = headings
    self.origins = origins
    self.pages = pages
  }

  package struct Page: Sendable, Hashable {
    /// Counted from 1 in the order of the file, whatever is printed on the page.
    package var number: Int
    /// Where its text begins, in UTF-8 bytes of the passage.
    package var start: Int

    package init(number: Int, start: Int) {
      self.number = number
      self.start = start
    }
  }

  package struct Heading: Sendable, Hashable {
    /// 1 is the highest.
    package var level: Int
    package var title: String
    /// The heading's line in the passage, markup included.
    package var span: TextSpan

    package init(level: Int, title: String, span: TextSpan) {
      self.level = level
      self.title = title
      self.span = span
    }
  }

  package struct Origin: Sendable, Hashable {
    package var kind: String
    package var span: TextSpan
    /// For text that was decoded from other text of the document: where that stands, as extracted.
    package var decodedFrom: Place?

    package init(kind: String, span: TextSpan, decodedFrom: Place? = nil) {
      self.kind = kind
      self.span = span
      self.decodedFrom = decodedFrom
    }
  }

  /// A part of one of the document's lanes.
  package struct Place: Sendable, Hashable {
    package var lane: Lane
    package var span: TextSpan

    package init(lane: Lane, span: TextSpan) {
      self.lane = lane
      self.span = span
    }
  }
}
