// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Order, completeness and bounded memory over random interleavings of states,
// failures, expiries, cancels, windows and crashes.

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/delivery/shard_harness.h"

namespace gancho::delivery {
namespace {

using store::DeliveryId;
using store::Table;

constexpr int kEvents = 3;
constexpr int kCalls = 12;

class Scenario {
 public:
  explicit Scenario(uint32_t seed)
      : random_(seed),
        harness_(
            [this](const std::string& id,
                   const store::RenderedRequest& request) {
              return OnRequest(id, request);
            },
            Options()) {
    for (int uid = 1; uid <= kEvents; ++uid) {
      auto event = harness_.MakeEvent(uid);
      event->policy.retry.schedule = {absl::Seconds(1), absl::Seconds(20),
                                      absl::Minutes(10)};
      event->policy.retry.max_attempts = 4;
      event->policy.max_concurrency = 1 + Pick(10);
      harness_.SetEvent(event);
    }
  }

  void Play(int steps) {
    for (int i = 0; i < steps; ++i) {
      Act();
      ASSERT_EQ(error_, "");
      ASSERT_EQ(harness_.CheckTables(), "") << "step " << i;
      ASSERT_EQ(harness_.CountPending(),
                harness_.CountTable(Table::kReady) +
                    harness_.CountTable(Table::kTimer) +
                    harness_.CountTable(Table::kParked));
    }
    healthy_ = true;
    harness_.RunFor(absl::Hours(2));
    ASSERT_EQ(error_, "");
    ASSERT_EQ(harness_.CheckTables(), "");
    for (const auto& [id, lane] : lane_of_) {
      EXPECT_NE(harness_.Status(DeliveryId::Parse(id).value()).end_time_us(), 0)
          << id << " has not ended";
    }
    EXPECT_EQ(harness_.CountTable(Table::kReady), 0);
    EXPECT_EQ(harness_.CountTable(Table::kTimer), 0);
    EXPECT_EQ(harness_.CountTable(Table::kParked), 0);
  }

 private:
  ShardOptions Options() {
    ShardOptions options;
    options.window.max_entries = 2 + Pick(30);
    options.window.page_size = 1 + Pick(8);
    options.window.max_bytes = Pick(2) == 0 ? 2000 : 1 << 20;
    options.max_in_flight = 2 + Pick(20);
    // At times the windows shrink to what each event may always have.
    options.max_window_entries = 1 + Pick(100);
    return options;
  }

  int Pick(int below) { return static_cast<int>(random_() % below); }

  void Act() {
    switch (Pick(13)) {
      case 0:
        return harness_.Restart();
      case 1:
        return Cancel();
      case 2:
        return harness_.RunFor(absl::Minutes(Pick(15)));
      case 12:
        return harness_.ExpireDue();
      case 3:
      case 4:
      case 5:
        return harness_.RunFor(absl::Milliseconds(Pick(3000)));
      default:
        return Accept();
    }
  }

  void Accept() {
    const int uid = 1 + Pick(kEvents);
    std::vector<std::string> calls;
    for (int i = 1 + Pick(12); i > 0; --i) {
      calls.push_back(absl::StrCat("c", Pick(kCalls)));
    }
    const absl::Duration expiry =
        Pick(4) == 0 ? absl::Seconds(1 + Pick(100)) : absl::ZeroDuration();
    // Sometimes the process dies between the commit and the hand-over.
    const bool tell = Pick(20) != 0;
    const auto ids = harness_.Accept(uid, calls, expiry, /*tell=*/false);
    for (size_t i = 0; i < ids.size(); ++i) {
      const std::string lane = absl::StrCat(uid, "/", calls[i]);
      lane_of_[ids[i].ToString()] = lane;
      order_[lane].push_back(ids[i].ToString());
    }
    if (tell) {
      harness_.Tell();
    } else {
      harness_.Restart();
    }
  }

  void Cancel() {
    if (lane_of_.empty()) return;
    auto victim = lane_of_.begin();
    std::advance(victim, Pick(static_cast<int>(lane_of_.size())));
    const int uid = victim->second[0] - '0';
    harness_.shard->Cancel(kAccountUid, uid,
                           DeliveryId::Parse(victim->first).value(), "",
                           [](absl::Status) {});
    harness_.loop.Settle();
  }

  testing::FakeAnswer OnRequest(const std::string& id,
                                const store::RenderedRequest& request) {
    const std::string lane =
        absl::StrCat(request.target().substr(1), "/", request.body());
    // Everything before it in its lane has ended, durably.
    for (const std::string& other : order_[lane]) {
      if (other == id) break;
      const auto status = harness_.Status(DeliveryId::Parse(other).value());
      if (status.end_time_us() == 0) {
        error_ = absl::StrCat(id, " went out before ", other, " had ended");
      }
    }
    if (harness_.Status(DeliveryId::Parse(id).value()).end_time_us() != 0) {
      error_ = absl::StrCat(id, " went out after it had ended");
    }
    if (healthy_) return testing::Answer(200);
    const absl::Duration delay = absl::Milliseconds(1 + Pick(2000));
    switch (Pick(6)) {
      case 0:
        return testing::Answer(500, delay);
      case 1:
        return testing::Answer(503, delay);
      case 2:
        return testing::Failure(v1::Attempt::TIMEOUT, "time-out",
                                absl::Seconds(15));
      default:
        return testing::Answer(200, delay);
    }
  }

  std::mt19937 random_;
  bool healthy_ = false;
  std::string error_;
  std::map<std::string, std::string> lane_of_;
  std::map<std::string, std::vector<std::string>> order_;
  ShardHarness harness_;
};

class OrderPropertyTest : public ::testing::TestWithParam<int> {};

TEST_P(OrderPropertyTest, NeverOutOfOrderAndNothingLost) {
  for (int i = 0; i < 6; ++i) {
    const uint32_t seed = GetParam() * 1000 + i;
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Scenario scenario(seed);
    scenario.Play(120);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrderPropertyTest, ::testing::Range(0, 8));

}  // namespace
}  // namespace gancho::delivery
