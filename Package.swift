// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
  import Glibc
#endif

// One list for every target: each file's imports are then the truth about what it uses, and
// existential types and isolation are spelled out where they occur.
var settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Warnings are errors in the checks only: a newer compiler's new warning must not break `make demo`.
if Context.environment["LAZARET_WARNINGS_AS_ERRORS"] == "1" {
  settings.append(.treatAllWarnings(as: .error))
}

// Fuzzing wants to see which branches an input takes, in our own code: `make fuzz` sets the variable.
let isFuzzed = Context.environment["LAZARET_FUZZ"] == "1"
if isFuzzed { settings.append(.unsafeFlags(["-sanitize=fuzzer"])) }

// Statically linked, the program has 130,000 places that are adjusted when it starts. Packed, they take 27 kB in
// place of 3 MB that would all be read, and the start takes a fifth less. glibc 2.36 and newer know that form
// (Debian 12, Ubuntu 22.10), and of the linkers lld, which every toolchain brings.
var linking: [LinkerSetting] = []
#if canImport(Glibc)
  var version = [CChar](repeating: 0, count: 64)
  _ = confstr(Int32(_CS_GNU_LIBC_VERSION), &version, version.count)
  let digits = version.prefix { $0 != 0 }.map { Character(Unicode.Scalar(UInt8(bitPattern: $0))) }
    .split { !$0.isNumber }.compactMap { Int(String($0)) }
  if digits.count > 1, (digits[0], digits[1]) >= (2, 36) {
    linking = [
      .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
        .when(platforms: [.linux], configuration: .release))
    ]
  }
#endif

let package = Package(
  name: "lazaret",
  products: [
    .executable(name: "lazaret", targets: ["lazaret"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2",
      pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]
    ),
    .systemLibrary(
      name: "CLibArchive",
      pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"])]
    ),
    .systemLibrary(
      name: "CCurl",
      pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    .systemLibrary(
      name: "CGMime",
      pkgConfig: "gmime-3.0",
      providers: [.apt(["libgmime-3.0-dev"])]
    ),
    .systemLibrary(
      name: "CUChardet",
      pkgConfig: "uchardet",
      providers: [.apt(["libuchardet-dev"])]
    ),
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]
    ),
    .systemLibrary(name: "CMalloc"),
    .target(
      name: "LazaretCore",
      dependencies: [
        .product(name: "Crypto", package: "swift-crypto")
      ],
      swiftSettings: settings
    ),
    .target(
      name: "LazaretDetectors",
      dependencies: ["LazaretCore"],
      swiftSettings: settings
    ),
    .target(
      name: "LazaretPipeline",
      dependencies: [
        "LazaretCore",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings
    ),
    .target(
      name: "LazaretAdapters",
      dependencies: [
        "LazaretCore", "LazaretDetectors", "CCurl", "CGMime", "CLibArchive", "CLibXML2", "CUChardet", "CZlib",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings
    ),
    .target(
      name: "LazaretSandbox",
      dependencies: [
        "LazaretCore", "LazaretDetectors",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "lazaret",
      dependencies: [
        "LazaretCore", "LazaretDetectors", "LazaretPipeline", "LazaretAdapters", "LazaretSandbox", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings,
      linkerSettings: linking
    ),
    .target(
      name: "LazaretTesting",
      dependencies: [
        "LazaretCore",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretCoreTests",
      dependencies: ["LazaretCore", "LazaretTesting"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretDetectorsTests",
      dependencies: ["LazaretCore", "LazaretDetectors", "LazaretTesting"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretPipelineTests",
      dependencies: ["LazaretCore", "LazaretPipeline", "LazaretTesting"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretAdaptersTests",
      dependencies: [
        "LazaretCore", "LazaretAdapters", "LazaretTesting",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretSandboxTests",
      dependencies: [
        "LazaretCore", "LazaretSandbox", "LazaretTesting",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LazaretTests",
      dependencies: [
        "LazaretCore", "LazaretDetectors", "LazaretPipeline", "LazaretAdapters", "LazaretSandbox",
        "LazaretTesting", "lazaret",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["Golden"],
      swiftSettings: settings
    ),
  ]
)

// Benchmarks stay in this package, where they see `package` declarations, and out of everybody else's
// build: `make bench` sets the variable.
if Context.environment["LAZARET_BENCHMARKS"] == "1" {
  package.dependencies.append(
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
  package.targets.append(
    .executableTarget(
      name: "LazaretBenchmarks",
      dependencies: [
        "LazaretCore", "LazaretDetectors", "LazaretAdapters", "LazaretTesting",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      path: "Benchmarks/LazaretBenchmarks",
      swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    ))
}

if isFuzzed {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "LazaretFuzz",
      dependencies: ["LazaretCore", "LazaretAdapters", "LazaretTesting", "CFuzzer"],
      path: "Fuzz/LazaretFuzz",
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ]
}
