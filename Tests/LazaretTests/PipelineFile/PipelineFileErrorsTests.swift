import LazaretTesting
import Testing

@testable import lazaret

struct PipelineFileErrorsTests {
  // MARK: The file itself

  @Test func `a file that cannot be read says why, in the form that editors understand`() throws {
    let folder = try TemporaryDirectory()
    let text = try folder.write([0x61, 0x3A, 0x0A, 0x62, 0xC3, 0x28] as [UInt8], to: "latin.yaml")
    let empty = try folder.write("", to: "empty.yaml")
    let comment = try folder.write("# nothing\n", to: "comment.yaml")
    for (path, expected) in [
      (folder.path("none.yaml"), ":1:1: error: there is no such file"),
      (folder.path(""), ":1:1: error: this is a directory; name the pipeline file in it"),
      (text, ":2:2: error: the file is not UTF-8 text; save it as UTF-8"),
      (empty, ":1:1: error: the file is empty"), (comment, ":1:1: error: the file is empty"),
    ] {
      let error = #expect(throws: PipelineFileErrors.self) {
        try PipelineFile.load(path: path, environment: [:])
      }
      #expect(error.map { "\($0)" } == path + expected)
    }
  }

  @Test(arguments: [
    (
      "name: [a",
      "2:1: not YAML: did not find expected ',' or ']', while parsing a flow sequence that begins at 1:7"
    ),
    ("sources:\n\t- a", "2:1: not YAML: found character that cannot start any token"),
    ("name: a\n store: b", "2:7: not YAML: mapping values are not allowed in this context"),
    (
      "name: \"a",
      "1:9: not YAML: found unexpected end of stream, while scanning a quoted scalar that begins at 1:7"
    ),
    ("a: *b", "1:4: not YAML: found undefined alias"),
    (
      "name: a\n---\nname: b",
      "2:1: not YAML: but found another document, expected a single document in the stream"
    ),
    ("name: a\nx: { y: ${Z} }", "inside [ ] and { } a value with ${…} needs quotes"),
    ("name: a\nb: \u{1}", "2:4: not YAML: control characters are not allowed"),
    ("name: a\nstore: b\nname: c", "1:1: the key 'name' stands twice in the mapping; keep one"),
    ("- a", "1:1: the file must be a mapping of keys, it is a list"),
    ("just words", "1:1: the file must be a mapping of keys, it is the text 'just words'"),
  ])
  func `what is not YAML is told with its place`(yaml: String, expected: String) throws {
    let errors = try PipelineFileFixture.errors(of: yaml)
    #expect(errors.contains { $0.contains(expected) }, "\(errors)")
  }

  @Test func `a byte order mark does not move the columns`() throws {
    #expect(try PipelineFileFixture.errors(of: "\u{FEFF}" + PipelineFileFixture.smallest) == [])
    #expect(
      try PipelineFileFixture.errors(of: "\u{FEFF}nme: x\n" + PipelineFileFixture.smallest)
        == ["1:1: unknown key 'nme'; did you mean 'name'?"])
  }

  @Test func `line ends of Windows are line ends`() throws {
    let yaml = (PipelineFileFixture.smallest + "masking: { placeholdr: x }\n").replacing("\n", with: "\r\n")
    #expect(
      try PipelineFileFixture.errors(of: yaml) == [
        "5:12: unknown key 'placeholdr'; did you mean 'placeholder'?"
      ])
  }

  // MARK: Keys

  @Test func `all problems are told at once, in order of place`() throws {
    let errors = try PipelineFileFixture.errors(
      of: """
        nam: x
        store: [a]
        sources:
          - directry: ../docs
          - directory: ../docs
            max_file_bytes: lots
        chunking:
          margn_characters: 200
          target_characters: many
        screeners:
          - screener: lakera_gard
          - screener: builtin
            timeout: 5
        policy:
          actions: { "pii/[": mask, "x": block, "y": delete }
        """)
    #expect(
      errors == [
        "1:1: 'name' is missing", "1:1: unknown key 'nam'; did you mean 'name'?",
        "2:8: 'store' must be a single value, it is a list",
        "4:5: a source needs a 'directory' or a 'feed'",
        "4:5: unknown key 'directry'; did you mean 'directory'?",
        "6:21: 'max_file_bytes' must be a size such as 50MB, 50MiB or a number of bytes, it is the text 'lots'",
        "8:3: unknown key 'margn_characters'; did you mean 'margin_characters'?",
        "9:22: 'target_characters' must be a whole number, it is the text 'many'",
        "11:15: 'screener' must be one of lakera_guard, lasso_classifier, layerup, litellm_proxy, "
          + "portkey_gateway, builtin, it is the text 'lakera_gard'; did you mean 'lakera_guard'?",
        "13:14: 'timeout' must be a duration such as 50ms, 15s, 5m or 1h30m, it is the number 5",
        "15:14: the pattern 'pii/[' opens a '[' that it does not close",
        "15:34: the action of 'x' is 'block', a word of 'on_flagged'; write quarantine",
        "15:46: the action of 'y' must be one of quarantine, mask, monitor, admit, it is the text 'delete'",
      ])
  }

  @Test func `a file without anything is told everything that it needs`() throws {
    #expect(
      try PipelineFileFixture.errors(of: "{}") == [
        "1:1: 'name' is missing", "1:1: 'screeners' is missing; name at least one to judge the text",
        "1:1: 'sources' is missing; name at least a 'directory' or a 'feed' to read",
        "1:1: 'store' is missing",
      ])
    #expect(
      try PipelineFileFixture.errors(of: "name:\nstore: \"\"\nsources: []\nscreeners:\n").map(messageOnly)
        == [
          "'name' is empty", "'store' is empty",
          "'sources' is empty; name at least a 'directory' or a 'feed' to read",
          "'screeners' is empty; name at least one to judge the text",
        ])
  }

  @Test(arguments: [
    (
      "frequency: 5",
      "5:1: unknown key 'frequency'; the keys here are chunking, export, masking, name, policy, "
        + "quarantine, screeners, sources, store"
    ),
    ("export: { formt: jsonl }", "5:11: unknown key 'formt'; did you mean 'format'?"),
    ("<<: { a: b }", "5:1: unknown key '<<'; merging is not understood, write the keys out"),
    ("? [a]\n: b", "5:3: a key must be a word, it is a list"),
    ("chunking: 5", "5:11: 'chunking' must be a mapping of keys, it is the number 5"),
    ("chunking: [5]", "5:11: 'chunking' must be a mapping of keys, it is a list"),
    (
      "chunking: { target_characters: \"5\" }",
      "5:32: 'target_characters' must be a whole number, it is the text '5'"
    ),
    ("chunking: { target_characters: true }", "5:32: 'target_characters' must be a whole number, it is true"),
    (
      "chunking: { target_characters: 1.5 }",
      "5:32: 'target_characters' must be a whole number, it is the number 1.5"
    ),
    (
      "chunking: { target_characters: !!int 5 }",
      "5:32: 'target_characters' has the YAML tag "
        + "'tag:yaml.org,2002:int', which is not understood; remove it"
    ),
    ("chunking: { target_characters: 0 }", "5:32: 'target_characters' must be at least 1"),
    ("chunking: { margin_characters: -1 }", "5:32: 'margin_characters' must be at least 0"),
    ("chunking: { target_characters: 5000 }", "5:11: max_characters must not be below target_characters"),
    (
      "chunking: { overlap_characters: 1501 }",
      "5:11: overlap_characters must not be more than half of max_characters"
    ),
    ("policy: { actions: [a] }", "5:20: 'actions' must be a mapping of keys, it is a list"),
    ("policy: { actions: { a: } }", "5:22: 'a' has no action"),
    ("policy: { default: block }", "5:20: 'default' is 'block', a word of 'on_flagged'; write quarantine"),
    (
      "policy: { screeners: any }",
      "5:22: 'screeners' must be one of all, until_quarantined, it is the text 'any'"
    ),
    (
      "policy: { quarantine_scope: chunks }",
      "5:29: 'quarantine_scope' must be one of chunk, neighbours, document, "
        + "it is the text 'chunks'; did you mean 'chunk'?"
    ),
    (
      "policy: { allow: [{ label: x, reason: r }] }",
      "5:19: the entry lets every finding of its label through; add 'value', 'pattern', 'path' or 'source', "
        + "or set the label's action in 'actions'"
    ),
    (
      "policy: { allow: [{ label: x, value: y }] }",
      "5:19: 'reason' is missing; write why this is harmless, for whoever reads the list"
    ),
    (
      "policy: { allow: [{ value: y, reason: r }] }",
      "5:19: 'label' is missing; it says which findings the entry is about, such as pii/email"
    ),
    (
      "policy: { allow: [{ label: x, value: y, pattern: z, reason: r }] }",
      "5:50: 'value' and 'pattern' are two ways to say it; keep one"
    ),
    (
      "policy: { allow: [{ label: x, value: y, reason: r, expires: tomorrow }] }",
      "5:61: 'expires' must be a day such as 2027-01-31, it is the text 'tomorrow'"
    ),
    (
      "masking: { placeholder: \"[{TYP}]\" }",
      "5:25: the placeholder knows no field '{TYP}'; it knows {TYPE}, {LABEL}, {n}, {hash}, {last4}"
    ),
    (
      "masking: { placeholders: { \"pii/*\": \"{x}\" } }",
      "5:37: the placeholder knows no field '{x}'; it knows {TYPE}, {LABEL}, {n}, {hash}, {last4}"
    ),
    (
      "masking: { placeholder: \"[{hash}]\" }",
      "5:25: a placeholder has {hash}, and 'key' is empty: without a key, values can be guessed from their "
        + "hashes; add key: ${NAME}"
    ),
    ("masking: { key: ${K} }", "needs quotes"),
    ("masking: { key: \"${K}\" }", "5:17: 'key' is too short: it needs at least 16 characters"),
    (
      "quarantine: { encryption_key: \"${K}\" }",
      "5:31: 'encryption_key' is no key: an encryption key is 32 random bytes in base64 or 64 hexadecimal digits; "
        + "'openssl rand -base64 32' makes one"
    ),
    (
      "export: { format: json }",
      "5:19: 'format' must be one of jsonl, langchain, llamaindex, haystack, dolma, csv, markdown, "
        + "it is the text 'json'; did you mean 'jsonl'?"
    ),
  ])
  func `a wrong line is told with its place and what to do`(line: String, expected: String) throws {
    let errors = try PipelineFileFixture.errors(adding: line + "\n", ["K": "value-of-k"])
    #expect(errors.count == 1)
    #expect(errors.first?.hasSuffix(expected) == true, "\(errors)")
    #expect(!"\(errors)".contains("value-of-k"))
  }

  @Test func `keys without anything behind them ask for nothing`() throws {
    let lines = """
      chunking:
      policy: { actions: , allow: [], default: ~ }
      masking: { key: "${NONE:-}", placeholder: }
      quarantine: { encryption_key: "" }
      export: null
      """
    #expect(try PipelineFileFixture.errors(adding: lines) == [])
  }

  // MARK: Sources

  @Test(arguments: [
    ("directory: a\nfeed: b", "6:11: a source has either a 'directory' or a 'feed'; make it two sources"),
    ("name: x", "5:5: a source needs a 'directory' or a 'feed'"),
    (
      "directory: a\nfetch_articles: false",
      "6:5: 'fetch_articles' belongs to a 'feed', and this source is a 'directory'"
    ),
    ("feed: a\ninclude: [b]", "6:5: 'include' belongs to a 'directory', and this source is a 'feed'"),
    (
      "directory: a\nallow_private_addresses: true",
      "6:5: 'allow_private_addresses' belongs to a 'feed', and this source is a 'directory'"
    ),
    (
      "feed: a\ntrust: trusted",
      "6:12: 'trust: trusted' is not built yet: every source is screened alike; remove it"
    ),
    ("feed: a\ntrust: full", "6:12: 'trust' must be one of untrusted, trusted, it is the text 'full'"),
    (
      "feed: ftp://example.com/a.xml",
      "5:11: 'feed' must begin with https:// or http://, or be the path of a file"
    ),
    (
      "feed: https://me:pass@example.com/a.xml",
      "5:11: 'feed' must not hold a user name or a password, "
        + "which would end up in logs"
    ),
    ("directory: ~/docs", "5:16: 'directory': '~' is not expanded; write ${HOME}"),
    ("directory: a\ninclude: \"*.md\"", "6:14: 'include' must be a list, it is the text '*.md'"),
    ("directory: a\ninclude: []", "6:14: 'include' is an empty list, so nothing would be read; remove it"),
    ("directory: a\nexclude: [\"a\", \"[\"]", "6:20: the pattern '[' opens a '[' that it does not close"),
    ("directory: a\nexclude: [\"\"]", "6:15: an item of 'exclude' is empty"),
    ("directory: a\nexclude: [[a]]", "6:15: an item of 'exclude' must be a single value, it is a list"),
    ("directory: a\nmax_shrink: 1.5", "6:17: 'max_shrink' must be from 0 to 1"),
    (
      "directory: a\nmax_shrink: half",
      "6:17: 'max_shrink' must be a number from 0 to 1, it is the text 'half'"
    ),
    ("directory: a\nmax_file_bytes: 0", "6:21: 'max_file_bytes' must be at least 1"),
    (
      "directory: a\nfollow_symlinks: yes",
      "6:22: 'follow_symlinks' must be true or false, it is the text 'yes'"
    ),
  ])
  func `a wrong source is told with its place`(source: String, expected: String) throws {
    let errors = try PipelineFileFixture.errors(source: source)
    #expect(errors == [expected])
    #expect(!"\(errors)".contains("pass@"))
  }

  @Test func `two sources or two screeners do not share a name`() throws {
    let yaml = """
      name: n
      store: s
      sources:
        - directory: a/docs
        - directory: b/docs
        - { name: docs, feed: x.xml }
        - { name: other, directory: c/docs }
      screeners:
        - screener: builtin
        - screener: builtin
      """
    #expect(
      try PipelineFileFixture.errors(of: yaml) == [
        "5:5: the source name 'docs' is taken by the one in line 4; give this one another 'name'",
        "6:13: the source name 'docs' is taken by the one in line 4; give this one another 'name'",
        "10:5: the screener name 'builtin' is taken by the one in line 9; give this one another 'name'",
      ])
  }

  @Test func `an item that is no mapping is told as what it is`() throws {
    #expect(
      try PipelineFileFixture.errors(
        of: "name: n\nstore: s\nsources: [docs]\nscreeners: { screener: builtin }\n")
        == [
          "3:11: each item of 'sources' must be a mapping of keys, this one is a single value",
          "4:12: 'screeners' must be a list, it is a mapping",
        ])
  }

  private func messageOnly(_ error: String) -> String {
    error.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? error
  }
}
