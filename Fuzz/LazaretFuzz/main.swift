import CFuzzer
import Glibc

// usage: LazaretFuzz NAME [libFuzzer's own arguments…]
//        LazaretFuzz --list      the names, each with the endings of the files that make good seeds

let arguments = CommandLine.arguments
guard arguments.count > 1 else {
  print("usage: LazaretFuzz NAME [arguments of libFuzzer], or --list")
  exit(64)
}
if arguments[1] == "--list" {
  for target in FuzzTarget.all { print(([target.name] + target.endings).joined(separator: " ")) }
  exit(0)
}
guard let chosen = FuzzTarget.all.first(where: { $0.name == arguments[1] }) else {
  print("there is no target '\(arguments[1])'; --list names them")
  exit(64)
}
FuzzTarget.chosen = chosen

// The driver takes the first argument for the program's name.
var passed = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = CInt(passed.count - 1)
let status = passed.withUnsafeMutableBufferPointer { buffer -> CInt in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start) { data, size in
    FuzzTarget.chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  }
}
exit(status)
