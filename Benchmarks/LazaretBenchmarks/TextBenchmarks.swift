import Benchmark
import LazaretCore
import LazaretDetectors

/// The chunker, the detectors and the masker over the corpus.
func textBenchmarks() {
  Benchmark("Chunker: cut \(corpusBytes) bytes") { benchmark in
    let chunker = Chunker()
    for _ in benchmark.scaledIterations {
      for text in corpus { blackHole(chunker.spans(of: Passage(text: text))) }
    }
  }

  Benchmark("Chunker: windows of \(corpusBytes) bytes, with their digests") { benchmark in
    let chunker = Chunker()
    for _ in benchmark.scaledIterations {
      for text in corpus {
        for span in chunker.spans(of: Passage(text: text)) {
          blackHole(Digest(of: chunker.window(of: span, in: text).text))
        }
      }
    }
  }

  Benchmark("DetectorSet: all detectors over \(corpusBytes) bytes") { benchmark in
    for _ in benchmark.scaledIterations {
      for text in corpus { blackHole(DetectorSet.standard.detections(in: text)) }
    }
  }

  Benchmark("Masker: 20 findings in each chunk of \(corpusBytes) bytes") { benchmark in
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
