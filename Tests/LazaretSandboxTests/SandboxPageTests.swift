import Foundation
import LazaretTesting
import Testing

@testable import LazaretSandbox

/// What `docs/sandbox.md` says is so.
struct SandboxPageTests {
  @Test func `every shape is in its table, in the words of the help`() throws {
    let page = try Self.page()
    for shape in SandboxShape.allCases {
      #expect(page.contains("\n| `\(shape.rawValue)` | \(shape.meaning) |\n"), "\(shape.rawValue)")
    }
    let rows = page.matches(of: /\n\| `((?:lakera|lasso|layerup)-[a-z0-9-]+)` \|/).map { String($0.output.1) }
    #expect(rows == SandboxShape.allCases.map(\.rawValue))
  }

  @Test func `every route is named with its method`() throws {
    let page = try Self.page()
    for path in SandboxRoutes.vendorPaths { #expect(page.contains("`POST \(path)`"), "\(path)") }
    for path in SandboxRoutes.probePaths { #expect(page.contains("`GET \(path)`"), "\(path)") }
    for path in SandboxRoutes.controlPaths {
      #expect(page.contains("`POST \(path)`") || page.contains("`GET \(path)`"), "\(path)")
    }
  }

  @Test func `every guardrail of Layerup and every key of a fault is in a table`() throws {
    let page = try Self.page()
    for guardrail in LayerupGuardrail.allCases { #expect(page.contains("`\(guardrail.rawValue)`")) }
    for key in FaultRules.keys { #expect(page.contains("\n| `\(key)` |"), "\(key)") }
  }

  @Test(.enabled(if: ShellCommand.hasCurl))
  func `every command runs, and answers what stands below it`() async throws {
    let examples = Self.examples(in: try Self.page())
    #expect(examples.count >= 9)
    let folder = try TemporaryDirectory()
    try await withSandbox(Sandbox.Settings()) { sandbox in
      for example in examples {
        var answers: [JSONValue] = []
        for command in example.commands {
          if command.hasPrefix("lazaret sandbox ") {
            try await Self.startsAndStops(command, in: folder)
          } else {
            let here = command.replacing("127.0.0.1:8787", with: "127.0.0.1:\(sandbox.port)")
            let output = try await ShellCommand.output(here, in: folder)
            if command.hasPrefix("curl ") { answers.append(try #require(JSONValue(parsing: output.utf8))) }
          }
        }
        if let expected = example.answers { #expect(answers == expected, "\(example.commands)") }
      }
    }
  }

  /// Waits for its first line and stops it.
  private static func startsAndStops(_ command: String, in folder: TemporaryDirectory) async throws {
    let anyPort = command.replacing("--port 8787", with: "--port 0")
    #expect(anyPort != command)
    let line = try await ShellCommand.output(
      """
      exec 3< <(exec \(anyPort) 2>&1); sandbox=$!
      read -r line <&3; echo "$line"
      kill -TERM $sandbox; cat <&3 > talk; wait $sandbox
      """, in: folder)
    #expect(line.hasPrefix("the sandbox listens on 127.0.0.1:"), "\(command): \(line)")
  }

  /// Commands that stand together, and what they answer, if the page says it.
  private struct Example: Sendable {
    var commands: [String]
    var answers: [JSONValue]?
  }

  /// A block of `sh`, and the block of `json` that follows: an answer begins where a line begins with a
  /// brace.
  private static func examples(in page: String) -> [Example] {
    var examples: [Example] = []
    var block: String?
    var answers: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        let kind = String(line.dropFirst(3))
        block = kind.isEmpty ? nil : kind
        if kind == "sh" { examples.append(Example(commands: [])) }
        if kind == "json" { answers = [] }
        if kind.isEmpty, !answers.isEmpty, !examples.isEmpty {
          examples[examples.count - 1].answers = answers.map { JSONValue(parsing: $0.utf8) ?? .null }
          answers = []
        }
      } else if block == "sh" {
        let last = examples.count - 1
        if let open = examples[last].commands.last, open.hasSuffix("\\") {
          examples[last].commands[examples[last].commands.count - 1] = open + "\n" + line
        } else {
          examples[last].commands.append(String(line))
        }
      } else if block == "json" {
        if line.hasPrefix("{") { answers.append("") }
        if !answers.isEmpty { answers[answers.count - 1] += line + "\n" }
      }
    }
    return examples
  }

  private static func page() throws -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return try String(contentsOf: root.appendingPathComponent("docs/sandbox.md"), encoding: .utf8)
  }
}
