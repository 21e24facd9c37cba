@testable import LazaretCore

/// Cuts as the documentation of ``Chunker`` says it, with all boundaries known beforehand and every one of
/// them compared: what the chunker's short cuts are measured by.
struct PlainCut {
  let bytes: UnsafeBufferPointer<UInt8>
  let rules: ChunkingRules
  private(set) var starts: [Int] = []
  private var longest: Int { rules.maximum - rules.overlap }
  private var enough: Int { min(longest, max(1, rules.target * 2)) }
  private var shortest: Int { max(1, min(rules.target, enough) / 4) }

  init(_ bytes: UnsafeBufferPointer<UInt8>, of passage: Passage, by rules: ChunkingRules) {
    self.bytes = bytes
    self.rules = rules
    if bytes.isEmpty { return }
    let scan = BoundaryScan(bytes, headings: passage.headings, longest: longest)
    let all = scan.boundaries(inside: scan.boundaries.indices, of: 0..<bytes.count)
    cut(all[...], from: (0, 0), to: (bytes.count, scan.scalarCount))
  }

  private mutating func cut(_ inside: ArraySlice<Boundary>, from: (Int, Int), to: (Int, Int)) {
    if to.1 - from.1 > enough, let index = best(inside, from: from.1, to: to.1) {
      let place = (inside[index].place, inside[index].scalar)
      cut(inside[..<index], from: from, to: place)
      cut(inside[(index + 1)...], from: place, to: to)
    } else if to.1 - from.1 > longest {
      starts += WordCutter(longest: longest, enough: enough, shortest: shortest)
        .starts(in: from.0..<to.0, of: bytes)
    } else {
      starts.append(from.0)
    }
  }

  private func best(_ inside: ArraySlice<Boundary>, from: Int, to: Int) -> Int? {
    let middle = strongest(inside) { $0.scalar >= from + shortest && $0.scalar <= to - shortest }
    if let middle, !inside[middle].rank.isWithinWhole { return middle }
    if to - from <= longest { return nil }
    guard let any = strongest(inside, where: { _ in true }) else { return nil }
    if !inside[any].rank.isWithinWhole { return any }
    guard inside[any].rank == .afterHeading else { return middle ?? any }
    if to - inside[any].scalar <= longest { return any }
    let below = strongest(inside[(any + 1)...]) { _ in true }
    return below.map { inside[$0].rank == .afterHeading } ?? false ? any : middle
  }

  private func strongest(_ inside: ArraySlice<Boundary>, where suits: (Boundary) -> Bool) -> Int? {
    var best: (index: Int, strength: UInt64)?
    for index in inside.indices where suits(inside[index]) {
      let hash = TextScalars.hash(bytes, from: inside[index].place)
      let strength = UInt64(inside[index].rank.value) << 56 | hash >> 8
      if best.map({ strength > $0.strength }) ?? true { best = (index, strength) }
    }
    return best?.index
  }
}
