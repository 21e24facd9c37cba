import Benchmark
import LazaretTesting

/// About two megabytes of text in several scripts, the same on every machine.
let corpus: [String] = (0..<8).map { seed in
  var random = RandomText(seed: seed)
  return random.document(paragraphs: 400)
}
let corpusBytes = corpus.reduce(0) { $0 + $1.utf8.count }

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .throughput, .peakMemoryResident], warmupIterations: 1,
    scalingFactor: .one, maxDuration: .seconds(5))
  textBenchmarks()
  answerBenchmarks()
  storeBenchmarks()
}
