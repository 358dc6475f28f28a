// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_BENCH_INSTRUCTION_COUNT_H_
#define GANCHO_TESTS_BENCH_INSTRUCTION_COUNT_H_

#include <cstdint>

#include "absl/functional/function_ref.h"

namespace gancho::bench {

// Instructions that this process executes in user space for `work`: a child
// that is a copy of it does the work, one step at a time under ptrace, which
// takes some ten thousand times as long. The same number every time, whatever
// else the machine does. -1 if that is forbidden here.
int64_t CountInstructions(absl::FunctionRef<void()> work);

}  // namespace gancho::bench

#endif  // GANCHO_TESTS_BENCH_INSTRUCTION_COUNT_H_
