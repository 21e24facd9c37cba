import LazaretCore
import LazaretTesting
import Testing

struct IdentityTests {
  @Test func `fields that join to the same text have different digests`() {
    #expect(Digest(fields: ["ab", "c"]) != Digest(fields: ["a", "bc"]))
    #expect(Digest(fields: ["ab"]) != Digest(fields: ["ab", ""]))
  }

  @Test func `a digest is SHA-256 of the UTF-8 bytes, without normalisation`() {
    // FIPS 180-2, appendix B.1.
    #expect(Digest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest(of: "é") != Digest(of: "e\u{301}"))
    #expect(Digest(of: "abc") == Digest(of: Array("abc".utf8)))
  }

  @Test func `a fingerprint does not depend on the order of settings`() {
    let one = Fingerprint(kind: "k", settings: ["a": "1", "b": "2"])
    #expect(one == Fingerprint(kind: "k", settings: ["b": "2", "a": "1"]))
    #expect(one != Fingerprint(kind: "k", settings: ["a": "2", "b": "1"]))
  }

  @Test(arguments: 0..<50)
  func `identifiers of runs sort by time and are read back`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let time = Int64.random(in: 0..<(1 << 47), using: &generator)
    let earlier = ULID(milliseconds: time, using: &generator)
    let later = ULID(milliseconds: time + 1, using: &generator)
    #expect(earlier.text < later.text)
    #expect(ULID(earlier.text) == earlier)
    #expect(ULID(earlier.text.lowercased()) == earlier)
  }

  @Test(arguments: [
    "", "01J", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01J0000000000000000000000I", "01J00000000000000000000000A",
  ])
  func `what is no ULID is refused`(text: String) {
    #expect(ULID(text) == nil)
  }

  @Test func `a moment is written with milliseconds in UTC`() {
    #expect(Timestamp(milliseconds: 1_795_231_500_250).iso8601 == "2026-11-21T03:25:00.250Z")
    #expect(Timestamp(milliseconds: 0).iso8601 == "1970-01-01T00:00:00.000Z")
  }

  @Test(arguments: [
    (-1, "1969-12-31T23:59:59.999Z"), (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (951_868_800_000, "2000-03-01T00:00:00.000Z"), (4_107_542_400_007, "2100-03-01T00:00:00.007Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ])
  func `a moment is written by the Gregorian calendar`(milliseconds: Int, text: String) {
    #expect(Timestamp(milliseconds: Int64(milliseconds)).iso8601 == text)
  }

  @Test func `every day of four hundred years follows the one before`() throws {
    var last = Timestamp(milliseconds: 0).iso8601
    for day in 1...146_097 {
      let text = Timestamp(milliseconds: Int64(day) * 86_400_000).iso8601
      let date = text.prefix(10).split(separator: "-").compactMap { Int($0) }
      let before = last.prefix(10).split(separator: "-").compactMap { Int($0) }
      let isNext =
        date[2] == before[2] + 1
        || (date[2] == 1 && before[2] >= 28 && (date[1] == before[1] + 1 || date[1] == 1))
      #expect(isNext, "after \(last) comes \(text)")
      last = text
    }
    #expect(last == "2370-01-01T00:00:00.000Z")
  }
}
