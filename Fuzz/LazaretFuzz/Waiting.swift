import Dispatch

/// Runs asynchronous work to its end on a thread that may wait: the driver knows no other way.
func waiting(_ body: @escaping @Sendable () async -> Void) {
  let done = DispatchSemaphore(value: 0)
  Task {
    await body()
    done.signal()
  }
  done.wait()
}
