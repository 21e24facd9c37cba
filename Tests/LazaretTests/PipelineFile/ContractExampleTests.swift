import LazaretCore
import LazaretTesting
import Testing

@testable import lazaret

/// The example that is promised to users: as it stands, it works.
struct ContractExampleTests {
  private static let example = """
    name: knowledge-base
    store: ../var/knowledge-base.sqlite

    sources:
      - directory: ../docs            # name: defaults to the folder's name
        include: ["**/*.md", "**/*.html", "**/*.pdf"]
        exclude: ["**/drafts/**"]
        max_file_bytes: 50MB
        follow_symlinks: false
      - feed: https://example.com/atom.xml      # https, http or a file path
        fetch_articles: false
        trust: untrusted

    chunking:
      target_characters: 1500         # unit: Unicode scalars
      max_characters: 3000
      overlap_characters: 0
      margin_characters: 200          # of the screening window, on each side

    screeners:
      - name: lakera
        screener: lakera_guard
        endpoint: ${LAKERA_API_BASE:-https://api.lakera.ai}   # or: sandbox
        api_key: ${LAKERA_GUARD_API_KEY}
        project_id: ${LAKERA_PROJECT_ID:-}
        revision: "2026-11"           # bump it when the policy in the vendor's dashboard changes
        on_flagged: block             # block | mask | monitor
        required: true
        timeout: 15s
        retry_for: 5m                 # wall clock, not attempts
        limits: { requests_per_second: 20, concurrency: 32, requests_per_run: 50000, requests_per_month: 1000000 }
      - name: lasso
        screener: lasso_classifier
        endpoint: https://server.lasso.security/gateway/v3
        api_key: ${LASSO_API_KEY}
        user_id: nightly@example.com

    policy:
      screeners: all                  # all | until_quarantined (in order, saves quota)
      actions: { "pii/*": mask, "secret/*": mask, "prompt_attack*": quarantine, "unknown_links": monitor }
      default: quarantine
      quarantine_scope: chunk         # chunk | neighbours | document
      allow:
        - { label: "pii/email", value: "support@example.com", reason: "public address" }

    masking:
      placeholder: "[{TYPE}]"         # {TYPE}, {n}, {hash}
      key: ${LAZARET_MASK_KEY:-}      # needed for {hash}

    quarantine:
      encryption_key: ${LAZARET_QUARANTINE_KEY:-}

    export:
      format: jsonl

    """

  @Test func `the example is valid`() throws {
    let file = try PipelineFileFixture(Self.example)
      .load(["LAKERA_GUARD_API_KEY": "a", "LASSO_API_KEY": "b"])
    #expect(file.sources.map(\.name) == ["docs", "example.com/atom.xml"])
    #expect(file.screeners.map(\.name) == ["lakera", "lasso"])
    #expect(file.policy.allow.entries.map(\.reason) == ["public address"])
    #expect(file.warnings == [])
  }

  @Test func `without its variables it fails with those`() throws {
    let missing = ["LAKERA_GUARD_API_KEY": "24:14", "LASSO_API_KEY": "35:14"].map { name, place in
      "\(place): 'api_key': the variable '\(name)' is not set; export it, "
        + "or set \(name)_FILE to a file that holds it"
    }
    #expect(Set(try PipelineFileFixture.errors(of: Self.example)) == Set(missing))
  }

  @Test(arguments: 0..<100)
  func `a damaged file is refused or read, and every problem has a place in it`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var scalars = Array(Self.example.unicodeScalars)
    let odd: [Unicode.Scalar] = [
      "{", "}", "[", "\"", "'", ":", "-", "\t", "\n", "&", "*", "!", "$", "\u{0}", "\u{FEFF}", "é",
    ]
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let place = Int.random(in: 0..<scalars.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(odd[Int.random(in: 0..<odd.count, using: &generator)], at: place)
      default: scalars.removeSubrange(place..<min(scalars.count, place + 40))
      }
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    let lines = scalars.count { $0 == "\n" } + 2
    let fixture = try PipelineFileFixture(text)
    do throws(PipelineFileErrors) {
      let file = try fixture.load(["LAKERA_GUARD_API_KEY": "a", "LASSO_API_KEY": "b"])
      #expect(!file.sources.isEmpty && file.screeners.contains { $0.required })
    } catch {
      #expect(error.problems.contains { !$0.isWarning })
      for problem in error.problems {
        #expect((1...lines).contains(problem.line) && problem.column >= 1, "\(problem)")
      }
    }
  }
}
