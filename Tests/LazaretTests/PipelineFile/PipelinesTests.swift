import LazaretCore
import LazaretTesting
import Testing

@testable import lazaret

/// The files that users copy.
struct PipelinesTests {
  @Test func `the demonstration needs no variable`() throws {
    let file = try PipelineFile.load(path: RepositoryFile.path("pipelines/demo.yaml"), environment: [:])
    #expect(file.warnings == [])
    #expect(file.store == RepositoryFile.path("var/demo.sqlite"))
    #expect(file.sources.map(\.name) == ["documents", "news.rss.xml", "status.atom.xml"])
    #expect(file.screeners.map(\.endpoint) == [.sandbox, .sandbox])
    #expect(file.screeners.map(\.kind) == [.lakeraGuard, .lassoClassifier])
    #expect(file.policy.actions.action(for: "pii/email") == .mask)
    #expect(file.policy.actions.action(for: "secret/aws_access_key") == .mask)
    #expect(file.policy.actions.action(for: "prompt_attack/jailbreak") == .quarantine)
    #expect(file.policy.actions.action(for: "invisible_unicode/tags") == .quarantine)
    #expect(file.policy.otherwise == .quarantine)
  }

  @Test func `what the demonstration reads is there`() throws {
    let file = try PipelineFile.load(path: RepositoryFile.path("pipelines/demo.yaml"), environment: [:])
    for source in file.sources {
      switch source.place {
      case .directory(let directory): #expect(directory.path == RepositoryFile.path("fixtures/documents"))
      case .feed(let feed):
        guard case .file(let path) = feed.location else {
          Issue.record("the demonstration needs no network")
          continue
        }
        #expect(try RepositoryFile.bytes(absolute: path).isEmpty == false)
      }
    }
  }

  @Test func `the nightly run is valid with its variables`() throws {
    let file = try PipelineFile.load(
      path: RepositoryFile.path("pipelines/nightly.yaml"),
      environment: [
        "LAKERA_GUARD_API_KEY": "a", "LAKERA_PROJECT_ID": "project-1", "LASSO_API_KEY": "b",
        "LASSO_USER_ID": "nightly@example.com",
      ])
    #expect(file.warnings == [])
    #expect(file.sources.map(\.name) == ["docs", "status"])
    #expect(file.screeners.map { $0.apiKey?.reveal() } == ["a", "b"])
    #expect(file.screeners[0].projectID == "project-1")
    #expect(file.screeners[1].userID == "nightly@example.com")
  }

  @Test func `without its variables the nightly run names each that is missing`() {
    let error = #expect(throws: PipelineFileErrors.self) {
      try PipelineFile.load(path: RepositoryFile.path("pipelines/nightly.yaml"), environment: [:])
    }
    let messages = error?.problems.map(\.message) ?? []
    #expect(messages.count == 3)
    for (message, name) in zip(messages, ["LAKERA_GUARD_API_KEY", "LASSO_API_KEY", "LASSO_USER_ID"]) {
      #expect(message.contains("the variable '\(name)' is not set"))
    }
  }

  @Test func `every file in the folder is tested here`() throws {
    #expect(try RepositoryFile.files(below: "pipelines") == ["demo.yaml", "nightly.yaml"])
  }
}
