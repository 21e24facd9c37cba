import Testing
@testable import lazaret
