import Benchmark
import LazaretAdapters
import LazaretCore
import LazaretTesting

/// The store beside the C API of SQLite: the same rows into the same tables, in transactions of the same
/// size, in turn, until they stand in the file and it is closed. The C side binds rows that were put together
/// beforehand and moves its `-wal` file when SQLite does by itself; the store's side includes the digests, the
/// lists as JSON, and the hop to the writer.
///
/// The rate of the store as a share of the other is a metric of its own, in per cent.
func storeBenchmarks() {
  let share = BenchmarkMetric.custom(
    "share of the C API's rate (%)", polarity: .prefersLarger, useScalingFactor: false)
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal, share], warmupIterations: 1, scalingFactor: .one,
    maxDuration: .seconds(20), maxIterations: 11)

  // One caller waits for each transaction, and for the writer's thread to wake up. In a run there are as many
  // as documents under way, and those that wait share a transaction.
  for (documents, chunks, callers) in [(400, 10, 1), (400, 10, 8), (100, 50, 1), (5, 1000, 1)] {
    let judged = (0..<documents).map { judgedDocument($0, chunks: chunks) }
    let each = callers == 1 ? "a transaction each" : "\(callers) in a transaction"
    let name = "Store: \(documents) documents of \(chunks) chunks of 1 kB, \(each)"
    Benchmark(name, configuration: configuration) { benchmark in
      for _ in benchmark.scaledIterations {
        let folder = try TemporaryDirectory()
        let raw = try RawStore(at: folder.path("raw.sqlite"))
        let rows = stride(from: 0, to: documents, by: callers).map { start in
          judged[start..<min(start + callers, documents)].map { RawStore.rows(of: $0) }
        }
        let rawTime = try ContinuousClock().measure {
          for group in rows { try raw.write(group) }
          raw.close()
        }
        let store = try await begunStore(at: folder.path("store.sqlite"))
        benchmark.startMeasurement()
        let time = try await ContinuousClock().measure {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
              group.addTask {
                for place in stride(from: caller, to: documents, by: callers) {
                  try await store.replace(with: judged[place], run: "run", at: moment)
                }
              }
            }
            try await group.waitForAll()
          }
          store.close()
        }
        benchmark.stopMeasurement()
        benchmark.measurement(share, percent(rawTime, of: time))
      }
    }
  }

  // Sixty-four callers wait for their answers to be kept, so a transaction holds at most 64.
  let kept = (0..<20_000).map { number in
    KeptScreening(
      text: Digest(of: "text \(number)"), fingerprint: settings, screener: "lakera",
      screening: Screening(findings: [], evidence: .init(requestID: "00000000-0000-4000-8000-000000000001")),
      at: moment, run: "run")
  }
  let callers = 64
  Benchmark("Store: keep \(kept.count) answers for \(callers) callers", configuration: configuration) {
    benchmark in
    for _ in benchmark.scaledIterations {
      let folder = try TemporaryDirectory()
      let raw = try RawStore(at: folder.path("raw.sqlite"))
      let groups = stride(from: 0, to: kept.count, by: callers).map { start in
        kept[start..<min(start + callers, kept.count)].map { RawStore.row(of: $0) }
      }
      let rawTime = try ContinuousClock().measure {
        for group in groups { try raw.write(group) }
        raw.close()
      }
      let store = try await begunStore(at: folder.path("store.sqlite"))
      benchmark.startMeasurement()
      let time = try await ContinuousClock().measure {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for caller in 0..<callers {
            group.addTask {
              for place in stride(from: caller, to: kept.count, by: callers) {
                try await store.keep(kept[place])
              }
            }
          }
          try await group.waitForAll()
        }
        store.close()
      }
      benchmark.stopMeasurement()
      benchmark.measurement(share, percent(rawTime, of: time))
    }
  }
}

let moment = "2026-01-01T00:00:00.000Z"
private let settings = Fingerprint(kind: "benchmark", settings: [:])

private func begunStore(at path: String) async throws -> SQLiteStore {
  let store = try SQLiteStore(path: path, access: .run)
  try await store.beginRun(
    RunRecord(id: "run", command: "run", pipeline: "benchmark", policy: settings, startedAt: moment))
  return store
}

private func percent(_ part: Duration, of whole: Duration) -> Int { Int((100 * (part / whole)).rounded()) }

private func judgedDocument(_ number: Int, chunks: Int) -> JudgedDocument {
  var random = RandomText(seed: number)
  let texts = (0..<chunks).map { _ in
    var text = ""
    while text.utf8.count < 1000 { text += random.sentence() + " " }
    return text
  }
  let document = Document(
    source: "documents", uri: "folder/\(number).md", title: "Document \(number)", mediaType: "text/markdown",
    visible: Passage(text: texts.joined()))
  var start = 0
  let judged = texts.enumerated().map { ordinal, text in
    defer { start += text.utf8.count }
    let digest = Digest(of: text)
    let chunk = Chunk(
      id: ChunkID(document: document.id, lane: .visible, digest: digest, occurrence: ordinal),
      documentID: document.id, lane: .visible, ordinal: ordinal,
      span: TextSpan(start, start + text.utf8.count), text: text, headingPath: ["Top", "Below"],
      digest: digest)
    return JudgedChunk(
      chunk: chunk, state: .clean, released: MaskedText(unmasked: text), screenedBy: ["lakera", "lasso"])
  }
  return JudgedDocument(
    document: document, content: Digest(of: document.visible.text),
    byteCount: document.visible.text.utf8.count, policy: settings, reading: settings, chunks: judged)
}
