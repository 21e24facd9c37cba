#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's driver, which has no header of its own; as documented in LLVM's "Using libFuzzer as a
/// library".
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
