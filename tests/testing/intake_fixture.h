// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_INTAKE_FIXTURE_H_
#define GANCHO_TESTS_TESTING_INTAKE_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/engine.h"
#include "delivery/language/request_template.h"
#include "gtest/gtest.h"
#include "service/catalog.h"
#include "service/intake.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/key.h"
#include "tests/testing/scripted_ledger.h"

namespace gancho::testing {

// A clock that a test moves. Thread-safe.
class ManualClock final : public store::Clock {
 public:
  absl::Time Now() const override {
    absl::MutexLock lock(&mu_);
    return now_;
  }
  absl::Duration Steady() const override {
    absl::MutexLock lock(&mu_);
    return now_ - kStart - jumped_;
  }
  // Moves the wall clock alone, in either direction.
  void Jump(absl::Duration by) {
    absl::MutexLock lock(&mu_);
    now_ += by;
    jumped_ += by;
  }
  void Advance(absl::Duration by) {
    absl::MutexLock lock(&mu_);
    now_ += by;
  }

  static inline const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

 private:
  mutable absl::Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_) = kStart;
  absl::Duration jumped_ ABSL_GUARDED_BY(mu_);
};

// Definitions that a test writes down. Not changed while it is in use, except
// through SetEventState() and RemoveAccount().
class WrittenCatalog final : public service::Catalog {
 public:
  void AddAccount(uint64_t uid, const std::string& id) {
    auto account = std::make_shared<service::AccountDefinition>();
    account->uid = uid;
    account->account.set_name("accounts/" + id);
    account->time_zone = absl::UTCTimeZone();
    absl::MutexLock lock(&mu_);
    accounts_[id] = std::move(account);
  }

  void RemoveAccount(const std::string& id) {
    absl::MutexLock lock(&mu_);
    accounts_.erase(id);
  }

  // `text` is the template of a text body.
  void AddEvent(uint64_t account_uid, uint64_t uid, const std::string& id,
                const std::string& text, bool ordered = true) {
    v1::Request request;
    request.set_method(v1::Request::POST);
    request.set_url("https://receiver.example/hook");
    request.set_text(text);
    delivery::FieldProblems problems;
    auto event = std::make_shared<service::EventDefinition>();
    event->uid = uid;
    event->event.set_name("accounts/a/events/" + id);
    event->request = delivery::RequestTemplate::Compile(request, &problems);
    EXPECT_NE(event->request, nullptr) << problems.front().description;
    auto runtime = std::make_shared<delivery::EventRuntime>();
    runtime->uid = uid;
    runtime->account_uid = account_uid;
    runtime->event_id = id;
    runtime->policy.ordered = ordered;
    event->runtime = std::move(runtime);
    absl::MutexLock lock(&mu_);
    events_[uid] = std::move(event);
  }

  void SetEventState(uint64_t uid, v1::Event::State state,
                     const std::string& reason) {
    absl::MutexLock lock(&mu_);
    auto event = std::make_shared<service::EventDefinition>(*events_.at(uid));
    auto runtime = std::make_shared<delivery::EventRuntime>(*event->runtime);
    runtime->state = state;
    runtime->state_reason = reason;
    event->runtime = std::move(runtime);
    events_[uid] = std::move(event);
  }

  void AddTrigger(uint64_t account_uid, const std::string& id,
                  v1::CallState::State state, uint64_t event_uid,
                  absl::Duration expire_after = absl::ZeroDuration()) {
    auto trigger = std::make_shared<service::TriggerDefinition>();
    trigger->trigger.set_name("accounts/a/triggers/" + id);
    if (expire_after > absl::ZeroDuration()) {
      trigger->trigger.mutable_expire_after()->set_seconds(
          absl::ToInt64Seconds(expire_after));
    }
    absl::MutexLock lock(&mu_);
    triggers_.push_back({account_uid, state, event_uid, std::move(trigger)});
  }

  std::shared_ptr<const service::AccountDefinition> FindAccount(
      std::string_view account_id) const override {
    absl::MutexLock lock(&mu_);
    const auto found = accounts_.find(account_id);
    return found == accounts_.end() ? nullptr : found->second;
  }
  std::shared_ptr<const service::AccountDefinition> FindAccountByUid(
      uint64_t account_uid) const override {
    absl::MutexLock lock(&mu_);
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
  void FindMatches(uint64_t account_uid, const v1::Call& /*call*/,
                   v1::CallState::State state,
                   std::vector<service::Match>* matches) const override {
    absl::MutexLock lock(&mu_);
    for (const Rule& rule : triggers_) {
      if (rule.account_uid != account_uid || rule.state != state) continue;
      matches->push_back({rule.trigger, events_.at(rule.event_uid)});
    }
  }

 private:
  struct Rule {
    uint64_t account_uid;
    v1::CallState::State state;
    uint64_t event_uid;
    std::shared_ptr<const service::TriggerDefinition> trigger;
  };

  mutable absl::Mutex mu_;
  std::map<std::string, std::shared_ptr<service::AccountDefinition>,
           std::less<>>
      accounts_ ABSL_GUARDED_BY(mu_);
  std::map<uint64_t, std::shared_ptr<const service::EventDefinition>> events_
      ABSL_GUARDED_BY(mu_);
  std::vector<Rule> triggers_ ABSL_GUARDED_BY(mu_);
};

// An engine that only remembers what it was given. Thread-safe.
class RecordingEngine final : public delivery::Engine {
 public:
  std::vector<delivery::AcceptedDelivery> accepted() const {
    absl::MutexLock lock(&mu_);
    return accepted_;
  }
  // The bodies in the order of acceptance.
  std::vector<std::string> bodies() const {
    std::vector<std::string> bodies;
    for (const auto& delivery : accepted()) {
      bodies.push_back(delivery.record->request().body());
    }
    return bodies;
  }

