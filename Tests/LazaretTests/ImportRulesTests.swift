import Foundation
import LazaretTesting
import Testing

/// The gate must be able to close: each rule is broken once, and must be named.
struct ImportRulesTests {
  private func check(_ root: String) async throws -> BuiltBinary.Ended {
    try await BuiltBinary.run(
      executable: RepositoryFile.path("scripts/check-imports"), arguments: [root])
  }

  @Test func `the rules are kept in this repository`() async throws {
    let ended = try await check(RepositoryFile.path(""))
    #expect(ended.status == 0, "\(ended.output)")
  }

  @Test(arguments: [
    ("Sources/LazaretCore/A.swift", "import Foundation\n", "LazaretCore may import only"),
    ("Sources/LazaretCore/A.swift", "package import Glibc\n", "LazaretCore may import only"),
    ("Sources/LazaretDetectors/A.swift", "import LazaretAdapters\n", "LazaretDetectors may import only"),
    ("Sources/LazaretPipeline/A.swift", "import LazaretAdapters\n", "do not know each other"),
    ("Sources/LazaretAdapters/A.swift", "import LazaretPipeline\n", "do not know each other"),
    ("Sources/LazaretAdapters/Exporters/A.swift", "import GRDB\n", "only the store"),
    ("Sources/LazaretAdapters/Screeners/A.swift", "import CCurl\n", "only one place speaks HTTP"),
    ("Sources/LazaretAdapters/Sources/A.swift", "import NIOCore\n", "LazaretAdapters may import only"),
    ("Sources/LazaretAdapters/Extractors/A.swift", "import CLibXML2\n", "libxml2"),
    ("Sources/LazaretSandbox/A.swift", "import LazaretPipeline\n", "LazaretSandbox may import only"),
    ("Sources/LazaretAdapters/A.swift", "import ArgumentParser\n", "what was typed"),
    ("Sources/lazaret/A.swift", "import Yams\n", "only the pipeline file"),
    ("Sources/lazaret/A.swift", "import LazaretTesting\n", "test support"),
    ("Sources/LazaretPipeline/A.swift", "actor Queue {}\n", "an actor"),
    ("Sources/LazaretCore/A.swift", "struct A: @unchecked Sendable {}\n", "escape"),
    ("Sources/LazaretPipeline/A.swift", "let a = Task.detached {}\n", "detached"),
    ("Sources/LazaretAdapters/A.swift", "let a = Task { 1 }\n", "concurrency lives"),
    ("Sources/lazaret/A.swift", "let a = Mutex(0)\n", "shared state lives"),
    ("Sources/LazaretAdapters/Screeners/A.swift", "let a = Mutex<Int>(0)\n", "shared state lives"),
    ("Sources/LazaretCore/A.swift", "// as Lakera says\n", "no vendor is named"),
  ])
  func `a broken rule is found and its reason is given`(file: String, text: String, reason: String)
    async throws
  {
    let directory = try TemporaryDirectory()
    try directory.write("struct Fine {}\n", to: "Sources/LazaretCore/Fine.swift")
    try directory.write(text, to: file)
    let ended = try await check(directory.url.path)
    #expect(ended.status == 1)
    #expect(ended.output.contains(reason), "\(ended.output)")
    #expect(ended.output.contains(file))
  }
}
