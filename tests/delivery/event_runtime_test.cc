// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/event_runtime.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "delivery/language/answer.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace gancho::delivery {
namespace {

ResolvedPolicy Resolve(const std::string& text, FieldProblems* problems) {
  v1::DeliveryPolicy policy;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &policy))
      << text;
  return ResolvePolicy(policy, problems);
}

ResolvedPolicy Resolved(const std::string& text) {
  FieldProblems problems;
  ResolvedPolicy policy = Resolve(text, &problems);
  EXPECT_TRUE(problems.empty()) << text << ": " << problems.front().field << " "
                                << problems.front().description;
  return policy;
}

// The fields with problems, separated by spaces.
std::string Refused(const std::string& text) {
  FieldProblems problems;
  Resolve(text, &problems);
  std::string fields;
  for (const FieldProblem& problem : problems) {
    absl::StrAppend(&fields, fields.empty() ? "" : " ", problem.field);
  }
  return fields;
}

TEST(ResolvePolicyTest, FillsInTheDocumentedDefaults) {
  const ResolvedPolicy policy = Resolved("");
  EXPECT_EQ(policy.timeout, absl::Seconds(15));
  EXPECT_EQ(policy.connect_timeout, absl::Seconds(5));
  EXPECT_EQ(policy.retry.schedule.size(), 9u);
  EXPECT_EQ(policy.retry.max_attempts, 10);
  EXPECT_EQ(policy.retry.jitter, 0.1);
  EXPECT_TRUE(policy.ordered);
  EXPECT_EQ(policy.max_concurrency, 64);
  EXPECT_EQ(policy.rate_per_second, 0);
  EXPECT_TRUE(policy.rules.empty());
  EXPECT_TRUE(policy.breaker.enabled);
  EXPECT_EQ(policy.disable_after, absl::Hours(24 * 5));
}

TEST(ResolvePolicyTest, ReadsEveryField) {
  const ResolvedPolicy policy = Resolved(
      "timeout { seconds: 30 } connect_timeout { seconds: 2 } ordering: NONE "
      "max_concurrency: 7 rate_limit { per_second: 2.5 burst: 9 } "
      "breaker { disabled: true failure_ratio: 0.25 window { seconds: 60 } "
      "minimum_attempts: 5 open_duration { seconds: 3 } } "
      "retry { exponential { initial { seconds: 1 } multiplier: 3 max { "
      "seconds: 9 } } max_attempts: 4 jitter: 0 } "
      "disable_after { seconds: 60 } "
      "response_rules { filter: 'status = 400' outcome: FAIL }");
  EXPECT_EQ(policy.timeout, absl::Seconds(30));
  EXPECT_EQ(policy.connect_timeout, absl::Seconds(2));
  EXPECT_FALSE(policy.ordered);
  EXPECT_EQ(policy.max_concurrency, 7);
  EXPECT_EQ(policy.rate_per_second, 2.5);
  EXPECT_EQ(policy.rate_burst, 9);
  EXPECT_FALSE(policy.breaker.enabled);
  EXPECT_EQ(policy.breaker.failure_ratio, 0.25);
  EXPECT_EQ(policy.breaker.window, absl::Seconds(60));
  EXPECT_EQ(policy.breaker.minimum_attempts, 5);
  EXPECT_EQ(policy.breaker.open_duration, absl::Seconds(3));
  EXPECT_TRUE(policy.retry.schedule.empty());
  EXPECT_EQ(policy.retry.initial, absl::Seconds(1));
  EXPECT_EQ(policy.retry.multiplier, 3);
  EXPECT_EQ(policy.retry.max, absl::Seconds(9));
  EXPECT_EQ(policy.retry.max_attempts, 4);
  EXPECT_EQ(policy.retry.jitter, 0);
  EXPECT_EQ(policy.disable_after, absl::Minutes(1));
  ASSERT_EQ(policy.rules.size(), 1u);
  EXPECT_EQ(policy.rules[0].outcome, v1::DeliveryPolicy::ResponseRule::FAIL);
  Answer answer;
  EXPECT_FALSE(policy.rules[0].filter.Matches(answer));
  answer.set_status(400);
  EXPECT_TRUE(policy.rules[0].filter.Matches(answer));
}

TEST(ResolvePolicyTest, DefaultsThatFollowFromOtherFields) {
  EXPECT_EQ(Resolved("timeout { seconds: 1 }").connect_timeout,
            absl::Seconds(1));
  EXPECT_EQ(Resolved("retry { schedule { seconds: 1 } }").retry.max_attempts,
            2);
  EXPECT_EQ(Resolved("retry { exponential {} }").retry.max_attempts, 10);
  // No more attempts than the schedule has delays for.
  EXPECT_EQ(Resolved("retry { schedule { seconds: 1 } max_attempts: 50 }")
                .retry.max_attempts,
            2);
  EXPECT_EQ(
      Resolved("retry { exponential { initial { seconds: 7200 } } }").retry.max,
      absl::Hours(2));
  EXPECT_EQ(Resolved("rate_limit { per_second: 0.2 }").rate_burst, 1);
  EXPECT_EQ(Resolved("rate_limit { per_second: 12.9 }").rate_burst, 12);
  EXPECT_EQ(Resolved("disable_after { seconds: 0 }").disable_after,
            absl::ZeroDuration());
}