  void Accept(std::vector<delivery::AcceptedDelivery> deliveries) override {
    absl::MutexLock lock(&mu_);
    for (auto& delivery : deliveries) accepted_.push_back(std::move(delivery));
  }
  void SetEvent(std::shared_ptr<const delivery::EventRuntime>) override {}
  void RemoveEvent(uint64_t, std::string, absl::AnyInvocable<void()>) override {
  }
  void Start() override {}
  void SendOnce(std::shared_ptr<const delivery::EventRuntime>,
                store::DeliveryId,
                std::shared_ptr<const store::RenderedRequest>,
                absl::AnyInvocable<void(store::AttemptRecord)>) override {}
  void Retry(uint64_t, uint64_t, store::DeliveryId, Done) override {}
  void Cancel(uint64_t, uint64_t, store::DeliveryId, std::string,
              Done) override {}
  void GetStats(
      uint64_t,
      absl::AnyInvocable<void(absl::Status, v1::EventStats)>) override {}
  void Drain(absl::Duration) override {}
  Stats stats() const override { return {}; }

 private:
  mutable absl::Mutex mu_;
  std::vector<delivery::AcceptedDelivery> accepted_ ABSL_GUARDED_BY(mu_);
};

// An intake over a ledger that can be held back and made to fail. Account "a"
// has uid 1, "b" has uid 2; nothing else is defined.
class IntakeFixture : public ::testing::Test {
 protected:
  IntakeFixture() {
    catalog_.AddAccount(1, "a");
    catalog_.AddAccount(2, "b");
    Open();
  }

  // Makes committer and intake, on what the ledger holds.
  void Open(service::IntakeOptions options = {}) {
    Close();
    committer_ =
        std::make_unique<store::Committer>(&ledger_, store::CommitterOptions());
    auto intake = service::Intake::Create(
        options, {.ledger = &ledger_,
                  .committer = committer_.get(),
                  .catalog = &catalog_,
                  .engine = &engine_,
                  .clock = &clock_,
                  .random =
                      [state = uint64_t{0}]() mutable {
                        return state += 0x9e3779b97f4a7c15;
                      },
                  .call_observer = call_observer_});
    ASSERT_TRUE(intake.ok()) << intake.status();
    intake_ = *std::move(intake);
  }

  void Close() {
    intake_.reset();
    committer_.reset();
  }

  static v1::CallState State(const std::string& call_id,
                             v1::CallState::State state, int64_t sequence) {
    v1::CallState result;
    result.set_call_id(call_id);
    result.set_state(state);
    result.set_sequence(sequence);
    return result;
  }

  // The answer of one message, when it comes.
  class Answer {
   public:
    const service::IntakeResult& Await() {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(&done_));
      return result_;
    }
    bool done() const {
      absl::MutexLock lock(&mu_);
      return done_;
    }
    void Set(service::IntakeResult result) {
      absl::MutexLock lock(&mu_);
      result_ = std::move(result);
      done_ = true;
    }

   private:
    mutable absl::Mutex mu_;
    bool done_ ABSL_GUARDED_BY(mu_) = false;
    service::IntakeResult result_ ABSL_GUARDED_BY(mu_);
  };

  // Submits; the message must be taken.
  std::shared_ptr<Answer> Submit(const std::vector<v1::CallState>& states,
                                 const std::string& account = "a") {
    auto answer = std::make_shared<Answer>();
    service::IntakeMessage message = Message(states, account);
    message.done = [answer](service::IntakeResult result) {
      answer->Set(std::move(result));
    };
    EXPECT_EQ(intake_->TrySubmit(message), service::Intake::Admission::kTaken);
    return answer;
  }

  service::IntakeMessage Message(const std::vector<v1::CallState>& states,
                                 const std::string& account = "a") {
    auto storage =
        std::make_shared<google::protobuf::RepeatedPtrField<v1::CallState>>();
    service::IntakeMessage message;
    for (const v1::CallState& state : states) {
      *storage->Add() = state;
      message.size_bytes += state.ByteSizeLong();
    }
    message.account = catalog_.FindAccount(account);
    message.states = storage.get();
    message.storage = std::move(storage);
    message.wants_deliveries = true;
    message.done = [](service::IntakeResult) {};
    return message;
  }

  store::CallRecord StoredCall(const std::string& call_id) {
    store::CallRecord record;
    const auto value =
        ledger_.Get(store::Table::kCall, store::CallKey(0, 1, call_id));
    EXPECT_TRUE(value.ok()) << value.status();
    EXPECT_TRUE(record.ParseFromString(value.value_or("\xff")));
    return record;
  }

  int Count(store::Table table) {
    int count = 0;
    const auto scan = ledger_.NewScan(table, {});
    for (; scan->Valid(); scan->Next()) ++count;
    return count;
  }

  ManualClock clock_;
  ScriptedLedger ledger_;
  WrittenCatalog catalog_;
  RecordingEngine engine_;
  service::CallObserver* call_observer_ = nullptr;
  std::unique_ptr<store::Committer> committer_;
  std::unique_ptr<service::Intake> intake_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_INTAKE_FIXTURE_H_
