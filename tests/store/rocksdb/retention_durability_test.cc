// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The retention on a disk that fails, or loses power, at every point of it.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "delivery/revival_guard.h"
#include "gancho/v1/delivery.pb.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "service/retention_sweeper.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "tests/store/rocksdb/faulty_file_system.h"
#include "tests/testing/intake_fixture.h"
#include "tests/testing/temp_directory.h"

namespace gancho::service {
namespace {

using gancho::testing::Fault;
using gancho::testing::FaultyFileSystem;
using store::DeliveryId;
using store::Table;

constexpr int kCalls = 24;

// A node without gRPC and engine: a ledger, its committer, the intake and the
// retention.
class Node {
 public:
  Node(const std::string& path, testing::ManualClock* clock, rocksdb::Env* env)
      : clock_(clock) {
    catalog_.AddAccount(1, "a");
    catalog_.AddEvent(1, 11, "crm", "hello");
    catalog_.AddTrigger(1, "on-start", v1::CallState::START, 11);
    auto ledger = store::RocksdbLedger::Open(path, {.env = env});
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    ledger_ = *std::move(ledger);
    committer_ = std::make_unique<store::Committer>(ledger_.get(),
                                                    store::CommitterOptions());
    auto intake = Intake::Create(
        {}, {.ledger = ledger_.get(),
             .committer = committer_.get(),
             .catalog = &catalog_,
             .engine = &engine_,
             .clock = clock_,
             .random = [state = uint64_t{0}]() mutable { return ++state; }});
    EXPECT_TRUE(intake.ok()) << intake.status();
    intake_ = *std::move(intake);
    RetentionOptions options;
    options.retention = absl::Minutes(30);
    options.call_close_timeout = absl::Minutes(10);
    options.piece_entries = 5;
    RetentionParts parts;
    parts.ledger = ledger_.get();
    parts.committer = committer_.get();
    parts.clock = clock_;
    parts.revivals = &revivals_;
    parts.list_accounts = [this] {
      return std::vector{catalog_.FindAccount("a")};
    };
    parts.sweep_calls = [this](CallSweepRequest request) {
      intake_->Sweep(std::move(request));
    };
    auto sweeper = RetentionSweeper::Create(options, std::move(parts));
    EXPECT_TRUE(sweeper.ok()) << sweeper.status();
    sweeper_ = *std::move(sweeper);
  }

  void Report(const std::string& call_id, v1::CallState::State state) {
    google::protobuf::RepeatedPtrField<v1::CallState> states;
    states.Add()->set_call_id(call_id);
    states[0].set_state(state);
    absl::Notification done;
    IntakeMessage message;
    message.account = catalog_.FindAccount("a");
    message.states = &states;
    message.done = [&done](IntakeResult result) {
      EXPECT_TRUE(result.status.ok()) << result.status;
      done.Notify();
    };
    ASSERT_EQ(intake_->TrySubmit(message), Intake::Admission::kTaken);
    done.WaitForNotification();
  }

  // Two of three deliveries end, and every second call does.
  void Fill() {
    for (int i = 0; i < kCalls; ++i) {
      Report("c" + std::to_string(i), v1::CallState::START);
      if (i % 2 == 0) Report("c" + std::to_string(i), v1::CallState::END);
    }
    store::Batch batch;
    const auto accepted = engine_.accepted();
    for (size_t i = 0; i < accepted.size(); ++i) {
      if (i % 3 == 0) continue;
      store::StatusRecord status;
      status.set_state(v1::Delivery::DELIVERED);
      status.set_attempt_count(1);
      status.mutable_last_attempt()->set_number(1);
      status.set_end_time_us(absl::ToUnixMicros(clock_->Now()));
      batch.Delete(Table::kReady, store::ReadyKey(11, accepted[i].id));
      batch.Put(Table::kStatus, store::DeliveryKey(1, accepted[i].id),
                status.SerializeAsString());
    }
    ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  }

  absl::Status Sweep(RetentionSweeper::Pause pause) {
    return sweeper_->RunPass(pause);
  }

