/// A screener that stands for several, any of which may be missing without a trace in the answers: a
/// proxy that skips a guardrail it does not know answers as if that one had let the text pass.
package protocol RelayingScreener: Screener {
  /// Those behind it, one by one, each under a name that a person can look for.
  var relayed: [(name: String, screener: any Screener)] { get }
}
