// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_DELIVERY_FIXTURE_H_
#define GANCHO_TESTS_TESTING_DELIVERY_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gancho/v1/delivery.pb.h"
#include "gtest/gtest.h"
#include "service/catalog.h"
#include "store/delivery_id.h"
#include "store/key.h"
#include "store/memory_ledger.h"

namespace gancho::testing {

// A catalog that only knows accounts.
class AccountCatalog final : public service::Catalog {
 public:
  void Add(uint64_t uid, const std::string& id) {
    auto account = std::make_shared<service::AccountDefinition>();
    account->uid = uid;
    account->account.set_name("accounts/" + id);
    accounts_[id] = std::move(account);
  }

  std::shared_ptr<const service::AccountDefinition> FindAccount(
      std::string_view account_id) const override {
    const auto found = accounts_.find(account_id);
    return found == accounts_.end() ? nullptr : found->second;
  }
  std::shared_ptr<const service::AccountDefinition> FindAccountByUid(
      uint64_t account_uid) const override {
    for (const auto& [id, account] : accounts_) {
      if (account->uid == account_uid) return account;
    }
    return nullptr;
  }
  std::shared_ptr<const service::EventDefinition> FindEvent(
      uint64_t, std::string_view) const override {
    return nullptr;
  }
  std::shared_ptr<const service::TriggerDefinition> FindTrigger(
      uint64_t, std::string_view) const override {
    return nullptr;
  }
  void FindMatches(uint64_t, const v1::Call&, v1::CallState::State,
                   std::vector<service::Match>*) const override {}

 private:
  std::map<std::string, std::shared_ptr<service::AccountDefinition>,
           std::less<>>
      accounts_;
};

// A ledger in memory with accounts and deliveries that a test puts there.
class DeliveryFixture : public ::testing::Test {
 protected:
  static constexpr uint64_t kEventUid = 77;

  DeliveryFixture() {
    AddAccount(1, "default");
    AddAccount(2, "other");
  }

  void AddAccount(uint64_t uid, const std::string& id) {
    catalog_.Add(uid, id);
    store::AccountRecord record;
    record.set_uid(uid);
    Put(store::Table::kAccount, store::AccountKey(id), record);
  }

  // Accepted one second after the one before.
  store::DeliveryId AddDelivery(uint64_t account_uid,
                                const std::string& call_id,
                                const std::string& body = "hello") {
    now_ += absl::Seconds(1);
    const store::DeliveryId id = ids_.Next(now_);
    store::DeliveryRecord record;
    record.set_event_uid(kEventUid);
    record.set_event_id("crm");
    record.set_trigger_id("on-start");
    record.set_call_id(call_id);
    record.set_call_state(v1::CallState::START);
    record.set_create_time_us(absl::ToUnixMicros(now_));
    record.mutable_request()->set_method("POST");
    record.mutable_request()->set_tls(true);
    record.mutable_request()->set_host("crm.example.com");
    record.mutable_request()->set_port(443);
    record.mutable_request()->set_target("/notes");
    record.mutable_request()->set_body(body);
    Put(store::Table::kDelivery, store::DeliveryKey(account_uid, id), record);
    return id;
  }

  void SetState(uint64_t account_uid, const store::DeliveryId& id,
                v1::Delivery::State state, int attempts = 1) {
    store::StatusRecord status;
    status.set_state(state);
    status.set_attempt_count(attempts);
    if (state != v1::Delivery::PENDING) {
      status.set_end_time_us(absl::ToUnixMicros(now_));
      *status.mutable_last_attempt() = Attempt(attempts);
    }
    Put(store::Table::kStatus, store::DeliveryKey(account_uid, id), status);
  }

  void AddAttempt(uint64_t account_uid, const store::DeliveryId& id,
                  const store::AttemptRecord& attempt) {
    Put(store::Table::kAttempt,
        store::AttemptKey(account_uid, id, attempt.number()), attempt);
  }

  static store::AttemptRecord Attempt(int number) {
    store::AttemptRecord attempt;
    attempt.set_number(number);
    attempt.set_start_time_us(1'000'000);
    attempt.set_duration_us(12'345);
    attempt.set_dns_us(-1);
    attempt.set_connect_us(200);
    attempt.set_retry_after_us(-1);
    attempt.set_status_code(500);
    attempt.set_outcome(v1::Attempt::RETRY);
    return attempt;
  }

  template <typename Record>
  void Put(store::Table table, const std::string& key, const Record& record) {
    store::Batch batch;
    batch.Put(table, key, record.SerializeAsString());
    batch.set_number(ledger_.applied_batch() + 1);
    ASSERT_TRUE(ledger_.Apply(batch).ok());
  }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  store::MemoryLedger ledger_;
  AccountCatalog catalog_;

 private:
  store::DeliveryIdGenerator ids_{0, store::DeliveryId(), [] { return 7; }};
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_DELIVERY_FIXTURE_H_
