// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/verdict.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "delivery/language/answer.pb.h"
#include "delivery/retry_after.h"

namespace gancho::delivery {

namespace {

using Rule = ResolvedPolicy::Rule;

std::string_view FindHeader(const HttpResult& result, std::string_view name) {
  for (const auto& [key, value] : result.headers) {
    if (key == name) return value;
  }
  return {};
}

const Rule* FindRule(const ResolvedPolicy& policy, const HttpResult& result,
                     int attempt) {
  if (policy.rules.empty()) return nullptr;
  Answer answer;
  answer.set_status(result.status_code);
  answer.set_body(result.body);
  answer.set_attempt(attempt);
  for (const auto& [name, value] : result.headers) {
    (*answer.mutable_header())[name] = value;
  }
  for (const Rule& rule : policy.rules) {
    if (rule.filter.Matches(answer)) return &rule;
  }
  return nullptr;
}

void ApplyRule(const Rule& rule, Verdict* verdict) {
  switch (rule.outcome) {
    case v1::DeliveryPolicy::ResponseRule::DELIVERED:
      verdict->kind = Verdict::Kind::kDelivered;
      break;
    case v1::DeliveryPolicy::ResponseRule::FAIL:
      verdict->kind = Verdict::Kind::kFail;
      break;
    case v1::DeliveryPolicy::ResponseRule::DISABLE:
      verdict->kind = Verdict::Kind::kFail;
      verdict->disable_event = true;
      break;
    default:
      verdict->kind = Verdict::Kind::kRetry;
      break;
  }
}

void ApplyDefaults(int status, Verdict* verdict) {
  if (status >= 200 && status < 300) {
    verdict->kind = Verdict::Kind::kDelivered;
  } else if (status == 410) {
    verdict->kind = Verdict::Kind::kFail;
    verdict->disable_event = true;
  } else {
    verdict->kind = Verdict::Kind::kRetry;
  }
}

bool AsksForLess(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

Verdict Judge(const ResolvedPolicy& policy, const HttpResult& result,
              int attempt, absl::Time now) {
  Verdict verdict;
  if (result.failure != v1::Attempt::FAILURE_UNSPECIFIED) {
    verdict.reason = result.reason;
    verdict.local = result.failure == v1::Attempt::INTERNAL ||
                    result.failure == v1::Attempt::PROXY;
    return verdict;
  }
  const int status = result.status_code;
  const Rule* rule = FindRule(policy, result, attempt);
  if (rule != nullptr) {
    ApplyRule(*rule, &verdict);
  } else {
    ApplyDefaults(status, &verdict);
  }
  if (verdict.kind == Verdict::Kind::kDelivered) return verdict;
  verdict.reason = absl::StrCat("HTTP ", status);
  verdict.slow_down = AsksForLess(status);
  if (const auto header = FindHeader(result, "retry-after"); !header.empty()) {
    if (const auto delay = ParseRetryAfter(header, now)) {
      verdict.retry_after = *delay;
    }
  }
  return verdict;
}

}  // namespace gancho::delivery
