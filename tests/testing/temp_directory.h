// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_TEMP_DIRECTORY_H_
#define GANCHO_TESTS_TESTING_TEMP_DIRECTORY_H_

#include <string>

namespace gancho::testing {

// A new directory below $TMPDIR (or /tmp), removed with all it holds at the
// end. Aborts if it cannot be made.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_TEMP_DIRECTORY_H_
