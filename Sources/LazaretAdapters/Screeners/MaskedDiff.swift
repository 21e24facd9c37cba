import LazaretCore

/// Finds what a vendor masked by laying its masked text over the text that was sent.
///
/// The masked text must be the text with some parts, none of them empty, replaced by the tokens, each
/// token as often as given, and there must be only one way to see it so.
enum MaskedDiff {
  struct Part: Hashable, Sendable {
    var span: TextSpan
    var token: String
  }

  /// - Parameters:
  ///   - sent: UTF-8 of the text that was sent.
  ///   - returned: UTF-8 of the vendor's masked text.
  ///   - tokens: one for each part that the vendor says it masked; the order does not count.
  /// - Returns: the masked parts in order of place, or `nil` when there is no such reading or more
  ///   than one.
  static func parts(sent: [UInt8], returned: [UInt8], tokens: [String]) -> [Part]? {
    guard !tokens.isEmpty, tokens.allSatisfy({ !$0.isEmpty }) else { return nil }
    let kinds = Set(tokens).sorted()
    // A token that stands in the text as well could be either.
    for kind in kinds where ByteSearch(Array(kind.utf8)).first(in: sent, sent.indices) != nil { return nil }

    var places: [(start: Int, end: Int, token: String)] = []
    for kind in kinds {
      let bytes = Array(kind.utf8)
      let wanted = tokens.count { $0 == kind }
      let hits = ByteSearch(bytes).hits(in: returned, returned.indices, limit: wanted + 1)
      guard hits.count == wanted else { return nil }
      places += hits.map { ($0, $0 + bytes.count, kind) }
    }
    places.sort { $0.start < $1.start }
    for (one, next) in zip(places, places.dropFirst()) where next.start < one.end { return nil }

    var literals: [ArraySlice<UInt8>] = []
    var from = 0
    for place in places {
      literals.append(returned[from..<place.start])
      from = place.end
    }
    literals.append(returned[from...])

    guard let spans = onlyAlignment(of: literals, in: sent) else { return nil }
    return zip(spans, places).map { Part(span: $0, token: $1.token) }
  }

  /// The gaps between the literals, when there is exactly one way to place them in order, the first at
  /// the start, the last at the end, and something between each two.
  private static func onlyAlignment(of literals: [ArraySlice<UInt8>], in sent: [UInt8]) -> [TextSpan]? {
    guard let starts = leftmost(literals.map(Array.init), in: sent) else { return nil }
    let mirrored = literals.reversed().map { Array($0.reversed()) }
    guard let ends = leftmost(mirrored, in: sent.reversed()) else { return nil }
    // The leftmost and the rightmost placement are the same exactly when there is only one.
    let rightmost = zip(ends, mirrored).map { sent.count - $0 - $1.count }.reversed()
    guard starts == Array(rightmost) else { return nil }
    return zip(zip(starts, literals), starts.dropFirst()).map { here, next in
      TextSpan(here.0 + here.1.count, next)
    }
  }

  /// Each literal as far to the left as the ones before it allow; the last one ends the text.
  private static func leftmost(_ literals: [[UInt8]], in sent: [UInt8]) -> [Int]? {
    guard let first = literals.first, let last = literals.last, literals.count > 1,
      sent.starts(with: first), first.count + last.count <= sent.count
    else { return nil }
    let lastStart = sent.count - last.count
    guard sent[lastStart...].elementsEqual(last) else { return nil }
    var starts = [0]
    var end = first.count
    for literal in literals.dropFirst().dropLast() {
      // Nothing between two tokens says where one part ends and the next begins.
      guard !literal.isEmpty, end + 1 <= lastStart,
        let start = ByteSearch(literal).first(in: sent, (end + 1)..<lastStart)
      else { return nil }
      starts.append(start)
      end = start + literal.count
    }
    guard end < lastStart else { return nil }
    return starts + [lastStart]
  }
}
