// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_REVIVAL_GUARD_H_
#define GANCHO_DELIVERY_REVIVAL_GUARD_H_

#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "store/delivery_id.h"

namespace gancho::delivery {

// Keeps two from each other that change ended deliveries: the engine, which
// makes one pending again (RetryDelivery), and the retention, which removes
// it. Each decides by what it reads and writes a moment later; a delivery that
// one of them has in hand is left alone by the other. Thread-safe.
class RevivalGuard {
 public:
  // False while `id` is being swept: try again later. Otherwise the delivery
  // is the caller's, to be read and changed, until EndRevival().
  bool BeginRevival(const store::DeliveryId& id) {
    absl::MutexLock lock(&mu_);
    if (swept_.contains(id)) return false;
    revived_.insert(id);
    return true;
  }
  // What was changed is durable, or nothing was.
  void EndRevival(const store::DeliveryId& id) {
    absl::MutexLock lock(&mu_);
    revived_.erase(id);
  }

  // Takes `ids` in hand until EndSweep(), and returns those that are being
  // revived: whatever the ledger says, they count as pending. What is to be
  // swept is judged by what is read afterwards. One sweep at a time.
  absl::flat_hash_set<store::DeliveryId> BeginSweep(
      const std::vector<store::DeliveryId>& ids) {
    absl::flat_hash_set<store::DeliveryId> revived;
    absl::MutexLock lock(&mu_);
    for (const store::DeliveryId& id : ids) {
      if (revived_.contains(id)) {
        revived.insert(id);
      } else {
        swept_.insert(id);
      }
    }
    return revived;
  }
  void EndSweep() {
    absl::MutexLock lock(&mu_);
    swept_.clear();
  }

 private:
  absl::Mutex mu_;
  absl::flat_hash_set<store::DeliveryId> revived_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_set<store::DeliveryId> swept_ ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_REVIVAL_GUARD_H_
