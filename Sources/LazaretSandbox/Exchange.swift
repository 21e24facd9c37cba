import Hummingbird
import NIOCore

/// One vendor request from its arrival to its answer: counted, throttled, held back, spoilt if a
/// fault says so, and otherwise answered by the vendor.
struct Exchange: Sendable {
  let stats: SandboxStats
  let throttle: Throttle?
  let faults: FaultPlan
  let shapes: ShapePlan
  let latency: Duration
  let timepiece: Timepiece

  /// Larger bodies are refused unread. The largest content that a vendor takes fits with every
  /// character written as `\u0000`.
  static let maxBodyBytes = 4 * 1024 * 1024

  private enum Outcome {
    case answer(Answer)
    case truncated(Answer)
    case drop
  }

  func respond(
    to request: Request, at path: String, of wire: some VendorWire, over channel: any Channel
  ) async throws -> Response {
    stats.arrived(at: path, of: wire.name)
    let outcome: Outcome
    do {
      outcome = try await self.outcome(of: request, at: path, of: wire)
    } catch let error as CancellationError {
      // The sandbox stops: no answer is better than an answer that the vendor would never give.
      stats.left(wire.name, as: .dropped)
      channel.close(promise: nil)
      throw error
    } catch {
      stats.left(wire.name, as: .answered(status: 500))
      throw error
    }
    switch outcome {
    case .answer(let answer):
      stats.left(wire.name, as: .answered(status: answer.status))
      return answer.response
    case .truncated(let answer):
      stats.left(wire.name, as: .answered(status: answer.status))
      return answer.truncatedResponse
    case .drop:
      stats.left(wire.name, as: .dropped)
      try? await channel.close()
      // Never seen by the client: the connection is gone.
      return Response(status: .serviceUnavailable)
    }
  }

  private func outcome(
    of request: Request, at path: String, of wire: some VendorWire
  ) async throws -> Outcome {
    let secondsToWait = throttle?.refusal(vendor: wire.name)
    try await timepiece.wait(latency)
    let shapes = shapes.current
    if let secondsToWait {
      return .answer(
        try wire.answer(
          refusing: .tooManyRequests, shapes: shapes, retryAfter: String(secondsToWait)))
    }

    guard let body = try await collect(request) else {
      return .answer(try wire.answer(refusing: .tooLarge, shapes: shapes))
    }
    let vendorRequest = VendorRequest(
      path: path, headers: request.headers, json: JSONValue(parsing: body.readableBytesView),
      shapes: shapes)

    let effect = faults.effect(on: path) { vendorRequest.json?.screenedTexts ?? [] }
    try await timepiece.wait(effect.delay)
    let answer: Answer
    switch effect.outcome {
    case .drop:
      return .drop
    case .answer(let status, let retryAfter, let body?):
      answer = Answer(status: status, body: Array(body.utf8), retryAfter: retryAfter)
    case .answer(let status, let retryAfter, nil) where status < 400:
      answer = Answer(status: status, body: [], retryAfter: retryAfter)
    case .answer(let status, let retryAfter, nil):
      answer = try wire.answer(
        refusing: Refusal(status: status), shapes: shapes, retryAfter: retryAfter)
    case nil:
      answer = try wire.answerOrRefusal(to: vendorRequest)
    }
    return effect.truncate ? .truncated(answer) : .answer(answer)
  }

  /// - Returns: `nil` when the body is larger than `maxBodyBytes`.
  private func collect(_ request: Request) async throws -> ByteBuffer? {
    do {
      return try await request.body.collect(upTo: Self.maxBodyBytes)
    } catch is NIOTooManyBytesError {
      return nil
    }
  }
}

extension VendorWire {
  fileprivate func answer(
    refusing refusal: Refusal, shapes: ShapeSet, retryAfter: String?
  ) throws -> Answer {
    var answer = try answer(refusing: refusal, shapes: shapes)
    answer.retryAfter = retryAfter
    return answer
  }

  fileprivate func answerOrRefusal(to request: VendorRequest) throws -> Answer {
    do {
      return try answer(to: request)
    } catch let refusal as Refusal {
      return try answer(refusing: refusal, shapes: request.shapes)
    }
  }
}
