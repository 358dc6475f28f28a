// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_index.h"

#include <algorithm>
#include <string>

#include "absl/hash/hash.h"
#include "google/protobuf/descriptor.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

using google::protobuf::FieldDescriptor;

constexpr std::string_view kLabelsPrefix = "labels.";

// How well a field tells calls apart, judged by its type: texts and labels
// have many values, enums and booleans few. 0: it cannot be looked up.
int Selectivity(const FieldDescriptor* field) {
  if (field == nullptr) return 0;
  if (field->number() == v1::Call::kLabelsFieldNumber) return 2;
  if (field->is_repeated()) return 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return 2;
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return 1;
    default:
      return 0;
  }
}

// The field of a term's path; null if the index cannot use it. `label` is set
// for an entry of labels.
const FieldDescriptor* FieldOf(const delivery::Filter::EqualityTerm& term,
                               std::string_view* label) {
  const auto* descriptor = v1::Call::descriptor();
  // A missing label and an empty one are not the same to a filter, and are to
  // an index.
  if (term.value.empty()) return nullptr;
  const std::string_view path = term.path;
  if (path.substr(0, kLabelsPrefix.size()) == kLabelsPrefix) {
    *label = path.substr(kLabelsPrefix.size());
    return descriptor->FindFieldByNumber(v1::Call::kLabelsFieldNumber);
  }
  const FieldDescriptor* field = descriptor->FindFieldByName(term.path);
  if (field != nullptr && field->is_repeated()) return nullptr;
  return field;
}

// The value of a field as a filter's canonical text; `scratch` may hold it.
std::string_view ValueOf(const v1::Call& call, const FieldDescriptor* field,
                         std::string* scratch) {
  const auto* reflection = call.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetStringReference(call, field, scratch);
    case FieldDescriptor::CPPTYPE_ENUM:
      *scratch = reflection->GetEnum(call, field)->name();
      return *scratch;
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(call, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      *scratch = absl::StrCat(reflection->GetInt32(call, field));
      return *scratch;
    case FieldDescriptor::CPPTYPE_INT64:
      *scratch = absl::StrCat(reflection->GetInt64(call, field));
      return *scratch;
    default:
      return {};
  }
}

int FieldNumberOf(const TriggerDefinition& trigger, int place) {
  if (place == TriggerIndex::kNoTerm) return 0;
  std::string_view label;
  return FieldOf(trigger.filter.equality_terms()[place], &label)->number();
}

}  // namespace

TriggerIndex::Key TriggerIndex::KeyOf(int state, int field,
                                      std::string_view label,
                                      std::string_view value) {
  constexpr int kStateBits = 4;
  static_assert(v1::CallState::State_MAX < 1 << kStateBits);
  const uint64_t fingerprint =
      absl::HashOf(field, ToAbsl(label), ToAbsl(value));
  return fingerprint << kStateBits | static_cast<uint64_t>(state);
}

TriggerIndex::Key TriggerIndex::KeyOf(const TriggerDefinition& trigger,
                                      int state, int place) {
  if (place == kNoTerm) return KeyOf(state, 0, "", "");
  const auto& term = trigger.filter.equality_terms()[place];
  std::string_view label;
  const int field = FieldOf(term, &label)->number();
  return KeyOf(state, field, label, term.value);
}

int TriggerIndex::ChoosePlace(const TriggerDefinition& trigger) const {
  const auto& terms = trigger.filter.equality_terms();
  int best = kNoTerm;
  int best_selectivity = 0;
  size_t best_size = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    std::string_view label;
    const int selectivity = Selectivity(FieldOf(terms[i], &label));
    if (selectivity == 0) continue;
    const int place = static_cast<int>(i);
    size_t size = 0;
    for (const int state : trigger.trigger.call_states()) {
      auto it = buckets_.find(KeyOf(trigger, state, place));
      if (it != buckets_.end()) size += it->second.size();
    }
    // Among equals the least crowded: the others share its lot the least.
    if (selectivity > best_selectivity ||
        (selectivity == best_selectivity && size < best_size)) {
      best = place;
      best_selectivity = selectivity;
      best_size = size;
    }
  }
  return best;
}

void TriggerIndex::Bucket::Insert(const Trigger& trigger) {
  if (first == nullptr) {
    first = trigger;
    return;
  }
  if (others == nullptr) {
    others = std::make_unique<absl::btree_set<Trigger, ByName>>();
  }
  others->insert(trigger);
}

bool TriggerIndex::Bucket::Erase(const Trigger& trigger) {
  if (first != trigger) return others != nullptr && others->erase(trigger) > 0;
  first = nullptr;
  if (others != nullptr && !others->empty()) {
    first = std::move(others->extract(others->begin()).value());
  }
  return true;
}

size_t TriggerIndex::Bucket::size() const {
  return (first == nullptr ? 0 : 1) + (others == nullptr ? 0 : others->size());
}

int TriggerIndex::Insert(const Trigger& trigger) {
  const int place = ChoosePlace(*trigger);
  for (const int state : trigger->trigger.call_states()) {
    buckets_[KeyOf(*trigger, state, place)].Insert(trigger);
  }
  CountField(FieldNumberOf(*trigger, place),
             trigger->trigger.call_states_size());
  return place;
}

void TriggerIndex::Erase(const Trigger& trigger, int place) {
  int erased = 0;
  for (const int state : trigger->trigger.call_states()) {
    auto it = buckets_.find(KeyOf(*trigger, state, place));
    if (it == buckets_.end() || !it->second.Erase(trigger)) continue;
    ++erased;
    if (it->second.size() == 0) buckets_.erase(it);
  }
  CountField(FieldNumberOf(*trigger, place), -erased);
}

void TriggerIndex::CountField(int field, int change) {
  auto it = std::find_if(
      fields_.begin(), fields_.end(),
      [field](const FieldCount& count) { return count.field == field; });
  if (it == fields_.end()) {
    it = fields_.insert(it, {.field = field});
  }
  it->entries += change;
  if (it->entries == 0) fields_.erase(it);
}

void TriggerIndex::CollectFrom(Key key, const v1::Call& call,
                               std::vector<Trigger>* triggers) const {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) return;
  const Bucket& bucket = it->second;
  if (bucket.first->filter.Matches(call)) triggers->push_back(bucket.first);
  if (bucket.others == nullptr) return;
  for (const Trigger& trigger : *bucket.others) {
    if (trigger->filter.Matches(call)) triggers->push_back(trigger);
  }
}

void TriggerIndex::Collect(const v1::Call& call, v1::CallState::State state,
                           std::vector<Trigger>* triggers) const {
  std::string scratch;
  for (const FieldCount& count : fields_) {
    const int field = count.field;
    if (field == v1::Call::kLabelsFieldNumber) {
      for (const auto& [label, value] : call.labels()) {
        CollectFrom(KeyOf(state, field, label, value), call, triggers);
      }
      continue;
    }
    std::string_view value;
    if (field != 0) {
      value = ValueOf(call, v1::Call::descriptor()->FindFieldByNumber(field),
                      &scratch);
    }
    CollectFrom(KeyOf(state, field, "", value), call, triggers);
  }
}

}  // namespace gancho::service
