import Testing

@testable import LazaretAdapters

struct RetryAfterTests {
  /// Sunday, 6 November 1994, 08:49:37 GMT: the example of RFC 9110.
  private let example = 784_111_777

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func `all three spellings of a date are the same moment`(text: String) {
    #expect(HTTPDate.seconds(text) == example)
  }

  @Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
  ])
  func `what is no such date is no date`(text: String) {
    #expect(HTTPDate.seconds(text) == nil)
  }

  @Test func `days are counted through leap years`() {
    #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(HTTPDate.seconds("Tue, 29 Feb 2000 00:00:00 GMT") == 951_782_400)
    #expect(HTTPDate.seconds("Wed, 01 Mar 2000 00:00:00 GMT") == 951_868_800)
    #expect(HTTPDate.seconds("Mon, 01 Mar 2100 00:00:00 GMT") == 4_107_542_400)
  }

  @Test(arguments: [
    ("0", Duration.seconds(0)), ("7", .seconds(7)), (" 7\t", .seconds(7)), ("3600", .seconds(3600)),
    ("86400", .seconds(3600)), ("604800", .seconds(3600)),
    ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(0)),
    ("Mon, 07 Nov 1994 08:49:37 GMT", .seconds(3600)),
  ])
  func `a wait is read and cut to an hour`(value: String, wait: Duration) {
    #expect(RetryAfter.parse(value, now: example) == wait)
  }

  @Test(arguments: [
    "", " ", "-1", "+1", "1.5", "1e3", "soon", "604801", "99999999999999999999999999",
    "Sun, 06 Nov 1994 08:49:36 GMT", "Fri, 06 Nov 2099 08:49:37 GMT", "１２",
  ])
  func `a value that is absurd, past or unreadable is ignored`(value: String) {
    #expect(RetryAfter.parse(value, now: example) == nil)
  }

  @Test func `a date is counted from the server's clock where it tells it`() {
    let answer = HTTPAnswer(
      status: 429,
      headers: [
        ("Retry-After", "Sun, 06 Nov 1994 08:49:57 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
      ])
    #expect(answer.retryAfter(now: example + 1_000_000) == .seconds(20))
    let silent = HTTPAnswer(status: 429, headers: [("Retry-After", "Sun, 06 Nov 1994 08:49:57 GMT")])
    #expect(silent.retryAfter(now: example) == .seconds(20))
    #expect(HTTPAnswer(status: 429).retryAfter(now: example) == nil)
  }
}
