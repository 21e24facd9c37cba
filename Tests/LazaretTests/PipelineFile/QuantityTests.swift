import LazaretTesting
import Testing

@testable import lazaret

struct QuantityTests {
  @Test(arguments: [
    ("50ms", Duration.milliseconds(50)), ("15s", .seconds(15)), ("5m", .seconds(300)),
    ("1h30m", .seconds(5400)), ("2d", .seconds(172_800)), ("1m30s250ms", .milliseconds(90_250)),
    ("0s", .zero),
  ])
  func `a duration is numbers with units, the larger first`(text: String, expected: Duration) {
    #expect(Quantity.duration(text) == expected)
  }

  @Test(arguments: [
    "", "5", "s", "5 s", "1.5s", "-5s", "30m1h", "5s5s", "5min", "5S", "1h 30m", "٥s",
    "99999999999999999999s", "9223372036854775807d", "99999999999d",
  ])
  func `what is no duration is none`(text: String) {
    #expect(Quantity.duration(text) == nil)
  }

  @Test(arguments: 0..<100)
  func `a duration written out reads as itself`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let parts = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)].filter { _ in
      Bool.random(using: &generator)
    }
    var text = ""
    var milliseconds = 0
    for (unit, factor) in parts {
      let amount = Int.random(in: 0...999, using: &generator)
      text += "\(amount)\(unit)"
      milliseconds += amount * factor
    }
    #expect(Quantity.duration(text) == (parts.isEmpty ? nil : .milliseconds(milliseconds)))
  }

  @Test(arguments: [
    ("0", 0), ("1500", 1500), ("50MB", 50_000_000), ("50MiB", 52_428_800), ("50 MB", 50_000_000),
    ("1kB", 1000), ("1KB", 1000), ("1KiB", 1024), ("2GB", 2_000_000_000), ("2GiB", 2_147_483_648),
    ("3B", 3), ("1TiB", 1_099_511_627_776),
  ])
  func `a size is a number of bytes with a unit`(text: String, expected: Int) {
    #expect(Quantity.byteCount(text) == expected)
  }

  @Test(arguments: ["", "MB", "1.5MB", "-1", "50mb", "50M", "50  MB", "50 ", "9999999999GB", "0x10"])
  func `what is no size is none`(text: String) {
    #expect(Quantity.byteCount(text) == nil)
  }

  @Test(arguments: [
    ("0", 0), ("7", 7), ("-7", -7), ("010", nil), ("1_000", nil), ("1e3", nil), ("+1", nil), ("", nil),
    ("99999999999999999999", nil), ("many", nil), ("٣", nil),
  ])
  func `a whole number is digits`(text: String, expected: Int?) {
    #expect(Quantity.integer(text) == expected)
  }

  @Test(arguments: [
    ("20", 20), ("0.5", 0.5), ("-1.25", -1.25), ("-0.5", -0.5), (".5", nil), ("1.", nil), ("1e3", nil),
    ("inf", nil), ("nan", nil), ("1.5.5", nil),
  ])
  func `a number is digits with a point`(text: String, expected: Double?) {
    #expect(Quantity.decimal(text) == expected)
  }
}
