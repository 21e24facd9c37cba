import FoundationEssentials
package import LazaretCore

/// `POST /v2/policies/health`: the cheapest check of key and project, because it screens nothing and
/// leaves no log entry. Not every deployment has it.
extension LakeraGuard: HealthReporting {
  package func health() async throws(ScreenerError) -> ServiceHealth {
    let answer: HTTPAnswer
    do throws(ScreenerError) {
      answer = try await healthCheck.http.post(healthCheck.body, to: healthCheck.target)
    } catch {
      throw error.named(name)
    }
    switch answer.status {
    case 200: return try Self.health(from: answer.body, screener: name)
    case 404, 405: return .notOffered
    default:
      throw VendorStatus.error(for: answer, screener: name, now: Int(Date().timeIntervalSince1970))
    }
  }

  struct HealthCheck: Sendable {
    let http: VendorHTTP
    let target: VendorHTTP.Target
    let body: [UInt8]
  }

  static func health(from body: [UInt8], screener: String) throws(ScreenerError) -> ServiceHealth {
    guard let answer = readJSONObject(LakeraHealthAnswer.self, from: body), let status = answer.status else {
      throw .unreadable("screener '\(screener)': the answer about its health has no 'status'")
    }
    if status.lowercased() == "ok" {
      return .sound(isDefaultPolicy: answer.isDefault, notes: answer.complaints)
    }
    if answer.message?.lowercased().contains("project with policy not found") == true {
      return .faulty("the service knows no such project, check 'project_id'")
    }
    return .faulty(
      (["the service says '\(status.prefix(40))' of the policy", answer.message.map { "\($0.prefix(200))" }]
        .compactMap { $0 } + answer.complaints).joined(separator: "; "))
  }
}

/// `{status, is_default, message, lint}`; `lint` is a list in one source and `{passed, errors}` in
/// another. No document text can stand in it: none was sent.
private struct LakeraHealthAnswer: Decodable {
  var status: String?
  var isDefault: Bool?
  var message: String?
  var complaints: [String]

  private enum Key: String, CodingKey {
    case status, message, lint
    case isDefault = "is_default"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    status = container.ifReadable(String.self, .status)
    isDefault = container.ifReadable(Bool.self, .isDefault)
    message = container.ifReadable(String.self, .message)
    let listed = container.ifReadable([Complaint].self, .lint)
    let complaints = listed ?? container.ifReadable(Lint.self, .lint)?.errors ?? []
    self.complaints = complaints.compactMap(\.message).prefix(5).map { String($0.prefix(200)) }
  }

  private struct Lint: Decodable, Sendable {
    var errors: [Complaint]?
  }

  private struct Complaint: Decodable, Sendable {
    var message: String?
  }
}
