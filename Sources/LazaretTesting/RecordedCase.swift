import Foundation

/// One case of `fixtures/vendors`.
package struct RecordedCase: Decodable, Sendable, CustomStringConvertible {
  package struct Expected: Decodable, Sendable {
    package struct Found: Decodable, Hashable, Sendable {
      package var label: String
      package var covers: String?
      package var action: String?

      package init(label: String, covers: String?, action: String?) {
        self.label = label
        self.covers = covers
        self.action = action
      }
    }

    package var findings: [Found]?
    package var error: String?
  }

  package var about: String
  package var text: String
  package var status: Int
  package var headers: [String: String]?
  package var response: FixtureJSON
  package var expected: Expected

  package var description: String { about }

  /// None when the file cannot be read, which a test has to notice.
  package static func all(of file: String) -> [RecordedCase] {
    (try? JSONDecoder().decode(
      [RecordedCase].self, from: Data(RepositoryFile.bytes("fixtures/vendors/\(file).json")))) ?? []
  }
}
