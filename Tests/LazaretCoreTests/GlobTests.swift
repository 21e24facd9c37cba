import LazaretCore
import Testing

struct GlobTests {
  @Test(arguments: [
    ("**/*.md", "a.md", true), ("**/*.md", "x/y/a.md", true), ("**/*.md", "a.mdx", false),
    ("*.md", "x/a.md", false),
    ("**/*", "a", true), ("**/*", "x/y", true), ("**", "x/y/z", true), ("docs/**", "docs/a/b", true),
    ("docs/**", "docs", false), ("docs/**", "docsx/a", false), ("**/drafts/**", "drafts/a.md", true),
    ("**/drafts/**", "x/drafts/y/a.md", true), ("**/drafts/**", "x/draft/a.md", false), ("a?c", "abc", true),
    ("a?c", "a/c", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a-c]x", "/x", false),
    ("*.{md,html}", "a.html", true), ("*.{md,html}", "a.txt", false), ("{a,b}/{c,d}", "b/c", true),
    ("\\*.md", "*.md", true), ("\\*.md", "a.md", false), ("x[]]y", "x]y", true), ("a*b*c", "aXXbYYc", true),
    ("a*b*c", "aXXbYY", false), ("", "", true), ("", "a", false), ("日*語", "日本語", true), ("**/a", "a", true),
    ("**/a", "ba", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a**b", "axxb", true),
    ("a**b", "ax/xb", false),
  ])
  func `a pattern over paths takes what its users expect`(pattern: String, path: String, expected: Bool)
    throws
  {
    #expect(try Glob(pattern).matches(path) == expected)
  }

  @Test func `in labels a star takes the slash as well`() throws {
    #expect(try Glob("prompt_attack*", wildcardsTakeSlash: true).matches("prompt_attack/jailbreak"))
    #expect(try Glob("pii/*", wildcardsTakeSlash: true).matches("pii/custom/badge"))
    #expect(try !Glob("pii/*", wildcardsTakeSlash: true).matches("pii"))
  }

  @Test(arguments: [
    ("a[b", Glob.PatternError.unclosedSet("a[b")), ("a{b", .unclosedAlternatives("a{b")),
    ("a\\", .trailingBackslash("a\\")),
  ])
  func `a broken pattern is refused with its name`(pattern: String, expected: Glob.PatternError) {
    #expect(throws: expected) { try Glob(pattern) }
  }

  @Test func `a hostile pattern takes no longer than its length times the path's`() throws {
    let glob = try Glob(String(repeating: "a*", count: 200) + "b")
    #expect(!glob.matches(String(repeating: "a", count: 2000)))
  }
}
