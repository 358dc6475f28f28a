// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_RETENTION_FIXTURE_H_
#define GANCHO_TESTS_TESTING_RETENTION_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delivery/revival_guard.h"
#include "gancho/v1/delivery.pb.h"
#include "service/retention_sweeper.h"
#include "tests/testing/intake_fixture.h"

namespace gancho::testing {

// A sweeper beside a real intake. Deliveries stay pending until a test ends
// them. Account "a" (uid 1) has a trigger on START, whose event has uid 11.
class RetentionFixture : public IntakeFixture {
 protected:
  static constexpr absl::Duration kRetention = absl::Hours(24 * 30);

  RetentionFixture() {
    catalog_.AddEvent(1, 11, "crm", "hello");
    catalog_.AddTrigger(1, "on-start", v1::CallState::START, 11);
    options_.retention = kRetention;
    accounts_ = {catalog_.FindAccount("a"), catalog_.FindAccount("b")};
    RestartSweeper();
  }

  // As a process does that has just begun.
  void RestartSweeper() {
    service::RetentionParts parts;
    parts.ledger = &ledger_;
    parts.committer = committer_.get();
    parts.clock = &clock_;
    parts.revivals = &revivals_;
    parts.list_accounts = [this] { return accounts_; };
    parts.sweep_calls = [this](service::CallSweepRequest request) {
      intake_->Sweep(std::move(request));
    };
    auto sweeper = service::RetentionSweeper::Create(options_, parts);
    ASSERT_TRUE(sweeper.ok()) << sweeper.status();
    sweeper_ = *std::move(sweeper);
  }

  // A pass to its end. False if it failed.
  bool Sweep() {
    return sweeper_->RunPass([](absl::Duration) { return true; }).ok();
  }

  // The delivery of a call that STARTs.
  store::DeliveryId StartCall(const std::string& call_id) {
    const auto answer = Submit({State(call_id, v1::CallState::START, 1)});
    const auto& result = answer->Await();
    EXPECT_EQ(result.deliveries.size(), 1u);
    return result.deliveries.empty() ? store::DeliveryId()
                                     : result.deliveries[0];
  }
  void EndCall(const std::string& call_id, const std::string& account = "a") {
    Submit({State(call_id, v1::CallState::END, 2)}, account)->Await();
  }

  // What the engine does when a delivery ends.
  void EndDelivery(const store::DeliveryId& id, int attempts = 1) {
    store::StatusRecord status;
    status.set_state(v1::Delivery::FAILED);
    status.set_attempt_count(attempts);
    status.set_end_time_us(absl::ToUnixMicros(clock_.Now()));
    status.mutable_last_attempt()->set_number(attempts);
    store::Batch batch;
    batch.Delete(store::Table::kReady, store::ReadyKey(11, id));
    const std::string key = store::DeliveryKey(1, id);
    batch.Put(store::Table::kStatus, key, status.SerializeAsString());
    for (int number = 1; number < attempts; ++number) {
      batch.Put(store::Table::kAttempt, store::AttemptKey(1, id, number), "");
    }
    EXPECT_TRUE(committer_->Commit(std::move(batch)).ok());
  }

  bool HasDelivery(const store::DeliveryId& id) {
    return ledger_.Get(store::Table::kDelivery, store::DeliveryKey(1, id)).ok();
  }
  bool HasCall(const std::string& call_id) {
    return ledger_.Get(store::Table::kCall, store::CallKey(0, 1, call_id)).ok();
  }
  // Entries of calls and deliveries, and of what the retention keeps of them.
  int CountKept() {
    int count = 0;
    for (int table = static_cast<int>(store::Table::kRequest);
         table < store::kTableCount; ++table) {
      count += Count(static_cast<store::Table>(table));
    }
    return count;
  }

  service::RetentionOptions options_;
  delivery::RevivalGuard revivals_;
  std::vector<std::shared_ptr<const service::AccountDefinition>> accounts_;
  std::unique_ptr<service::RetentionSweeper> sweeper_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_RETENTION_FIXTURE_H_
