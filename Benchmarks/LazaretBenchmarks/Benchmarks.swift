import Benchmark
import Foundation
import LazaretTesting

/// The Markdown files of the folder in `CORPUS`, or else about two megabytes of text in several scripts,
/// the same on every machine.
let corpus: [String] =
  files(in: ProcessInfo.processInfo.environment["CORPUS"] ?? "")
  ?? (0..<8).map { seed in
    var random = RandomText(seed: seed)
    return random.document(paragraphs: 400)
  }
let corpusBytes = corpus.reduce(0) { $0 + $1.utf8.count }

private func files(in folder: String) -> [String]? {
  guard !folder.isEmpty, let paths = FileManager.default.enumerator(atPath: folder) else { return nil }
  return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
    .compactMap { try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
    .map { String(decoding: Array($0.utf8), as: UTF8.self) }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .throughput, .peakMemoryResident], warmupIterations: 1,
    scalingFactor: .one, maxDuration: .seconds(5))
  textBenchmarks()
  readingBenchmarks()
  answerBenchmarks()
  storeBenchmarks()
}
