import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What is expected follows from the answer itself, not from a list: these rules must hold for any
/// answer that somebody meets.
struct OutsideCasesTests {
  private func ask(_ outside: OutsideCase, _ response: FixtureJSON) async throws -> Result<
    Screening, ScreenerError
  > {
    let server = try StubServer(.init(status: outside.status, body: try response.body))
    let kind = try #require(ScreenerCatalog.kind(named: outside.kind))
    let screener = try makeScreener(kind, endpoint: server.url)
    return await screener.outcome(for: outside.text)
  }

  @Test(arguments: OutsideCase.all)
  func `an answer is empty only if it says that nothing was found`(outside: OutsideCase) async throws {
    switch try await ask(outside, outside.response) {
    case .success(let screening):
      #expect(screening.findings.isEmpty == outside.saysClean)
      #expect(outside.status == 200 || outside.mayFindWithoutOK)
    case .failure:
      #expect(!outside.saysClean)
    }
  }

  @Test(arguments: OutsideCase.all.filter(\.isFragment))
  func `a fragment that is made whole finds something`(outside: OutsideCase) async throws {
    if case .success(let screening) = try await ask(outside, outside.completed) {
      #expect(!screening.findings.isEmpty)
    }
  }

  @Test(arguments: OutsideCase.all)
  func `a place that the notes call wrong is not taken`(outside: OutsideCase) async throws {
    let notes = outside.notes.lowercased()
    let isWrong = ["wrong", "worst case"].contains { notes.contains($0) }
    guard isWrong, case .success(let screening) = try await ask(outside, outside.completed) else { return }
    #expect(screening.findings.allSatisfy { $0.span == nil })
  }

  @Test(arguments: OutsideCase.all)
  func `what is located looks like what it is said to be`(outside: OutsideCase) async throws {
    guard case .success(let screening) = try await ask(outside, outside.completed) else { return }
    let bytes = Array(outside.text.utf8)
    for finding in screening.findings where finding.label == "pii/email" {
      guard let span = finding.span else { continue }
      #expect(bytes[span.start..<span.end].contains(UInt8(ascii: "@")))
    }
  }

  @Test(arguments: OutsideCase.all)
  func `a status other than 200 is an error that says nothing of the text`(outside: OutsideCase) async throws
  {
    guard outside.status != 200, !outside.mayFindWithoutOK else { return }
    guard case .failure(let error) = try await ask(outside, outside.response) else {
      Issue.record("no error")
      return
    }
    // A word as short as "hi" stands in many sentences.
    #expect(outside.text.utf8.count < 12 || !"\(error)".contains(outside.text))
  }
}
