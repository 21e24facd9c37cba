import Foundation
import LazaretTesting
import Testing

@testable import lazaret

struct PipelineFileDocumentationTests {
  @Test func `the page lists the keys that are read, and no others`() throws {
    let page = try RepositoryFile.text("docs/pipeline-file.md")
    let rows = page.split(separator: "\n").filter {
      $0.hasPrefix("| `") && !$0.hasPrefix("| `$") && !$0.hasPrefix("| `os.")
    }
    let documented = rows.map { row in String(row.dropFirst(3).prefix { $0 != "`" }) }
    #expect(documented.count == Set(documented).count)
    #expect(Set(documented) == PipelineFile.keys.knownKeys)
  }

  @Test func `the page's own example is valid`() throws {
    let page = try RepositoryFile.text("docs/pipeline-file.md")
    let parts = page.components(separatedBy: "```")
    #expect(parts.count == 3)
    #expect(try PipelineFileFixture.errors(of: parts[1].replacing("yaml\n", with: "")) == [])
  }

  @Test func `every row says its type, its default and its meaning`() throws {
    let page = try RepositoryFile.text("docs/pipeline-file.md")
    for row in page.split(separator: "\n") where row.hasPrefix("| `") {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
      #expect(cells.count == (row.hasPrefix("| `$") || row.hasPrefix("| `os.") ? 4 : 6), "\(row)")
      #expect(cells.dropLast().last?.isEmpty == false, "\(row)")
    }
  }
}
