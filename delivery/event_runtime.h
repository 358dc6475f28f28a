// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_EVENT_RUNTIME_H_
#define GANCHO_DELIVERY_EVENT_RUNTIME_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "delivery/language/field_problem.h"
#include "delivery/language/filter.h"
#include "delivery/language/secret_mark.h"
#include "delivery/retry_policy.h"
#include "gancho/v1/event.pb.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// DeliveryPolicy with every default filled in. Defaults and ranges are those
// of protos/gancho/v1/event.proto.
struct ResolvedPolicy {
  struct Rule {
    Filter filter;
    v1::DeliveryPolicy::ResponseRule::Outcome outcome;
  };
  struct Breaker {
    bool enabled = true;
    double failure_ratio = 0.5;
    absl::Duration window = absl::Seconds(30);
    int minimum_attempts = 20;
    absl::Duration open_duration = absl::Seconds(10);
  };

  absl::Duration timeout = absl::Seconds(15);
  absl::Duration connect_timeout = absl::Seconds(5);
  RetryPolicy retry;
  bool ordered = true;
  int max_concurrency = 64;
  double rate_per_second = 0;  // 0: no limit
  int rate_burst = 1;
  std::vector<Rule> rules;
  Breaker breaker;
  absl::Duration disable_after = absl::Hours(24 * 5);  // 0: never
};

// Checks `policy` and fills in what it leaves open. Problems' fields are
// relative to `policy`.
ResolvedPolicy ResolvePolicy(const v1::DeliveryPolicy& policy,
                             FieldProblems* problems);

// One version of an event, as the engine needs it. Immutable.
struct EventRuntime {
  uint64_t uid = 0;
  uint64_t account_uid = 0;
  uint64_t version = 0;
  std::string account_id;
  std::string event_id;
  v1::Event::State state = v1::Event::ACTIVE;
  std::string state_reason;
  ResolvedPolicy policy;
  // With secrets.
  v1::Authentication authentication;
  SecretMap secrets;
  v1::Signing::Scheme signing_scheme = v1::Signing::NONE;
  std::vector<store::SigningKey> signing_keys;  // the current one first
  // The origin of the event's URL; decides the shard.
  bool tls = true;
  std::string host;
  int port = 443;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_EVENT_RUNTIME_H_
