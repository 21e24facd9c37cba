#if canImport(Glibc)
  import CMalloc
#endif

/// What becomes of memory that is no longer needed.
enum FreedMemory {
  /// Keeps it for the next document. Left to itself, glibc hands the end of each heap back to the kernel
  /// and asks for it again, which takes a tenth of a run's processor time; kept are at most 64 MB a heap.
  static func keep() {
    #if canImport(Glibc)
      _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
      _ = mallopt(M_TOP_PAD, 4 << 20)
    #endif
  }
}
