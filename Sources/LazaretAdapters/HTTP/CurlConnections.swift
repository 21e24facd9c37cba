/// How many connections there may be, and for how long.
struct CurlConnections: Sendable {
  /// Open to one host at once, at least 1; requests beyond wait.
  var perHost: Int
  /// For one to come about, TLS included.
  var connectTimeout: Duration = .seconds(10)
  /// How long one may have been idle to be used again. Servers keep them for a minute or two.
  var idleTime: Duration = .seconds(60)
}