  int Count(Table table) const {
    int count = 0;
    for (auto scan = ledger_->NewScan(table, {}); scan->Valid(); scan->Next()) {
      ++count;
    }
    return count;
  }

  // Everything that is pending has all that belongs to it, and nothing is left
  // of what is gone.
  void Check() const {
    EXPECT_EQ(Count(Table::kReady), kCalls / 3);
    EXPECT_EQ(Count(Table::kCall), Count(Table::kCallTime));
    for (auto scan = ledger_->NewScan(Table::kReady, {}); scan->Valid();
         scan->Next()) {
      uint64_t uid;
      DeliveryId id;
      ASSERT_TRUE(store::ReadReadyKey(scan->key(), &uid, &id));
      const auto value =
          ledger_->Get(Table::kDelivery, store::DeliveryKey(1, id));
      ASSERT_TRUE(value.ok()) << id.ToString();
      store::DeliveryRecord record;
      ASSERT_TRUE(record.ParseFromString(*value));
      EXPECT_TRUE(
          ledger_->Get(Table::kCall, store::CallKey(0, 1, record.call_id()))
              .ok());
    }
    for (auto scan = ledger_->NewScan(Table::kStatus, {}); scan->Valid();
         scan->Next()) {
      EXPECT_TRUE(ledger_->Get(Table::kDelivery, scan->key()).ok());
    }
  }

 private:
  testing::ManualClock* const clock_;
  testing::WrittenCatalog catalog_;
  testing::RecordingEngine engine_;
  delivery::RevivalGuard revivals_;
  std::unique_ptr<store::RocksdbLedger> ledger_;
  std::unique_ptr<store::Committer> committer_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<RetentionSweeper> sweeper_;
};

bool GoOn(absl::Duration) { return true; }

// One run with a failure before piece `failure`, power loss, and another run.
// False if the first run had fewer pieces.
bool FailsAndGoesOn(int failure, Fault fault, uint64_t kept_bytes) {
  testing::TempDirectory directory;
  const auto files = std::make_shared<FaultyFileSystem>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
  testing::ManualClock clock;
  const std::string path = directory.path() + "/ledger";
  const std::string copy = directory.path() + "/copy";
  bool failed = false;
  {
    Node node(path, &clock, env.get());
    node.Fill();
    // First what is open is closed, then what is closed is removed.
    for (int pass = 0, piece = 0; pass < 3 && !failed; ++pass) {
      clock.Advance(absl::Minutes(25));
      failed = !node.Sweep([&](absl::Duration) {
                      if (++piece == failure) {
                        files->SetFault(fault, /*log_only=*/true);
                      }
                      return true;
                    })
                    .ok();
    }
    files->CopyAfterPowerLoss(path, copy, kept_bytes);
    files->SetFault(Fault::kNone);
  }
  Node again(copy, &clock, nullptr);
  again.Check();
  for (int pass = 0; pass < 8; ++pass) {
    EXPECT_TRUE(again.Sweep(GoOn).ok());
    clock.Advance(absl::Minutes(25));
    again.Check();
  }
  EXPECT_EQ(again.Count(Table::kDelivery), kCalls / 3);
  EXPECT_EQ(again.Count(Table::kCall), kCalls / 3);
  EXPECT_EQ(again.Count(Table::kHeld), kCalls / 3);
  EXPECT_EQ(again.Count(Table::kStatus), 0);
  return failed;
}

// Each kind of failure at every fourth piece, and together at most of them.
TEST(RetentionDurabilityTest, GoesOnAfterAPowerLossAtAnyPoint) {
  constexpr int kStep = 4;
  int failures = 0;
  int first = 0;
  for (const auto& [fault, kept_bytes] :
       {std::pair(Fault::kSyncError, uint64_t{100}),
        std::pair(Fault::kAppendError, uint64_t{0}),
        std::pair(Fault::kSyncError, uint64_t{1} << 20)}) {
    for (int i = ++first; FailsAndGoesOn(i, fault, kept_bytes); i += kStep) {
      ++failures;
      if (::testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(failures, 6);
}

}  // namespace
}  // namespace gancho::service
