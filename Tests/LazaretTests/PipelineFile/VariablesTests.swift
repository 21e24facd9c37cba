import LazaretTesting
import Testing

@testable import lazaret

struct VariablesTests {
  private let variables = Variables(environment: [
    "A": "alpha", "EMPTY": "", "YAML": "x: {y: [z]} # \"quoted\"\n- list", "REF": "${A}$$",
  ])

  @Test(arguments: [
    ("plain", "plain"), ("${A}", "alpha"), ("a-${A}-b${A}", "a-alpha-balpha"), ("os.environ/A", "alpha"),
    ("${NONE:-d}", "d"), ("${EMPTY:-d}", "d"), ("${A:-d}", "alpha"), ("${NONE:-}", ""), ("${EMPTY}", ""),
    ("${NONE:-${A}}", "alpha"), ("${NONE:-${ALSO_NONE:-x}}", "x"), ("${NONE:-http://h:1/}", "http://h:1/"),
    ("$$", "$"), ("$${A}", "${A}"), ("$$${A}", "$alpha"), ("costs $5", "costs $5"), ("$", "$"), ("a$", "a$"),
    ("$A", "$A"), ("x os.environ/A", "x os.environ/A"),
  ])
  func `references are replaced and everything else stays`(text: String, expected: String) {
    let expansion = variables.expand(text)
    #expect(expansion.text == expected)
    #expect(expansion.problems == [])
  }

  @Test(arguments: ["${YAML}", "os.environ/YAML"])
  func `a value is text, whatever it looks like`(text: String) {
    #expect(variables.expand(text).text == "x: {y: [z]} # \"quoted\"\n- list")
    #expect(variables.expand("${REF}").text == "${A}$$")
  }

  @Test(arguments: [
    "${", "${A", "x ${A:-", "${}", "${1A}", "${A-d}", "${A:?must}", "${A B}", "${a.b}", "os.environ/",
    "os.environ/A B", "os.environ/A/B", "${NONE:-${A}",
  ])
  func `a reference that is not understood is a problem, never an empty text`(text: String) {
    #expect(variables.expand(text).problems.count == 1)
  }

  @Test func `a variable that is not set is told with both ways to set it`() {
    #expect(
      variables.expand("${LAKERA_GUARD_API_KEY}").problems == [
        "the variable 'LAKERA_GUARD_API_KEY' is not set; export it, "
          + "or set LAKERA_GUARD_API_KEY_FILE to a file that holds it"
      ])
    #expect(variables.expand("${X} ${Y}").problems.count == 2)
  }

  @Test(arguments: [
    ("key", "key"), ("key\n", "key"), ("key\r\n", "key"), ("key\n\n", "key\n"), (" k ", " k "),
  ])
  func `a file holds the value, without its last line end`(content: String, expected: String) throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(content, to: "key.txt")
    for text in ["${K}", "os.environ/K", "${K:-default}"] {
      #expect(Variables(environment: ["K_FILE": path]).expand(text).text == expected)
    }
    #expect(Variables(environment: ["K_FILE": path, "K": ""]).expand("${K}").text == expected)
    #expect(Variables(environment: ["K_FILE": path, "K": "own"]).expand("${K}").text == "own")
  }

  @Test func `an empty file is an empty variable`() throws {
    let folder = try TemporaryDirectory()
    let variables = Variables(environment: ["K_FILE": try folder.write("\n", to: "key.txt")])
    #expect(variables.expand("${K:-default}").text == "default")
    #expect(variables.expand("${K}") == Variables.Expansion(text: "", names: ["K"]))
  }

  @Test func `a file that cannot be read is a problem that names the path`() throws {
    let folder = try TemporaryDirectory()
    let binary = try folder.write([0x6B, 0xFF, 0xFE] as [UInt8], to: "binary")
    let huge = try folder.write([UInt8](repeating: 0x61, count: 70_000), to: "huge")
    for (path, words) in [
      (folder.path("none"), "cannot be read"), (folder.path(""), "is a directory"), (binary, "is not UTF-8"),
      (huge, "has more than 65536 bytes"),
    ] {
      let problems = Variables(environment: ["K_FILE": path]).expand("${K:-default}").problems
      #expect(problems.count == 1)
      #expect(problems.first?.contains("'\(path)' that 'K_FILE' names \(words)") == true)
    }
  }
}
