// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_INTEGRATION_PRESET_FIXTURE_H_
#define GANCHO_TESTS_INTEGRATION_PRESET_FIXTURE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/scripted_receiver.h"
#include "tests/testing/server_client.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"
#include "tests/testing/test_certificates.h"

namespace gancho::testing {

// JSON; a mistake in it fails the test.
google::protobuf::Value ParseJson(const std::string& text);

// The fields of application/x-www-form-urlencoded, in their order.
std::vector<std::pair<std::string, std::string>> ParseForm(
    std::string_view body);
// The same; a field that comes twice fails the test.
std::map<std::string, std::string> FormFields(std::string_view body);

// A ganchod that delivers to a stub of a destination, by HTTPS, with an account
// of its own for each test.
class PresetFixture : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  void SetUp() override;

  // Registers clients/presets/NAME, with its placeholders filled in, for the
  // stub instead of its destination, and with three attempts in quick
  // succession. `change` may alter the event.
  void UsePreset(const std::string& name,
                 const std::function<void(v1::Event*)>& change = nullptr);

  // Registers `event` for the stub, fired by START, TALK and END.
  void UseEvent(v1::Event event);

  // What the stub answers to the requests that come, in turn; the last for
  // ever. Token requests are not among them.
  void Answer(std::vector<std::string> answers);
  // What the stub answers to token requests instead of a token.
  void AnswerTokens(std::string answer);

  // A call of 95 seconds: START, TALK after 8 seconds if it is answered, END.
  // `name` stands in all fields that are foreign text.
  static std::vector<v1::CallState> Call(const std::string& call_id,
                                         const std::string& name,
                                         bool answered);
  // Streams the states; they are durable when this returns.
  void Stream(const std::vector<v1::CallState>& states);

  // The names of the account's deliveries, oldest first.
  std::vector<std::string> Deliveries();
  // The account's only delivery.
  std::string OnlyDelivery();
  v1::Event GetEvent();

  // What came to the stub but for token requests.
  std::vector<ReceivedRequest> Requests() const;
  std::vector<ReceivedRequest> TokenRequests() const;
  // Waits until all deliveries, `count` of them, are DELIVERED at the first
  // attempt; what came.
  std::vector<ReceivedRequest> AwaitRequests(size_t count);

  ServerClient* client() { return client_.get(); }
  std::string origin() const;
  std::string parent() const { return "accounts/" + account_; }

  // The service account's key.
  static const std::string& PrivateKey();

 private:
  std::string NextAnswer(const ReceivedRequest& request)
      ABSL_LOCKS_EXCLUDED(mu_);
  void Register(v1::Event event, const std::string& event_id);

  static std::unique_ptr<TestAuthority> authority_;
  static std::unique_ptr<TempDirectory> directory_;
  static std::unique_ptr<ServerProcess> server_;
  static int accounts_;

  std::string account_;
  std::string event_;
  std::unique_ptr<ServerClient> client_;

  absl::Mutex mu_;
  std::vector<std::string> answers_ ABSL_GUARDED_BY(mu_);
  size_t next_answer_ ABSL_GUARDED_BY(mu_) = 0;
  std::string token_answer_ ABSL_GUARDED_BY(mu_);
  int tokens_ ABSL_GUARDED_BY(mu_) = 0;
  // The last, so that its threads end first.
  std::unique_ptr<ScriptedReceiver> receiver_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_INTEGRATION_PRESET_FIXTURE_H_
