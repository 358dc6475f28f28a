// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_CRASH_CRASH_SCENARIO_H_
#define GANCHO_TESTS_CRASH_CRASH_SCENARIO_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/call_state_stream.h"
#include "grpcpp/channel.h"
#include "tests/testing/load_receiver.h"
#include "tests/testing/temp_directory.h"

namespace gancho {

// A server that can be cut in the middle of anything.
class CutServer {
 public:
  virtual ~CutServer() = default;

  // Starts on `data_dir`, on `address` (empty: any free port). ABORTED if it
  // was cut before it served. Gives the address.
  virtual absl::StatusOr<std::string> Start(const std::string& data_dir,
                                            const std::string& address) = 0;
  // Returns when the server has been cut, at a moment of its choice, and is
  // gone with all its threads.
  virtual void Cut() = 0;
};

// What went wrong in all rounds: each must be 0.
struct CrashTotals {
  int rounds = 0;
  int64_t lost = 0;          // acknowledged states whose request never came
  int64_t out_of_order = 0;  // requests before the one ahead had succeeded
  int64_t stuck = 0;         // deliveries that are pending after a minute
  // Requests beyond those that were recorded, and beyond the one of each
  // delivery that may be under way, or unrecorded, at a cut.
  int64_t excess_duplicates = 0;

  // For the reader.
  int64_t deliveries = 0;
  int64_t requests = 0;
  int64_t unrecorded = 0;  // requests whose outcome a cut took away
  int64_t duplicates = 0;  // answered 2xx more than once
  int64_t cut_starts = 0;  // cuts before the server served

  // Figures, and last "crash: rounds=N lost=0 out_of_order=0 stuck=0
  // excess_duplicates=0", on one line.
  void Print() const;
  bool clean() const {
    return lost + out_of_order + stuck + excess_duplicates == 0;
  }
};

// Rounds of: states stream in, deliveries go out to destinations that fail and
// dawdle, the server is cut and starts again, the client finishes, everything
// ends. After each cut the ledger on the disk is compared with what the
// receiver saw.
class CrashScenario {
 public:
  // GANCHO_CRASH_ROUNDS, or `rounds`.
  static int Rounds(int rounds);
  // GANCHO_CRASH_SEED, or a random one.
  static uint32_t Seed();

  CrashScenario(CutServer* server, uint32_t seed);
  ~CrashScenario();

  // Not OK if the test itself cannot go on.
  absl::Status Play(int rounds);
  const CrashTotals& totals() const { return totals_; }

 private:
  using Receiver = testing::LoadReceiver;
  // What is known of one delivery.
  struct Seen {
    int64_t requests = 0;
    int64_t unrecorded = 0;  // taken away by all cuts so far
    int64_t accepted = 0;    // answered 2xx
    bool ended = false;      // durably, when last looked at
  };

  Receiver::Reply Answer(const Receiver::Request& request, int64_t number);
  absl::Status BeginDirectory();
  absl::Status Define();
  absl::Status Restart();
  absl::Status PlayRound(int round);
  void SendStates(int round, client::CallStateStream* stream);
  void NoteRequests();
  absl::Status CompareWithDisk();
  absl::Status AwaitEnd(int round);
  absl::StatusOr<int64_t> CountPending();
  void CountLost(int round);

  CutServer* const server_;
  std::mt19937 random_;
  Receiver receiver_;
  testing::TempDirectory directory_;
  std::string data_dir_;
  int directories_ = 0;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;

  std::map<std::string, Seen> seen_;  // by webhook-id, of this directory
  // Target and call, to the sequence numbers that were answered 2xx.
  std::map<std::string, std::set<int>> delivered_;
  CrashTotals totals_;
};

}  // namespace gancho

#endif  // GANCHO_TESTS_CRASH_CRASH_SCENARIO_H_
