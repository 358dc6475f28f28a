// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_TRIGGER_INDEX_H_
#define GANCHO_SERVICE_TRIGGER_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
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
  using Bucket = absl::btree_set<Trigger, ByName>;

  // Triggers for `state` that want `field` of Call to be `value`; field 0 is
  // the bucket of those without a term. `label` only for the field of labels.
  template <typename Text>
  struct BasicKey {
    int state = 0;
    int field = 0;
    Text label;
    Text value;
  };
  using Key = BasicKey<std::string>;
  using KeyView = BasicKey<std::string_view>;
  static KeyView View(const Key& key) {
    return {key.state, key.field, key.label, key.value};
  }
  static KeyView View(const KeyView& key) { return key; }
  struct Hash {
    using is_transparent = void;
    template <typename K>
    size_t operator()(const K& key) const {
      const KeyView view = View(key);
      const auto text = [](std::string_view t) {
        return absl::string_view(t.data(), t.size());
      };
      return absl::HashOf(view.state, view.field, text(view.label),
                          text(view.value));
    }
  };
  struct Equal {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      const KeyView x = View(a), y = View(b);
      return std::tie(x.state, x.field, x.label, x.value) ==
             std::tie(y.state, y.field, y.label, y.value);
    }
  };

  static KeyView KeyOf(const TriggerDefinition& trigger, int state, int place);
  int ChoosePlace(const TriggerDefinition& trigger) const;
  void CollectFrom(const KeyView& key, const v1::Call& call,
                   std::vector<Trigger>* triggers) const;

  absl::flat_hash_map<Key, Bucket, Hash, Equal> buckets_;
  // How many buckets there are for each field of Call.
  absl::flat_hash_map<int, int> fields_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_TRIGGER_INDEX_H_
