// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_INTEGRATION_FAULT_FIXTURE_H_
#define GANCHO_TESTS_INTEGRATION_FAULT_FIXTURE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "clients/cpp/call_state_stream.h"
#include "gtest/gtest.h"
#include "tests/testing/faulty_server.h"
#include "tests/testing/load_receiver.h"
#include "tests/testing/server_client.h"
#include "tests/testing/temp_directory.h"

namespace gancho {

// Polls until `condition` holds; false after 20 seconds.
bool Await(const std::function<bool()>& condition);

// States that stream in at a steady pace until Finish().
class SteadyFeed {
 public:
  explicit SteadyFeed(std::shared_ptr<grpc::Channel> channel);
  ~SteadyFeed();

  // Sends no more, waits until all is acknowledged; how many states there were.
  int64_t Finish();
  int64_t acknowledged() const { return stream_.stats().acknowledged; }
  // Whether another state is acknowledged within `timeout`.
  bool AwaitProgress(absl::Duration timeout) const;

 private:
  void Run();

  client::CallStateStream stream_;
  std::atomic<bool> ending_ = false;
  int64_t sent_ = 0;  // of the thread, until it has ended
  std::thread thread_;
};

// ganchod under load, on a machine that the test makes fail. Call "N" has the
// one state that causes one request with body "N".
class FaultTest : public ::testing::Test {
 protected:
  FaultTest();

  // Prints what the server said, if the test has failed.
  void TearDown() override;

  // On a data directory of the test's, with its receiver allowed.
  void StartServer(testing::FaultyServer::Options options = {});
  // An event and its trigger; what fails is tried again every 100 ms.
  void Define();
  void StartFeed();
  void Command(const std::string& command) { server_->Command(command); }

  // ReportCallState of a state of its own: the code of the answer. A refusal
  // must carry RetryInfo.
  grpc::StatusCode Report();
  // Waits until Report() answers `code`; false after 20 seconds.
  bool AwaitReport(grpc::StatusCode code);
  // Waits until the health says so; false after 20 seconds.
  bool AwaitServing(bool serving);
  // Ends the feed: every state that was acknowledged must have been delivered,
  // and nothing else be pending.
  void ExpectNothingLost();

  testing::TempDirectory directory_;
  testing::LoadReceiver receiver_;
  std::unique_ptr<testing::FaultyServer> server_;
  std::unique_ptr<testing::ServerClient> client_;
  std::unique_ptr<SteadyFeed> feed_;
  std::string address_;

 private:
  int64_t reported_ = 0;
  int64_t reports_accepted_ = 0;
};

}  // namespace gancho

#endif  // GANCHO_TESTS_INTEGRATION_FAULT_FIXTURE_H_
