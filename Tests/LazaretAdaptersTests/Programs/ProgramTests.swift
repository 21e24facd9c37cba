import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ProgramTests {
  private func shell(_ script: String, _ limits: Program.Limits = .init()) async throws -> Program.Output {
    try await Program(name: "sh", limits: limits).run(["-c", script])
  }

  @Test func `input comes from memory, by name and as often as wanted, and nothing of the environment`()
    async throws
  {
    let input = try PrivateFile(Array("tea".utf8), for: "sh")
    let output = try await Program(name: "sh").run(
      ["-c", "cat /dev/stdin /dev/stdin; pwd; env | grep -vE '^(PWD|OLDPWD|SHLVL|_)=' | cut -d= -f1 | sort"],
      input: input)
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == "teatea/\nLC_ALL\nPATH\n")
  }

  @Test func `a status other than 0 is an error with the first line, up to a quotation`() async {
    await #expect(
      throws: ProgramError.failed(program: "sh", status: 3, reason: "bad thing ")
    ) { try await shell("echo 'bad thing (quoted)' >&2; echo more >&2; exit 3") }
  }

  @Test func `a program that is not there is named`() async {
    await #expect(throws: ProgramError.notFound(program: "no-such-program")) {
      try await Program(name: "no-such-program").run([])
    }
  }

  @Test func `wall clock, processor, memory and output have limits that are told apart`() async {
    await #expect(throws: ProgramError.limit(program: "sh", limit: .seconds(1))) {
      try await shell("sleep 600 & sleep 600", Program.Limits(seconds: 1))
    }
    await #expect(throws: ProgramError.limit(program: "sh", limit: .processorSeconds(1))) {
      try await shell("while :; do :; done", Program.Limits(processorSeconds: 1))
    }
    await #expect(throws: ProgramError.limit(program: "sh", limit: .output(mebibytes: 1))) {
      try await shell("exec cat /dev/zero", Program.Limits(outputMebibytes: 1))
    }
    await #expect(throws: ProgramError.limit(program: "dd", limit: .memory(mebibytes: 64))) {
      try await Program(name: "dd", limits: Program.Limits(mebibytes: 64)).run(
        ["if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"])
    }
  }

  @Test func `cancelling the task kills the program and its children`() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("pids")
    let task = Task { try await shell("sleep 600 & echo $! $$ > '\(path)'; wait") }
    while !folder.exists("pids") { await Task.yield() }
    task.cancel()
    let result = await task.result
    #expect(throws: ProgramError.stopped(program: "sh")) { try result.get() }
    let left = try await shell(
      "for p in $(cat '\(path)'); do kill -0 $p 2>/dev/null && grep -qv Z /proc/$p/stat && echo alive; done; true"
    )
    #expect(left.standardOutput.isEmpty)
  }
}
