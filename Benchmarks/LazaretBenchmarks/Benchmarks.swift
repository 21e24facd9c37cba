import Benchmark
import LazaretCore
import LazaretDetectors
import LazaretTesting

/// About two megabytes of text in several scripts, the same on every machine.
private let corpus: [String] = (0..<8).map { seed in
  var random = RandomText(seed: seed)
  return random.document(paragraphs: 400)
}
private let bytes = corpus.reduce(0) { $0 + $1.utf8.count }

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .throughput, .peakMemoryResident], warmupIterations: 1,
    scalingFactor: .one, maxDuration: .seconds(5))

  Benchmark("Chunker: cut \(bytes) bytes") { benchmark in
    let chunker = Chunker()
    for _ in benchmark.scaledIterations {
      for text in corpus { blackHole(chunker.spans(of: Passage(text: text))) }
    }
  }

  Benchmark("Chunker: windows of \(bytes) bytes, with their digests") { benchmark in
    let chunker = Chunker()
    for _ in benchmark.scaledIterations {
      for text in corpus {
        for span in chunker.spans(of: Passage(text: text)) {
          blackHole(Digest(of: chunker.window(of: span, in: text).text))
        }
      }
    }
  }

  Benchmark("DetectorSet: all detectors over \(bytes) bytes") { benchmark in
    for _ in benchmark.scaledIterations {
      for text in corpus { blackHole(DetectorSet.standard.detections(in: text)) }
    }
  }

  Benchmark("Masker: 20 findings in each chunk of \(bytes) bytes") { benchmark in
    let masker = Masker()
    let chunks = corpus.flatMap { text in Chunker().spans(of: Passage(text: text)).map { text.slice($0) } }
    let plans = chunks.map { chunk in
      let count = chunk.utf8.count
      let findings = stride(from: 0, to: count, by: max(1, count / 20)).map { start in
        Finding(screener: "s", label: "pii/email", span: TextSpan(start, min(count, start + 12)))
      }
      return MaskPlan(findings, within: TextSpan(0, count))
    }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      for (chunk, plan) in zip(chunks, plans) {
        if let plan { blackHole(masker.mask(chunk, by: plan)) }
      }
    }
  }
}
