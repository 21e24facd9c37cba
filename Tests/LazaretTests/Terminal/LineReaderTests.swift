import Foundation
import LazaretTesting
import Testing

@testable import lazaret

struct LineReaderTests {
  private func lines(_ text: [UInt8], maxLineBytes: Int = 1 << 20) async throws -> [LineReader.Line] {
    let folder = try TemporaryDirectory()
    let descriptor = open(try folder.write(text, to: "in"), O_RDONLY)
    defer { close(descriptor) }
    var reader = LineReader(descriptor: descriptor, maxLineBytes: maxLineBytes)
    var lines: [LineReader.Line] = []
    while let line = try await reader.next() { lines.append(line) }
    return lines
  }

  private func text(_ text: String) -> LineReader.Line { .text(Array(text.utf8)) }

  @Test func `lines end in LF or CRLF, and the last needs no end`() async throws {
    #expect(try await lines(Array("a\nb\r\n\nc".utf8)) == [text("a"), text("b"), text(""), text("c")])
    #expect(try await lines(Array("a\n".utf8)) == [text("a")])
    #expect(try await lines([]) == [])
  }

  @Test(arguments: 0..<30)
  func `lines of any length come out as they went in`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    let expected = (0..<20).map { _ in
      String(repeating: "x", count: Int.random(in: 0...20_000, using: &generator))
    }
    #expect(try await lines(Array((expected.joined(separator: "\n") + "\n").utf8)) == expected.map(text))
  }

  @Test func `a line over the limit is named and its neighbours are read`() async throws {
    let long = String(repeating: "y", count: 200_000)
    let read = try await lines(Array("a\n\(long)\nb\n".utf8), maxLineBytes: 100_000)
    #expect(read == [text("a"), .tooLong, text("b")])
    #expect(try await lines(Array(long.utf8), maxLineBytes: 100_000) == [.tooLong])
  }
}
