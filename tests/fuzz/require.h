// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_FUZZ_REQUIRE_H_
#define GANCHO_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

// For fuzz targets: says which condition does not hold, and aborts, which the
// fuzzer takes for a finding.
#define GANCHO_REQUIRE(condition)                                     \
  do {                                                                \
    if (!(condition)) {                                               \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
                   #condition);                                       \
      std::abort();                                                   \
    }                                                                 \
  } while (false)

#endif  // GANCHO_TESTS_FUZZ_REQUIRE_H_
