import Foundation
import Testing

@testable import LazaretAdapters

struct WireValueTests {
  private struct Holder: Decodable {
    var number: WireValue<Int>?
    var flag: WireValue<Bool>?

    enum Key: CodingKey { case number, flag }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      number = container.wireInteger(.number)
      flag = container.wire(Bool.self, .flag)
    }
  }

  private func read(_ json: String) throws -> Holder {
    try #require(readJSONObject(Holder.self, from: Array(json.utf8)))
  }

  @Test(arguments: [
    ("12", 12), ("12.0", 12), ("1.2e1", 12), ("-3", -3), ("\"12\"", 12), ("0", 0), ("-0.0", 0),
    ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
  ])
  func `a whole number is read however it is written`(json: String, value: Int) throws {
    #expect(try read(#"{"number":\#(json)}"#).number?.value == value)
  }

  @Test(arguments: [
    "12.5", "\"\"", "\"x\"", "\" 12\"", "true", "[]", "{}", "[12]", "1e300", "1e19", "9223372036854775808",
    "\"9223372036854775808\"",
  ])
  func `anything else is wrong and not missing`(json: String) throws {
    #expect(try read(#"{"number":\#(json)}"#).number?.isWrong == true)
  }

  @Test func `missing and null are missing`() throws {
    #expect(try read("{}").number == nil)
    #expect(try read(#"{"number":null,"flag":null}"#).number == nil)
    #expect(try read(#"{"number":null,"flag":null}"#).flag == nil)
  }

  @Test(arguments: ["1", "0", "\"true\"", "\"false\"", "[]", "{}", "1.0"])
  func `only true and false are true and false`(json: String) throws {
    #expect(try read(#"{"flag":\#(json)}"#).flag?.isWrong == true)
  }

  @Test(arguments: [
    "", " ", "null", "[]", "1", "\"x\"", "{", #"{"flag":tru"#, "<html></html>", "{} {}", #"{"flag":NaN}"#,
    #"{"number":1e999999}x"#, "\u{0}", #"{'flag':true}"#,
  ])
  func `what is no JSON object is nothing`(json: String) {
    #expect(readJSONObject(Holder.self, from: Array(json.utf8)) == nil)
  }

  @Test func `deep nesting is refused or read and never a crash`() {
    for depth in [100, 600, 100_000] {
      let open = String(repeating: "[", count: depth)
      let close = String(repeating: "]", count: depth)
      let json = #"{"flag":true,"other":\#(open)\#(close)}"#
      let holder = readJSONObject(Holder.self, from: Array(json.utf8))
      #expect(holder == nil || holder?.flag?.value == true)
    }
  }

  @Test func `a key that comes twice is refused or read and never a crash`() {
    let holder = readJSONObject(Holder.self, from: Array(#"{"flag":true,"flag":false}"#.utf8))
    #expect(holder == nil || holder?.flag?.value != nil)
  }

  @Test func `invalid UTF-8 is refused or read and never a crash`() {
    let json = Array(#"{"flag":true,"other":""#.utf8) + [0xFF, 0xC0, 0x80] + Array(#""}"#.utf8)
    let holder = readJSONObject(Holder.self, from: json)
    #expect(holder == nil || holder?.flag?.value == true)
  }

  @Test(arguments: ["", "a b", "ключ", String(repeating: "x", count: 129), "a\nb"])
  func `what does not look like an identifier is none`(text: String) {
    #expect(!text.isIdentifier)
  }

  @Test func `what does look like one is one`() {
    #expect("policy-a2412e48".isIdentifier)
  }
}
