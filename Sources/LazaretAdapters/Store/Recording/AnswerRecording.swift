import Foundation
package import LazaretCore
import Synchronization

/// Vendors' answers in a folder, to decide by once more: what was asked, by hashes, and what was answered. No
/// text of a document; an answer may tell what is in one, so it is sealed where there is a key.
///
/// One file of lines of JSON. The first says what the recording is; of the others, each is an answer or a run
/// that recorded answers, and their order does not matter. A line is whole or, as the last one after the death
/// of the process that wrote it, not there.
package final class AnswerRecording: AnswerStore {
  private struct State {
    var contents: RecordingContents
    var seal: TextSeal?
    var added = 0
    /// Of the run, until it is written.
    var runLine: [UInt8]
    /// Of the file before anything was added.
    let digest: Digest
  }

  private let file: RecordingFile
  package let header: RecordingHeader
  /// The last one that recorded into it.
  package let run: RecordedRun
  private let state: Mutex<State>

  private init(
    _ file: RecordingFile, _ contents: RecordingContents, _ header: RecordingHeader, _ run: RecordedRun,
    seal: TextSeal?, runLine: [UInt8] = []
  ) {
    self.file = file
    self.header = header
    self.run = run
    state = Mutex(State(contents: contents, seal: seal, runLine: runLine, digest: contents.digest))
  }

  /// The folder.
  package var path: String { file.path }
  package var count: Int { state.withLock { $0.contents.places.count } }
  /// How many answers were written since it was opened.
  package var added: Int { state.withLock { $0.added } }
  /// Of the file as it was opened, as `sha256sum` gives it.
  package var digest: Digest { state.withLock { $0.digest } }
  /// Whether the process that recorded last was killed while it wrote.
  package var isCutOff: Bool { state.withLock { $0.contents.isCutOff } }

  /// Opens a recording to decide by. Where it is sealed, ``unseal(_:)`` comes before the first answer.
  package static func replaying(_ folder: String) throws(StoreError) -> AnswerRecording {
    let file = try RecordingFile.reading(folder)
    let contents = try RecordingContents(of: file)
    guard let header = contents.header, let run = contents.lastRun else {
      throw .recording(path: folder, why: "holds no run: it was cut off when it began; record again")
    }
    return AnswerRecording(file, contents, header, run, seal: nil)
  }

  /// Takes the key that the recording is sealed under, and opens every answer once: what was changed is told
  /// before anything is decided.
  package func unseal(_ keys: StoreKeys) throws(StoreError) {
    guard let id = header.keyID else { return }
    let given = [keys.current, keys.previous].compactMap { $0 }
    guard let seal = given.first(where: { $0.keyID == id }) else {
      let problem =
        given.isEmpty
        ? "no 'quarantine.encryption_key' is set"
        : "'quarantine.encryption_key' has the id \(given.map(\.keyID).joined(separator: ", the previous one "))"
      throw .recording(
        path: path,
        why: "is sealed under the key with the id \(id), and \(problem); set the key that it needs")
    }
    let places = state.withLock { state in
      state.seal = seal
      return Array(state.contents.places.values)
    }
    for place in places { _ = try read(place, seal) }
  }

  /// Opens a recording to add to it, or begins one. A run that has nothing to add and decides as the last one did
  /// leaves the file as it is.
  ///
  /// - Parameters:
  ///   - keys: the current one seals.
  ///   - writer: the version of lazaret.
  package static func recording(
    into folder: String, _ header: RecordingHeader, run: RecordedRun, keys: StoreKeys, writer: String
  ) throws(StoreError) -> AnswerRecording {
    let file = try RecordingFile.writing(folder)
    var contents = try RecordingContents(of: file)
    // What was cut off must not run into what comes.
    if contents.isCutOff { try file.truncate(to: contents.end) }
    let runLine = run.line(writer: writer)
    var lines: [UInt8] = []
    if let old = contents.header {
      if let problem = old.disagreement(with: header) { throw .recording(path: folder, why: problem) }
      if contents.lastRun?.policy != run.policy { lines = runLine }
    } else {
      lines = header.line(writer: writer) + runLine
      contents.begin(with: header)
    }
    try file.append(lines)
    contents.advance(by: lines.count)
    return AnswerRecording(
      file, contents, header, run, seal: keys.current, runLine: lines.isEmpty ? runLine : [])
  }

  package func kept(
    _ text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> KeptScreening? {
    let question = RecordingContents.Question(text, fingerprint)
    let (place, seal) = state.withLock { ($0.contents.places[question], $0.seal) }
    guard let place else { return nil }
    let kept = try read(place, seal)
    // Two questions with the same 128 bits: not met in this world.
    return kept.text == text && kept.fingerprint == fingerprint ? kept : nil
  }

  /// Writes the answer, unless it is the one that counts already.
  package func keep(_ kept: KeptScreening) async throws(StoreError) {
    let question = RecordingContents.Question(kept.text, kept.fingerprint)
    let file = file
    let run = run.id.text
    try state.withLock { state throws(StoreError) in
      if let place = state.contents.places[question] {
        let old = try Self.read(place, state.seal, isSealed: header.keyID != nil, of: file)
        // Of screeners that are set alike the first that is answered counts for the run.
        if old.run == run || old.screening == kept.screening && old.at == kept.at { return }
      }
      var kept = kept
      kept.run = run
      let line = RecordedAnswer.line(of: kept, seal: state.seal)
      do throws(StoreError) {
        try file.append(state.runLine + line)
      } catch {
        // Half a line would spoil the next one.
        try? file.truncate(to: state.contents.end)
        throw error
      }
      state.contents.advance(by: state.runLine.count)
      state.contents.add(line, answering: question)
      state.runLine = []
      state.added += 1
    }
  }

  /// Waits until the disk has what was recorded.
  package func sync() throws(StoreError) { try file.sync() }

  private func read(_ place: RecordingContents.Place, _ seal: TextSeal?) throws(StoreError) -> KeptScreening {
    try Self.read(place, seal, isSealed: header.keyID != nil, of: file)
  }

  private static func read(
    _ place: RecordingContents.Place, _ seal: TextSeal?, isSealed: Bool, of file: RecordingFile
  ) throws(StoreError) -> KeptScreening {
    let decoder = JSONDecoder()
    let bytes = try file.bytes(at: place.start, atMost: place.count)
    let answer = try RecordingContents.answer(bytes, at: place, isSealed: isSealed, of: file, decoder)
    do throws(RecordedLine.Unreadable) {
      return try answer.opened(with: seal, decoder: decoder)
    } catch {
      throw RecordingContents.damaged(file, place.line, error.why)
    }
  }
}
