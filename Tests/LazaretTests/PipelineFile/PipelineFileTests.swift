import LazaretCore
import LazaretTesting
import Testing

@testable import lazaret

struct PipelineFileTests {
  @Test func `the smallest file has every default`() throws {
    let fixture = try PipelineFileFixture(PipelineFileFixture.smallest)
    let file = try fixture.load()
    #expect(file.path == fixture.path)
    #expect(file.name == "smallest")
    #expect(file.store == fixture.folder.path("pipelines/corpus.sqlite"))
    #expect(file.chunking == ChunkingRules(target: 1500, maximum: 3000, overlap: 0, margin: 200))
    #expect(file.masker == Masker())
    #expect(file.exportFormat == "jsonl")
    #expect(file.warnings == [])
    #expect(
      file.sources == [
        SourceSettings(
          name: "docs",
          place: .directory(
            DirectorySettings(
              path: fixture.folder.path("pipelines/docs"), include: [try Glob("**/*")], exclude: [],
              maxFileBytes: 50_000_000, followsSymlinks: false)))
      ])
    #expect(
      file.screeners == [
        ScreenerSettings(
          name: "builtin", kind: .builtin, endpoint: nil, apiKey: nil, projectID: nil, userID: nil,
          metadata: [:], asksForDevInfo: false, revision: nil, onFlagged: nil, required: true, canary: true,
          timeout: .seconds(15), retryFor: .seconds(300),
          limits: .init(requestsPerSecond: 1_000_000, concurrency: 32))
      ])
    #expect(
      file.policy
        == Policy(
          screeners: [.init(name: "builtin")], actions: .empty, otherwise: .quarantine, order: .all,
          scope: .chunk))
  }

  @Test func `every value that is written is taken`() throws {
    let fixture = try PipelineFileFixture(
      """
      name: everything
      store: /srv/corpus.sqlite
      sources:
        - { name: handbook, directory: ../docs/, include: ["**/*.md", "*.html"], exclude: ["drafts/**"],
            max_file_bytes: 2MiB, max_shrink: 0.25,
            follow_symlinks: true, trust: untrusted }
        - { feed: https://example.com/news/atom.xml?token=x, fetch_articles: false }
        - { feed: ../feeds/status.xml, trust: untrusted }
      chunking: { target_characters: 800, max_characters: 900, overlap_characters: 100, margin_characters: 0 }
      screeners:
        - name: lakera
          screener: lakera_guard
          endpoint: eu.api.lakera.ai
          api_key: ${KEY}
          project_id: project-1
          metadata: { session_id: nightly, attempt: 3 }
          payload: true
          breakdown: true
          dev_info: true
          revision: 2026-11
          on_flagged: block
          required: false
          timeout: 1500ms
          retry_for: 1h30m
          limits: { requests_per_second: 0.5, concurrency: 4 }
        - { name: lasso, screener: lasso_classifier, api_key: "${KEY}", user_id: nightly@example.com }
      policy:
        screeners: until_quarantined
        actions: { "pii/*": mask, unknown_links: monitor, "x": admit }
        default: monitor
        quarantine_scope: document
        allow: []
      masking: { placeholder: "<{LABEL}>", key: "${NONE:-}" }
      quarantine: { encryption_key: "${NONE:-}" }
      export: { format: jsonl }
      """)
    let file = try fixture.load(["KEY": "k-1"])
    #expect(file.store == "/srv/corpus.sqlite")
    #expect(file.sources.map(\.name) == ["handbook", "example.com/news/atom.xml", "status.xml"])
    #expect(
      file.sources.map(\.place) == [
        .directory(
          DirectorySettings(
            path: fixture.folder.path("docs"), include: [try Glob("**/*.md"), try Glob("*.html")],
            exclude: [try Glob("drafts/**")], maxFileBytes: 2_097_152, followsSymlinks: true)),
        .feed(FeedSettings(location: .url("https://example.com/news/atom.xml?token=x"))),
        .feed(FeedSettings(location: .file(fixture.folder.path("feeds/status.xml")))),
      ])
    #expect(file.sources.map(\.maxShrink) == [0.25, nil, nil])
    #expect(file.chunking == ChunkingRules(target: 800, maximum: 900, overlap: 100, margin: 0))
    #expect(
      file.screeners[0]
        == ScreenerSettings(
          name: "lakera", kind: .lakeraGuard, endpoint: .url("https://eu.api.lakera.ai"),
          apiKey: Secret("k-1"), projectID: "project-1", userID: nil,
          metadata: ["session_id": "nightly", "attempt": "3"], asksForDevInfo: true, revision: "2026-11",
          onFlagged: .quarantine, required: false, canary: true, timeout: .milliseconds(1500),
          retryFor: .seconds(5400),
          limits: .init(requestsPerSecond: 0.5, concurrency: 4)))
    #expect(file.screeners[1].endpoint == .url("https://server.lasso.security/gateway/v3"))
    #expect(file.screeners[1].userID == "nightly@example.com")
    #expect(
      file.policy
        == Policy(
          screeners: [
            .init(name: "lakera", required: false, onFlagged: .quarantine), .init(name: "lasso"),
          ], actions: try ActionTable(["pii/*": .mask, "unknown_links": .monitor, "x": .admit]),
          otherwise: .monitor, order: .untilQuarantined, scope: .document))
    #expect(file.masker.placeholders.standard.template == "<{LABEL}>")
  }

  @Test func `paths start at the folder of the file, wherever the command is run`() throws {
    #expect(FilePath.resolve("../var/x.sqlite", in: "/a/b") == "/a/var/x.sqlite")
    #expect(FilePath.resolve("./x//y/.", in: "/a/b") == "/a/b/x/y")
    #expect(FilePath.resolve("/x/../y", in: "/a") == "/y")
    #expect(FilePath.resolve("../../../x", in: "/a") == "/x")
    #expect(FilePath.folder(of: "/a/b/p.yaml") == "/a/b")
    #expect(FilePath.folder(of: "p.yaml") == FilePath.folder(of: "./x/../p.yaml"))
    let file = try PipelineFileFixture(
      "name: n\nstore: s\nscreeners: [{ screener: builtin }]\nsources: [{ directory: . }]\n"
    ).load()
    #expect(file.sources[0].name == "pipelines")
  }

  @Test func `a number, a boolean, a duration and a size may come from variables`() throws {
    let yaml = """
      name: ${N}
      store: s
      sources: [{ directory: "${DIR}", max_file_bytes: "${SIZE}", follow_symlinks: os.environ/YES }]
      chunking:
        target_characters: ${TARGET}
        max_characters: ${NONE:-4000}
      screeners:
        - screener: ${KIND:-builtin}
          timeout: ${TIMEOUT}
          required: "${YES}"
          limits: { requests_per_second: "${RATE:-2.5}" }
      """
    let file = try PipelineFileFixture(yaml).load([
      "N": "12", "DIR": "/docs: [x]", "SIZE": "3kB", "YES": "true", "TARGET": "700", "TIMEOUT": "3s",
    ])
    #expect(file.name == "12")
    #expect(file.chunking.target == 700)
    #expect(file.chunking.maximum == 4000)
    #expect(file.screeners[0].timeout == .seconds(3))
    #expect(file.screeners[0].limits.requestsPerSecond == 2.5)
    guard case .directory(let directory) = file.sources[0].place else {
      Issue.record("a directory was written")
      return
    }
    #expect(directory.path == "/docs: [x]")
    #expect(directory.maxFileBytes == 3000)
    #expect(directory.followsSymlinks)
  }

  @Test func `no text of the environment can add a key or a list item`() throws {
    let attack = "docs }, { directory: /etc"
    let file = try PipelineFileFixture(
      "name: n\nstore: s\nscreeners: [{ screener: builtin }]\nsources: [{ directory: \"${D}\" }]\n"
    ).load(["D": attack])
    #expect(file.sources.count == 1)
    #expect(file.sources[0].name == "etc")
  }

  @Test func `a key that stands in the file is warned about, and not repeated`() throws {
    let written = "k" + "-literal-value"
    let file = try PipelineFileFixture(
      PipelineFileFixture.smallest.replacing(
        "{ screener: builtin }", with: "{ screener: lakera_guard, api_key: \(written) }")
    ).load()
    #expect(file.warnings.count == 1)
    let warning = try #require(file.warnings.first)
    #expect(warning.description.contains("4:48: warning: 'api_key' stands in the file"))
    #expect(!warning.message.contains(written))
    #expect(file.screeners[0].apiKey?.reveal() == written)
    #expect(!"\(file)".contains(written))
  }
}
