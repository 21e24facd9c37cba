import LazaretCore

/// Phrases by which a text gives orders to the model that reads it: overriding its instructions, asking for
/// its prompt, giving it another role, faking the marks of a conversation, addressing it, dictating its
/// answer, sending data out, keeping a secret from the user.
///
/// The words are found by the filter; this detector only sees them go by. For each slot of each rule it
/// remembers where the latest match so far ended, so that a word costs as much as there are slots that it
/// may fill. A rule with the weight of an alarm stands alone; lighter ones count together when different
/// ones stand near each other.
struct PhraseDetector: Detector {
  let triggers: [Trigger]
  private let words: [Vocabulary.Word]
  /// For each concept the slots that it may fill.
  private let slotsOfConcept: [[Place]]
  private let rules: [PhraseRule]
  /// Where the slots of a rule begin in the list of partial matches.
  private let offsets: [Int]
  private let slotCount: Int

  private struct Place: Sendable {
    var rule: Int
    var slot: Int
  }

  private struct Partial {
    var start = -1
    var end = -1
  }

  /// Far enough for the sentences of one instruction, near enough that two chapters do not add up.
  private static let widestSpread = 700

  init() {
    words = Vocabulary.words
    rules = PhraseRule.all
    triggers = words.map { .literal($0.literal) }
    var slots = [[Place]](repeating: [], count: Concept.allCases.count)
    var offsets: [Int] = []
    var count = 0
    for (rule, phrase) in rules.enumerated() {
      offsets.append(count)
      count += phrase.slots.count
      for (slot, content) in phrase.slots.enumerated() {
        for concept in content.concepts { slots[concept.rawValue].append(Place(rule: rule, slot: slot)) }
      }
    }
    self.offsets = offsets
    slotCount = count
    slotsOfConcept = slots
  }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    let evidence = evidence(at: hits, in: text)
    let alone = evidence.filter { $0.weight >= PhraseRule.alarm }.map(\.span)
    let spans = alone + together(evidence.filter { $0.weight < PhraseRule.alarm })
    return spans.map { Detection(label: "prompt_attack", span: $0) }
  }

  // MARK: Rules

  struct Evidence: Equatable {
    var rule: Int
    var weight: Int
    var span: TextSpan
  }

  func evidence(at hits: [Hit], in text: TextBytes) -> [Evidence] {
    var partials = [Partial](repeating: Partial(), count: slotCount)
    var evidence: [Evidence] = []
    var deafUntil = 0
    for hit in hits {
      let word = words[hit.trigger]
      if word.concept == .negatedOverride {
        deafUntil = max(deafUntil, hit.end)
        continue
      }
      if word.concept == .override, hit.start < deafUntil { continue }
      let end = word.isStem ? text.wordEnd(from: hit.end, limit: 30) : hit.end
      for place in slotsOfConcept[word.concept.rawValue] {
        let index = offsets[place.rule] + place.slot
        var start = hit.start
        if place.slot > 0 {
          let before = partials[index - 1]
          let slot = rules[place.rule].slots[place.slot]
          guard before.end >= 0, before.end <= hit.start, hit.start - before.end <= slot.gap,
            slot.crossesSentences || !hasSentenceEnd(before.end, hit.start, in: text)
          else { continue }
          start = before.start
        }
        partials[index] = Partial(start: start, end: end)
        if place.slot == rules[place.rule].slots.count - 1 {
          evidence.append(
            Evidence(rule: place.rule, weight: rules[place.rule].weight, span: TextSpan(start, end)))
        }
      }
    }
    return evidence
  }

  private func hasSentenceEnd(_ start: Int, _ end: Int, in text: TextBytes) -> Bool {
    var place = start
    while place < end {
      let byte = text[place]
      if byte == "." || byte == "!" || byte == "?" || byte == ";", text[place + 1].isBlank { return true }
      if byte == 0x0A, text[place + 1] == 0x0A || text[place + 1] == 0x0D && text[place + 2] == 0x0A {
        return true
      }
      if byte == 0xE3, text[place + 1] == 0x80, text[place + 2] == 0x82 { return true }  // 。
      place += 1
    }
    return false
  }

  // MARK: Light rules together

  /// The span of every group of evidence within `widestSpread` whose different rules weigh enough.
  private func together(_ evidence: [Evidence]) -> [TextSpan] {
    let ordered = evidence.sorted { $0.span < $1.span }
    var spans: [TextSpan] = []
    var counts: [Int: Int] = [:]
    var weight = 0
    var first = 0
    for next in ordered {
      while first < ordered.count, next.span.start - ordered[first].span.start > Self.widestSpread {
        let leaving = ordered[first]
        counts[leaving.rule, default: 1] -= 1
        if counts[leaving.rule] == 0 { weight -= leaving.weight }
        first += 1
      }
      if counts[next.rule, default: 0] == 0 { weight += next.weight }
      counts[next.rule, default: 0] += 1
      if weight >= PhraseRule.alarm {
        spans.append(TextSpan(ordered[first].span.start, max(next.span.end, ordered[first].span.end)))
      }
    }
    return spans
  }
}
