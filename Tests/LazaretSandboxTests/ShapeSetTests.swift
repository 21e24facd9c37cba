import Testing

@testable import LazaretSandbox

struct ShapeSetTests {
  @Test func `every shape can be in force alone, and none contradicts itself`() throws {
    for shape in SandboxShape.allCases {
      let set = try ShapeSet([shape, shape])
      #expect(set.names == [shape.rawValue])
      #expect(set.contains(shape))
    }
  }

  static let contradictions: [(SandboxShape, SandboxShape)] = [
    (.lakeraUTF16Offsets, .lakeraUTF8Offsets), (.lassoBytes, .lassoUTF16),
    (.lakeraNullMessageIDs, .lakeraStringMessageIDs), (.lakeraNoPayload, .lakeraNoEcho),
    (.lakeraEmptyPayload, .lakeraInclusiveEnds), (.lakeraNoBreakdown, .lakeraLevels),
    (.lakeraDetectMode, .lakeraUnattributed), (.lakeraDetectMode, .lakeraNoAction),
    (.lakeraErrorObjects, .lakeraPlainErrors), (.lakeraLintList, .lakeraNoHealth),
    (.lassoNoMessages, .lassoEmptyMessages), (.lassoUnmaskedMessages, .lassoEmptyMessages),
    (.lassoUTF16, .lassoBareFindings), (.lassoUserAlerts, .lassoV2Shape),
    (.layerupContentKey, .layerupNoCannedResponse),
  ]

  @Test(arguments: contradictions)
  func `two that contradict each other are refused, in either order`(
    pair: (one: SandboxShape, other: SandboxShape)
  ) {
    for names in [[pair.one, pair.other], [pair.other, pair.one]] {
      let error = #expect(throws: ShapesError.self) { try ShapeSet(names) }
      #expect(
        error?.description
          == "the shapes '\(pair.one.rawValue)' and '\(pair.other.rawValue)' exclude each other; remove one"
      )
    }
  }

  @Test func `what is far apart goes together`() throws {
    let names = [
      "layerup-content-key", "lasso-utf16", "lakera-no-echo", "lakera-utf16-offsets",
      "lakera-inclusive-ends", "lakera-levels", "lakera-detect-mode", "lasso-unmasked-messages",
    ]
    let set = try ShapeSet(names: names)
    #expect(Set(set.names) == Set(names))
  }

  @Test func `a name that is no shape is refused with all that are`() throws {
    let error = #expect(throws: ShapesError.self) { try ShapeSet(names: ["lakera-utf16"]) }
    #expect(error?.description.hasPrefix("there is no shape 'lakera-utf16'; shapes are lakera-") == true)
    for shape in SandboxShape.allCases {
      #expect(error?.description.contains(shape.rawValue) == true)
      #expect(
        shape.rawValue.hasPrefix("lakera-") || shape.rawValue.hasPrefix("lasso-")
          || shape.rawValue.hasPrefix("layerup-"))
    }
  }

  @Test func `shapes are replaced over the wire, and wrong ones leave the old ones in force`() async throws {
    try await withSandbox(.test(shapes: try ShapeSet([.lakeraNoAction]))) { sandbox in
      #expect(try await sandbox.guardText("x").json?["action"] == .null)

      let set = try await sandbox.post("/sandbox/shapes", body: #"["lasso-utf16","lakera-detect-mode"]"#)
      #expect(set.status == 200)
      #expect(set.json == .object(["shapes": .array(["lakera-detect-mode", "lasso-utf16"])]))
      #expect(try await sandbox.guardText("x").json?["action"] == "detect")

      for wrong in [
        #"["lakera-x"]"#, #"["lasso-bytes","lasso-utf16"]"#, "{}", "[7]", "", #""lakera-no-echo""#,
      ] {
        let reply = try await sandbox.post("/sandbox/shapes", body: wrong)
        #expect(reply.status == 400)
        #expect(reply.json?["error"].string?.isEmpty == false)
        #expect(try await sandbox.guardText("x").json?["action"] == "detect")
      }

      _ = try await sandbox.post("/sandbox/reset", body: "")
      #expect(try await sandbox.guardText("x").json?["action"] == "detect")
      #expect(try await sandbox.post("/sandbox/shapes", body: "[]").json == .object(["shapes": .array([])]))
      #expect(try await sandbox.guardText("x").json?["action"] == "enforce")
    }
  }
}
