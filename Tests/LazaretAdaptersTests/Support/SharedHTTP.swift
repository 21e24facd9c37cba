@testable import LazaretAdapters

/// One client for all tests, as for all screeners of a run; it lives as long as the process.
enum SharedHTTP {
  static let client = VendorHTTP()
}
