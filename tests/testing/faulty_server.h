// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_FAULTY_SERVER_H_
#define GANCHO_TESTS_TESTING_FAULTY_SERVER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/testing/server_process.h"

namespace gancho::testing {

// A ganchod whose disk and clock the test commands. The disk can be made to
// fail in all ways of FaultyFileSystem, and the power cut as
// PowerCutFileSystem does it. Nothing is really synced.
class FaultyServer {
 public:
  struct Options {
    std::string data_dir;
    std::vector<std::string> flags;
    // The power is cut in the middle of this operation on files, 0: of none.
    int64_t cut_after = 0;
    uint32_t cut_seed = 0;
    // When the ledger refuses batches for lack of space; nullopt: as always.
    std::optional<int64_t> min_free_bytes;
    // After how many bytes the ledger writes a table; nullopt: as always.
    std::optional<int64_t> memtable_bytes;
    // RLIMIT_NOFILE, soft and hard; nullopt: as the test's.
    std::optional<int> max_descriptors;
  };
  // As ServerProcess::Start().
  static absl::StatusOr<std::unique_ptr<FaultyServer>> Start(
      const Options& options);
  ~FaultyServer();

  // Returns when the command is in force:
  //   fault none|disk_full|no_new_log|append_error|sync_error|read_only|
  //         no_descriptor
  //   free BYTES           what the disk says of its room; -1: the truth
  //   left BYTES           so many more can be written; -1: no limit
  //   sync_delay_ms MS     how long a sync takes
  //   jump SECONDS         the wall clock, in either direction
  //   cut_after N          cuts the power in the N-th operation from now; 0:
  //                        never
  void Command(const std::string& command);

  // False if the server is gone by then.
  bool TryCommand(const std::string& command);

  // Cuts the power now; returns when the process is gone.
  void Cut();

  const std::string& address() const { return server_->address(); }
  ChildProcess& process() { return server_->process(); }

 private:
  FaultyServer() = default;
  void Write(const std::string& line);

  std::string control_;  // the path of a FIFO
  int commands_ = 0;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_FAULTY_SERVER_H_