TEST(ResolvePolicyTest, HoldsEveryLimitAtItsEdge) {
  const struct {
    const char* good;
    const char* bad;
    const char* field;
  } kCases[] = {
      {"timeout { nanos: 100000000 }", "timeout { nanos: 99999999 }",
       "timeout"},
      {"timeout { seconds: 120 }", "timeout { seconds: 120 nanos: 1 }",
       "timeout"},
      {"timeout { seconds: 2 } connect_timeout { seconds: 2 }",
       "timeout { seconds: 2 } connect_timeout { seconds: 2 nanos: 1 }",
       "connect_timeout"},
      {"connect_timeout { nanos: 100000000 }",
       "connect_timeout { nanos: 99999999 }", "connect_timeout"},
      {"retry { schedule { seconds: 0 } }",
       "retry { schedule { seconds: -1 } }", "retry.schedule[0]"},
      {"retry { schedule { seconds: 604800 } }",
       "retry { schedule { seconds: 1 } schedule { seconds: 604801 } }",
       "retry.schedule[1]"},
      {"retry { exponential { initial { nanos: 100000000 } } }",
       "retry { exponential { initial { nanos: 99999999 } } }",
       "retry.exponential.initial"},
      {"retry { exponential { initial { seconds: 86400 } } }",
       "retry { exponential { initial { seconds: 86401 } } }",
       "retry.exponential.initial"},
      {"retry { exponential { multiplier: 1 } }",
       "retry { exponential { multiplier: 0.99 } }",
       "retry.exponential.multiplier"},
      {"retry { exponential { multiplier: 10 } }",
       "retry { exponential { multiplier: 10.1 } }",
       "retry.exponential.multiplier"},
      {"retry { exponential { max { seconds: 86400 } } }",
       "retry { exponential { max { seconds: 86401 } } }",
       "retry.exponential.max"},
      {"retry { exponential { max { seconds: 5 } } }",
       "retry { exponential { max { seconds: 4 } } }", "retry.exponential.max"},
      {"retry { max_attempts: 100 }", "retry { max_attempts: 101 }",
       "retry.max_attempts"},
      {"retry { max_attempts: 1 }", "retry { max_attempts: -1 }",
       "retry.max_attempts"},
      {"retry { jitter: 1 }", "retry { jitter: 1.01 }", "retry.jitter"},
      {"retry { jitter: 0 }", "retry { jitter: nan }", "retry.jitter"},
      {"max_concurrency: 1000", "max_concurrency: 1001", "max_concurrency"},
      {"rate_limit { per_second: 100000 }",
       "rate_limit { per_second: 100000.5 }", "rate_limit.per_second"},
      {"rate_limit { per_second: 0.001 }", "rate_limit {}",
       "rate_limit.per_second"},
      {"rate_limit { per_second: 1 burst: 100000 }",
       "rate_limit { per_second: 1 burst: 100001 }", "rate_limit.burst"},
      {"breaker { failure_ratio: 1 }", "breaker { failure_ratio: 1.1 }",
       "breaker.failure_ratio"},
      {"breaker { window { seconds: 1 } }",
       "breaker { window { nanos: 999999999 } }", "breaker.window"},
      {"breaker { window { seconds: 600 } }",
       "breaker { window { seconds: 601 } }", "breaker.window"},
      {"breaker { minimum_attempts: 10000 }",
       "breaker { minimum_attempts: 10001 }", "breaker.minimum_attempts"},
      {"breaker { open_duration { nanos: 100000000 } }",
       "breaker { open_duration { nanos: 1 } }", "breaker.open_duration"},
      {"breaker { open_duration { seconds: 3600 } }",
       "breaker { open_duration { seconds: 3601 } }", "breaker.open_duration"},
      {"disable_after { seconds: 60 }", "disable_after { seconds: 59 }",
       "disable_after"},
      {"disable_after { seconds: 2592000 }",
       "disable_after { seconds: 2592001 }", "disable_after"},
      {"ordering: PER_CALL", "ordering: 3", "ordering"},
      {"timeout { seconds: 1 nanos: 5 }", "timeout { seconds: 1 nanos: -5 }",
       "timeout"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Refused(test.good), "") << test.good;
    EXPECT_EQ(Refused(test.bad), test.field) << test.bad;
  }
}

TEST(ResolvePolicyTest, RefusesScheduleBesideExponential) {
  EXPECT_EQ(Refused("retry { schedule { seconds: 1 } exponential {} }"),
            "retry.exponential");
}

TEST(ResolvePolicyTest, BoundsLists) {
  std::string delays, rules;
  for (int i = 0; i < 64; ++i) delays += "schedule { seconds: 1 } ";
  for (int i = 0; i < 32; ++i) {
    rules += "response_rules { filter: 'status = 1' outcome: RETRY } ";
  }
  EXPECT_EQ(Refused("retry { " + delays + "}"), "");
  EXPECT_EQ(Refused("retry { " + delays + "schedule { seconds: 1 } }"),
            "retry.schedule");
  EXPECT_EQ(Refused(rules), "");
  EXPECT_EQ(
      Refused(rules + "response_rules { filter: 'status=1' outcome: RETRY }"),
      "response_rules");
}

TEST(ResolvePolicyTest, ChecksRules) {
  EXPECT_EQ(Refused("response_rules { outcome: RETRY }"),
            "response_rules[0].filter");
  EXPECT_EQ(Refused("response_rules { filter: 'status = 400' }"),
            "response_rules[0].outcome");
  EXPECT_EQ(Refused("response_rules { filter: 'stat = 400' outcome: FAIL }"),
            "response_rules[0].filter");
  const std::string longest = "status = 1" + std::string(2038, ' ');
  EXPECT_EQ(
      Refused("response_rules { filter: '" + longest + "' outcome: FAIL }"),
      "");
  EXPECT_EQ(
      Refused("response_rules { filter: '" + longest + " ' outcome: FAIL }"),
      "response_rules[0].filter");
}

}  // namespace
}  // namespace gancho::delivery
