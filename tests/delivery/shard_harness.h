// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_DELIVERY_SHARD_HARNESS_H_
#define GANCHO_TESTS_DELIVERY_SHARD_HARNESS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "delivery/pending_count.h"
#include "delivery/shard.h"
#include "store/committer.h"
#include "store/delivery_id.h"
#include "store/key.h"
#include "store/memory_ledger.h"
#include "tests/testing/fake_transport.h"
#include "tests/testing/sim_clock.h"
#include "tests/testing/sim_loop.h"

namespace gancho::delivery {

inline constexpr uint64_t kAccountUid = 7;

// One shard on a ledger in memory, with simulated time and destinations.
class ShardHarness : public EngineObserver {
 public:
  using Destination = testing::FakeSender::Destination;

  explicit ShardHarness(Destination destination, ShardOptions options = {});
  ~ShardHarness() override;

  // Ends the shard as kill -9 does, and starts another on the same ledger.
  void Restart();

  // An event as SetEvent() takes it; change `policy` before passing it on.
  std::shared_ptr<EventRuntime> MakeEvent(uint64_t uid,
                                          uint64_t account_uid = kAccountUid);
  void SetEvent(std::shared_ptr<const EventRuntime> event);

  // What the intake does: commits the deliveries, then hands them over, the
  // latter only with `tell`; Tell() does it later.
  std::vector<store::DeliveryId> Accept(
      uint64_t event_uid, const std::vector<std::string>& call_ids,
      absl::Duration expire_after = absl::ZeroDuration(), bool tell = true,
      uint64_t account_uid = kAccountUid);

  void Tell();

  store::StatusRecord Status(const store::DeliveryId& id,
                             uint64_t account_uid = kAccountUid) const;
  int CountTable(store::Table table) const;
  // What the engine does every second with the expiry index.
  void ExpireDue();
  // What is wrong with the ledger, see store::CheckLedger(), or with its
  // expiry index; empty if nothing.
  std::string CheckTables() const;
  // What the shard takes for pending, of all events.
  int64_t CountPending();

  void RunFor(absl::Duration duration) { loop.RunFor(duration); }

  void OnChange(const DeliveryChange& change) override {
    changes.push_back(change);
  }
  void OnDisable(uint64_t, const std::string&, const std::string& event_id,
                 const std::string& reason) override {
    disabled[event_id] = reason;
  }

  testing::SimClock clock;
  store::MemoryLedger ledger;
  store::Committer committer{&ledger, {}};
  testing::SimLoop loop{&clock, &committer};
  std::unique_ptr<testing::FakeSender> sender;
  testing::FakePreparer preparer;
  std::unique_ptr<PendingCount> pending_at_start;
  RevivalGuard revivals;
  std::unique_ptr<Shard> shard;
  std::vector<DeliveryChange> changes;
  std::map<std::string, std::string> disabled;

 private:
  void StartShard();
  std::string CheckExpiries() const;

  const Destination destination_;
  const ShardOptions options_;
  std::vector<AcceptedDelivery> untold_;
  uint64_t random_ = 1;
  store::DeliveryIdGenerator ids_;
  std::map<uint64_t, std::shared_ptr<const EventRuntime>> events_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_TESTS_DELIVERY_SHARD_HARNESS_H_
