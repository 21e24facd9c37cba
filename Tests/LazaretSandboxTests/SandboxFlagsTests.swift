import LazaretTesting
import Testing

@testable import LazaretSandbox

struct SandboxFlagsTests {
  static let wrong: [(flags: String, words: String)] = [
    ("--shape lakera-utf16", "--shape: there is no shape 'lakera-utf16'; shapes are lakera-detect-mode, "),
    (
      "--shape lasso-utf16 --shape lasso-bytes",
      "--shape: the shapes 'lasso-bytes' and 'lasso-utf16' exclude each other; remove one"
    ),
    ("--projects a,,b", "--projects: 'a,,b' is no list of ids; write a,b"),
    ("--projects ''", "--projects: '' is no list of ids; write a,b"),
  ]

  @Test(arguments: wrong)
  func `a flag that could not be meant ends with 64 and words`(flags: String, words: String) async throws {
    let folder = try TemporaryDirectory()
    let failed = await #expect(throws: ShellCommand.Failed.self) {
      try await ShellCommand.output("lazaret sandbox --port 0 \(flags)", in: folder)
    }
    #expect(failed?.status == 64)
    #expect(failed?.talk.contains(words) == true, "\(failed?.talk ?? "")")
  }

  @Test(.enabled(if: ShellCommand.hasCurl))
  func `shapes, projects and strict sessions are in force from the start`() async throws {
    let folder = try TemporaryDirectory()
    let ask = "curl -s -o /dev/null -w '%{http_code} '"
    let body = #""messages":[{"role":"user","content":"x"}]"#
    let statuses = try await ShellCommand.output(
      """
      exec 3< <(exec lazaret sandbox --port 0 --projects a,b --strict-session-ids --shape lakera-self-hosted 2>&1)
      sandbox=$!; read -r line <&3; address=http://$(echo "$line" | grep -o '127[0-9.]*:[0-9]*')
      \(ask) $address/v2/guard -d '{\(body),"project_id":"b"}'
      \(ask) $address/v2/guard -d '{\(body),"project_id":"c"}'
      \(ask) $address/gateway/v3/classify -H 'lasso-api-key: k' \
      -d '{\(body),"sessionId":"2f1d6c1e-0000-4000-8000-00000000000a"}'
      kill -TERM $sandbox; cat <&3 > talk; wait $sandbox
      """, in: folder)
    #expect(statuses == "200 400 400 ")
  }
}
