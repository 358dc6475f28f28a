// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The retention among random states, ends, failures of the ledger and deaths
// of the process: nothing goes before its time, nothing stays for ever.

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/retention_fixture.h"

namespace gancho::service {
namespace {

using store::DeliveryId;
using store::Table;

class RetentionPropertyTest : public testing::RetentionFixture,
                              public ::testing::WithParamInterface<int> {
 protected:
  struct Known {
    std::string call_id;
    bool ended = false;
    absl::Time end;
  };

  int Pick(int below) { return static_cast<int>(random_() % below); }

  void Act() {
    switch (Pick(10)) {
      case 0:
        return RestartSweeper();
      case 1:
        ledger_.FailNext(absl::UnavailableError("disk"));
        Sweep();
        // One that was not needed must not hit a state.
        Submit({State("failing", v1::CallState::HOLD, ++sequence_)})->Await();
        return;
      case 2:
        EndCall(absl::StrCat("c", Pick(30)));
        return;
      case 3:
      case 4:
        return EndOne();
      case 5:
        clock_.Advance(absl::Minutes(Pick(40)));
        return;
      case 6: {
        int pieces = Pick(6);
        EXPECT_TRUE(
            sweeper_
                ->RunPass([&pieces](absl::Duration) { return pieces-- > 0; })
                .ok());
        return;
      }
      case 7:
        EXPECT_TRUE(Sweep());
        return;
      default:
        return Start();
    }
  }

  void Start() {
    const std::string call = absl::StrCat("c", Pick(30));
    const auto answer =
        Submit({State(call, v1::CallState::START, ++sequence_)});
    const auto& result = answer->Await();
    ASSERT_EQ(result.deliveries.size(), 1u);
    known_[result.deliveries[0]] = {.call_id = call};
  }

  void EndOne() {
    if (known_.empty()) return;
    auto one = known_.begin();
    std::advance(one, Pick(static_cast<int>(known_.size())));
    if (one->second.ended) return;
    EndDelivery(one->first, 1 + Pick(3));
    one->second.ended = true;
    one->second.end = clock_.Now();
  }

  void Check() {
    for (auto it = known_.begin(); it != known_.end();) {
      const auto& [id, known] = *it;
      if (HasDelivery(id)) {
        EXPECT_TRUE(HasCall(known.call_id)) << known.call_id;
        ++it;
        continue;
      }
      EXPECT_TRUE(known.ended);
      EXPECT_GE(clock_.Now(), known.end + options_.retention);
      it = known_.erase(it);
    }
  }

  std::mt19937 random_;
  int64_t sequence_ = 100;  // above those of EndCall()
  std::map<DeliveryId, Known> known_;
};

TEST_P(RetentionPropertyTest, KeepsEverythingForItsTimeAndNoLonger) {
  random_.seed(GetParam());
  options_.retention = absl::Hours(2);
  options_.call_close_timeout = absl::Minutes(20 + 200 * Pick(2));
  options_.piece_entries = 1 + Pick(6);
  options_.piece_changes = 1 + Pick(12);
  RestartSweeper();
  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    Act();
    Check();
  }
  for (auto& [id, known] : known_) {
    if (known.ended) continue;
    EndDelivery(id);
    known.ended = true;
    known.end = clock_.Now();
  }
  for (int i = 0; i < 24; ++i) {
    ASSERT_TRUE(Sweep());
    clock_.Advance(absl::Minutes(30));
    Check();
  }
  EXPECT_EQ(CountKept(), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RetentionPropertyTest, ::testing::Range(0, 24));

}  // namespace
}  // namespace gancho::service
