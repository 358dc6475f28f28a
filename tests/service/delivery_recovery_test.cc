// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_recovery.h"

#include <optional>

#include "gmock/gmock.h"
#include "service/delivery_conversion.h"
#include "tests/testing/delivery_fixture.h"

namespace gancho::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Remembers what is to be retried; answers at once or when told.
class RetryingEngine final : public delivery::Engine {
 public:
  void Retry(uint64_t, uint64_t, store::DeliveryId id, Done done) override {
    retried.push_back(id);
    if (holds) {
      held.push_back(std::move(done));
    } else {
      done(answer);
    }
  }
  void SetEvent(std::shared_ptr<const delivery::EventRuntime>) override {}
  void RemoveEvent(uint64_t, std::string, absl::AnyInvocable<void()>) override {
  }
  void Start() override {}
  void Accept(std::vector<delivery::AcceptedDelivery>) override {}
  void SendOnce(std::shared_ptr<const delivery::EventRuntime>,
                store::DeliveryId,
                std::shared_ptr<const store::RenderedRequest>,
                absl::AnyInvocable<void(store::AttemptRecord)>) override {}
  void Cancel(uint64_t, uint64_t, store::DeliveryId, std::string,
              Done) override {}
  void GetStats(
      uint64_t,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)>) override {}
  void Drain(absl::Duration) override {}
  Stats stats() const override { return {}; }

  bool holds = false;
  absl::Status answer;
  std::vector<store::DeliveryId> retried;
  std::vector<Done> held;
};

class FixedClock final : public store::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Duration Steady() const override { return absl::ZeroDuration(); }
  absl::Time now;
};

class DeliveryRecoveryTest : public testing::DeliveryFixture {
 protected:
  DeliveryRecoveryTest() {
    request_.set_parent("accounts/default");
    *request_.mutable_start_time() = ToTimestamp(absl::ToUnixMicros(now_));
  }

  store::DeliveryId AddFailed() {
    const auto id = AddDelivery(1, "call");
    SetState(1, id, v1::Delivery::FAILED);
    return id;
  }

  absl::StatusOr<v1::RecoverDeliveriesResponse> Run() {
    clock_.now = now_ + absl::Seconds(1);
    std::optional<absl::StatusOr<v1::RecoverDeliveriesResponse>> result;
    recovery_.Run(request_, [&](auto answer) { result = std::move(answer); });
    return result.value_or(absl::DeadlineExceededError("no answer yet"));
  }

  DeliveryReader reader_{&ledger_, &catalog_, 1};
  RetryingEngine engine_;
  FixedClock clock_;
  DeliveryRecovery recovery_{&reader_, &engine_, &clock_};
  v1::RecoverDeliveriesRequest request_;
};

TEST_F(DeliveryRecoveryTest, RetriesWhatFailedOldestFirst) {
  const auto first = AddFailed();
  AddDelivery(1, "pending");
  SetState(1, AddDelivery(1, "delivered"), v1::Delivery::DELIVERED);
  const auto second = AddFailed();
  SetState(2, AddDelivery(2, "of another account"), v1::Delivery::FAILED);
  const auto response = Run();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(engine_.retried, ElementsAre(first, second));
  EXPECT_EQ(response->recovered_count(), 2);
  EXPECT_EQ(response->examined_count(), 4);
  EXPECT_THAT(response->next_page_token(), IsEmpty());
}

TEST_F(DeliveryRecoveryTest, LeavesDeliveredAndPendingAloneWhateverTheFilter) {
  AddDelivery(1, "pending");
  SetState(1, AddDelivery(1, "delivered"), v1::Delivery::DELIVERED);
  const auto expired = AddDelivery(1, "expired");
  SetState(1, expired, v1::Delivery::EXPIRED);
  request_.set_filter("attempt_count >= 0");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(engine_.retried, ElementsAre(expired));
}

TEST_F(DeliveryRecoveryTest, GoesOnFromTokenToTheEndOfTheFirstCall) {
  const auto first = AddFailed();
  const auto second = AddFailed();
  const auto third = AddFailed();
  request_.set_page_size(2);
  auto response = Run();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(engine_.retried, ElementsAre(first, second));
  ASSERT_FALSE(response->next_page_token().empty());

  now_ += absl::Minutes(1);
  AddFailed();  // after the first call, so not of its range
  request_.set_page_token(response->next_page_token());
  response = Run();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(engine_.retried, ElementsAre(first, second, third));
  EXPECT_THAT(response->next_page_token(), IsEmpty());
}

TEST_F(DeliveryRecoveryTest, HoldsFewRetriesUnderWayAndAnswersAfterTheLast) {
  for (int i = 0; i < 200; ++i) AddFailed();
  engine_.holds = true;
  clock_.now = now_ + absl::Seconds(1);
  bool answered = false;
  int64_t recovered = 0;
  recovery_.Run(request_, [&](auto answer) {
    answered = true;
    recovered = answer->recovered_count();
  });
  EXPECT_EQ(engine_.held.size(), 64u);
  for (size_t i = 0; i < 200; ++i) {
    EXPECT_FALSE(answered);
    ASSERT_LT(i, engine_.held.size());
    auto done = std::move(engine_.held[i]);
    done(absl::OkStatus());
  }
  EXPECT_TRUE(answered);
  EXPECT_EQ(recovered, 200);
}

TEST_F(DeliveryRecoveryTest, ChangesNothingWhenValidating) {
  AddFailed();
  request_.set_validate_only(true);
  const auto response = Run();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recovered_count(), 1);
  EXPECT_THAT(engine_.retried, IsEmpty());
}

TEST_F(DeliveryRecoveryTest, SaysWhatIsWrongWithTheRange) {
  request_.clear_start_time();
  EXPECT_TRUE(absl::IsInvalidArgument(Run().status()));
  *request_.mutable_start_time() = ToTimestamp(2'000'000);
  *request_.mutable_end_time() = ToTimestamp(1'000'000);
  EXPECT_TRUE(absl::IsInvalidArgument(Run().status()));
}

TEST_F(DeliveryRecoveryTest, FailsWhenTheLedgerDoes) {
  AddFailed();
  engine_.answer = absl::UnavailableError("disk");
  EXPECT_TRUE(absl::IsUnavailable(Run().status()));
}

}  // namespace
}  // namespace gancho::service
