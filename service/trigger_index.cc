// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_index.h"

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

}  // namespace

TriggerIndex::KeyView TriggerIndex::KeyOf(const TriggerDefinition& trigger,
                                          int state, int place) {
  KeyView key{.state = state};
  if (place == kNoTerm) return key;
  const auto& term = trigger.filter.equality_terms()[place];
  key.field = FieldOf(term, &key.label)->number();
  key.value = term.value;
  return key;
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

int TriggerIndex::Insert(const Trigger& trigger) {
  const int place = ChoosePlace(*trigger);
  for (const int state : trigger->trigger.call_states()) {
    const KeyView key = KeyOf(*trigger, state, place);
    auto it = buckets_.find(key);
    if (it == buckets_.end()) {
      it = buckets_
               .emplace(Key{key.state, key.field, std::string(key.label),
                            std::string(key.value)},
                        Bucket())
               .first;
      ++fields_[key.field];
    }
    it->second.insert(trigger);
  }
  return place;
}

void TriggerIndex::Erase(const Trigger& trigger, int place) {
  for (const int state : trigger->trigger.call_states()) {
    const KeyView key = KeyOf(*trigger, state, place);
    auto it = buckets_.find(key);
    if (it == buckets_.end()) continue;
    it->second.erase(trigger);
    if (!it->second.empty()) continue;
    buckets_.erase(it);
    auto field = fields_.find(key.field);
    if (--field->second == 0) fields_.erase(field);
  }
}

void TriggerIndex::CollectFrom(const KeyView& key, const v1::Call& call,
                               std::vector<Trigger>* triggers) const {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) return;
  for (const Trigger& trigger : it->second) {
    if (trigger->filter.Matches(call)) triggers->push_back(trigger);
  }
}

void TriggerIndex::Collect(const v1::Call& call, v1::CallState::State state,
                           std::vector<Trigger>* triggers) const {
  std::string scratch;
  for (const auto& [number, buckets] : fields_) {
    KeyView key{.state = state, .field = number};
    if (number == v1::Call::kLabelsFieldNumber) {
      for (const auto& [label, value] : call.labels()) {
        key.label = label;
        key.value = value;
        CollectFrom(key, call, triggers);
      }
      continue;
    }
    if (number != 0) {
      key.value = ValueOf(
          call, v1::Call::descriptor()->FindFieldByNumber(number), &scratch);
    }
    CollectFrom(key, call, triggers);
  }
}

}  // namespace gancho::service
