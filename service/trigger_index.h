// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_TRIGGER_INDEX_H_
#define GANCHO_SERVICE_TRIGGER_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "gancho/v1/call.pb.h"
#include "service/catalog.h"

namespace gancho::service {

// The enabled triggers of one account, so that finding those that match a call
// costs what matches and not what is registered. A trigger is kept once for
// each of its states, under one equality that its filter demands (direction,
// queue, a label ...), or under none if its filter has no such term. Not
// thread-safe.
class TriggerIndex {
 public:
  using Trigger = std::shared_ptr<const TriggerDefinition>;

  // The place of a trigger: the chosen one of its filter's equality terms.
  static constexpr int kNoTerm = -1;

  // Adds `trigger`, which is not in the index. Returns its place, with which
  // it must be removed.
  int Insert(const Trigger& trigger);
  void Erase(const Trigger& trigger, int place);

  // Appends the triggers that fire for `state` of `call`, in no order.
  void Collect(const v1::Call& call, v1::CallState::State state,
               std::vector<Trigger>* triggers) const;

  bool empty() const { return buckets_.empty(); }

 private:
  // Triggers of one account differ in the last part of their names only.
  struct ByName {
    bool operator()(const Trigger& a, const Trigger& b) const {
      return a->trigger.name() < b->trigger.name();
    }
  };
  // Triggers of one state and one value of one field: mostly one, which then
  // lies in the table itself.
  struct Bucket {
    void Insert(const Trigger& trigger);
    bool Erase(const Trigger& trigger);  // whether it was there
    size_t size() const;

    Trigger first;  // null in an empty bucket only
    std::unique_ptr<absl::btree_set<Trigger, ByName>> others;
  };

  // What a bucket is found by: the state and a fingerprint of the field of Call
  // (0 for the triggers without a term), of its value, and for labels of the
  // label. Buckets of one state whose fingerprints were equal by chance would
  // be one, and do no harm: each trigger in it is asked by its filter.
  using Key = uint64_t;
  static Key KeyOf(int state, int field, std::string_view label,
                   std::string_view value);
  static Key KeyOf(const TriggerDefinition& trigger, int state, int place);

  int ChoosePlace(const TriggerDefinition& trigger) const;
  void CollectFrom(Key key, const v1::Call& call,
                   std::vector<Trigger>* triggers) const;
  void CountField(int field, int change);

  // Cold memory is what a look-up costs when accounts are many: no part of this
  // lies anywhere else than it must.
  absl::flat_hash_map<Key, Bucket> buckets_;
  struct FieldCount {
    int field = 0;
    int entries = 0;  // triggers by their states
  };
  // Which fields of Call are looked up.
  absl::InlinedVector<FieldCount, 4> fields_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_TRIGGER_INDEX_H_
