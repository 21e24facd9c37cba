import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ZipContainerTests {
  private func reason(_ zip: ZipWriter, reading name: String = "a") -> String? {
    do throws(ArchiveError) {
      var container = try ZipContainer(zip.bytes)
      _ = try container.read([name])
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `entries are read by their names`() throws {
    var container = try ZipContainer(ZipWriter(["a": "one", "b/c": "two"]).bytes)
    #expect(container.names == ["a", "b/c"])
    let read = try container.read(["b/c", "a", "missing"])
    #expect(read.mapValues { String(decoding: $0, as: UTF8.self) } == ["a": "one", "b/c": "two"])
  }

  @Test(arguments: ["a", "A", "./a", "b/../a", "\\a", "/a"])
  func `a name that stands twice is an error, however it is written`(name: String) {
    let zip = ZipWriter(["a": "one", name: "two"])
    #expect(reason(zip)?.hasPrefix("holds two entries of one name") == true)
  }

  @Test func `an entry that the directory does not list is an error`() {
    var zip = ZipWriter(["a": "one", "b": "two"])
    zip.entries[1].isListed = false
    #expect(reason(zip)?.hasPrefix("holds an entry that its directory does not list") == true)
  }

  @Test func `headers that disagree are an error`() {
    var zip = ZipWriter(["a": "one"])
    zip.entries[0].localName = "b"
    #expect(reason(zip) == "is a damaged ZIP container: its directory and its entries disagree")
  }

  @Test func `an encrypted entry is an error that says so`() {
    var zip = ZipWriter(["a": "one"])
    zip.entries[0].flags = 1
    #expect(reason(zip) == "is encrypted; save it without a password")
  }

  @Test func `a bomb is refused by its ratio, and one that lies about its length by what it holds`() {
    var zip = ZipWriter()
    zip.entries = [ZipWriter.bomb("a", bytes: 4 << 20)]
    #expect(reason(zip)?.contains("more than 150 times") == true)
    zip.entries[0].claimedBytes = 1_000
    #expect(reason(zip)?.hasPrefix("is a damaged ZIP container") == true)
    zip.entries[0].claimedBytes = 300 << 20
    #expect(reason(zip) == "holds an entry longer than 128 MiB, which is the bound")
  }

  @Test func `more entries than the bound are an error`() {
    var zip = ZipWriter()
    for number in 0...ZipDirectory.maxEntries { zip.add("\(number)", "") }
    #expect(reason(zip) == "holds more than 10000 entries, which is the bound")
  }

  @Test func `a container that is cut off anywhere or has a byte changed ends in an error or in entries`()
    throws
  {
    let whole = ZipWriter(["a": "one", "b": "two"]).bytes
    for length in 0..<whole.count {
      #expect(throws: ArchiveError.self) { _ = try ZipContainer(Array(whole.prefix(length))) }
    }
    for place in whole.indices {
      var changed = whole
      changed[place] ^= 0xFF
      do throws(ArchiveError) {
        var container = try ZipContainer(changed)
        _ = try container.read(container.names)
      } catch {
        #expect(!error.reason.isEmpty)
      }
    }
  }

  @Test func `bytes after the end are noted`() throws {
    #expect(try ZipContainer(ZipWriter(["a": "one"]).bytes + [0, 0]).notes.count == 1)
  }
}
