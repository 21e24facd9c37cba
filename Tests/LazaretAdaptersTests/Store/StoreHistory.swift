import GRDB
import LazaretTesting

@testable import LazaretAdapters
@testable import LazaretCore

/// A store to which anything happens that can happen to one, in an order that the seed decides.
struct StoreHistory {
  let fresh: FreshStore
  var generator: SeededGenerator
  /// For the message of a failure.
  private(set) var log: [String] = []
  private var policy = StoreSamples.policy
  private var judged: [String: JudgedDocument] = [:]
  private var runs = 1
  private var reviews = 0

  init(seed: Int) async throws {
    fresh = try await FreshStore()
    generator = SeededGenerator(seed: seed)
  }

  var gate: ExitGate { ExitGate(policy: policy, screeners: StoreSamples.gate.screeners) }

  private mutating func chance(_ one: Int, in all: Int) -> Bool {
    Int.random(in: 0..<all, using: &generator) < one
  }

  mutating func step() async throws {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<8: try await store()
    case 8..<10: try await rescreen()
    case 10..<12: try await night()
    case 12..<15: try await review()
    case 15..<17: changePolicy()
    case 17: try await forgetAnswers()
    case 18: try await keepAnswers()
    default: try await postpone()
    }
  }

  private mutating func pieces() -> [StoreSamples.Piece] {
    (0..<Int.random(in: 0...5, using: &generator)).map { _ in
      let states: [ChunkState] = [.clean, .clean, .clean, .masked, .masked, .quarantined, .unscreened]
      return StoreSamples.Piece(
        text: "text \(Int.random(in: 0..<8, using: &generator)) ",
        state: states.randomElement(using: &generator) ?? .clean, lane: chance(1, in: 8) ? .hidden : .visible)
    }
  }

  private mutating func put(_ document: JudgedDocument) async throws {
    var document = document
    let standing = try await fresh.store.reviews(of: document.document.id)
    for index in document.chunks.indices {
      let chunk = document.chunks[index].chunk
      guard let review = standing[chunk.id] else { continue }
      switch review.verdict {
      case .rejected:
        document.chunks[index].state = .quarantined
        document.chunks[index].released = nil
        document.chunks[index].review = review
      case .released where document.chunks[index].state == .quarantined:
        document.chunks[index].state = .clean
        document.chunks[index].released = chunk.lane == .visible ? MaskedText(unmasked: chunk.text) : nil
        document.chunks[index].review = review
      case .released: continue
      }
    }
    judged[document.document.uri] = document
    try await fresh.store.replace(with: document, run: "run-\(runs)", at: StoreSamples.firstTime)
    // A store that was tampered with, or an answer that was lost.
    if chance(9, in: 10) { try await fresh.keepAnswers(document) }
  }

  private mutating func store() async throws {
    let uri = "\(Int.random(in: 0..<5, using: &generator))"
    let titles = ["A title", "Another", nil]
    let document = StoreSamples.document(
      uri, title: titles.randomElement(using: &generator) ?? nil, policy: policy,
      headings: chance(1, in: 3) ? ["Other"] : ["Guide"], pieces())
    log.append("store \(uri) \(document.chunks.map(\.state.rawValue))")
    try await put(document)
  }

  /// The same text, judged anew.
  private mutating func rescreen() async throws {
    guard let (uri, document) = judged.sorted(by: { $0.key < $1.key }).randomElement(using: &generator) else {
      return
    }
    var pieces = document.chunks.map {
      StoreSamples.Piece(text: $0.chunk.text, state: $0.state, lane: $0.chunk.lane)
    }
    if let place = pieces.indices.randomElement(using: &generator) {
      pieces[place].state =
        [.clean, .masked, .quarantined, .unscreened].randomElement(using: &generator) ?? .clean
    }
    log.append("rescreen \(uri) \(pieces.map(\.state.rawValue))")
    try await put(
      StoreSamples.document(
        uri, title: document.document.title, policy: policy,
        headings: document.chunks.first?.chunk.headingPath ?? [], pieces))
  }

  /// A run in which some documents are gone.
  private mutating func night() async throws {
    runs += 1
    try await fresh.store.beginRun(StoreSamples.run("run-\(runs)"))
    for uri in judged.keys.sorted() where chance(3, in: 4) {
      try await fresh.store.note(
        ItemRecord(source: "docs", uri: uri, state: .unchanged), run: "run-\(runs)",
        at: StoreSamples.firstTime)
    }
    let gone = try await fresh.store.removeUnseen(
      source: "docs", run: "run-\(runs)", at: StoreSamples.firstTime)
    for uri in gone { judged[uri] = nil }
    log.append("gone \(gone)")
  }

  private mutating func review() async throws {
    let chunks = judged.sorted { $0.key < $1.key }.flatMap(\.value.chunks)
    guard let chunk = chunks.randomElement(using: &generator) else { return }
    reviews += 1
    let verdict: Review.Verdict = chance(1, in: 2) ? .released : .rejected
    log.append("\(verdict) \(chunk.chunk.id)")
    try await fresh.store.record([StoreSamples.review(reviews, verdict, of: chunk)])
    if chance(1, in: 2),
      let document = judged.values.first(where: { $0.document.id == chunk.chunk.documentID })
    {
      try await put(document)
    }
  }

  /// Back and forth between two, so that what is stored is sometimes what is in force again.
  private mutating func changePolicy() {
    policy = policy == StoreSamples.policy ? Fingerprint(hex: "policy-2") : StoreSamples.policy
    log.append("policy \(policy)")
  }

  private mutating func forgetAnswers() async throws {
    let texts = judged.values.flatMap { StoreSamples.answers(of: $0) }.map(\.text.hex).sorted()
    guard let text = texts.randomElement(using: &generator) else { return }
    log.append("forget \(text.prefix(8))")
    try await fresh.store.write {
      try $0.execute(sql: "DELETE FROM screening WHERE text_sha256 = ?", arguments: [text])
    }
  }

  private mutating func keepAnswers() async throws {
    log.append("answers are there again")
    for document in judged.values { try await fresh.keepAnswers(document) }
  }

  private mutating func postpone() async throws {
    guard let document = judged.sorted(by: { $0.key < $1.key }).randomElement(using: &generator)?.value else {
      return
    }
    log.append("postpone \(document.document.uri)")
    try await fresh.store.postpone(
      document.document.id, of: "docs", waiting: 1, run: "run-\(runs)", at: StoreSamples.firstTime)
  }
}
