// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// What rendering, filtering and matching cost, without a server around them.
// Prints one JSON object. scripts/bench/language.sh runs it and says what each
// figure means.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/filter.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"
#include "google/protobuf/util/json_util.h"
#include "service/definition_catalog.h"
#include "tests/bench/instruction_count.h"

ABSL_FLAG(int, accounts, 100'000,
          "Accounts of the large population, ten triggers each; the small one "
          "has 100");
ABSL_FLAG(int, rounds, 300, "Rounds of each measurement; medians are printed");

namespace gancho {
namespace {

using delivery::Filter;
using delivery::SampleContext;
using delivery::SampleKind;
using service::DefinitionCatalog;
using Clock = std::chrono::steady_clock;

constexpr int kSmallAccounts = 100;
constexpr int kTriggersPerAccount = 10;
// Steps of one round, so that the clock costs nothing.
constexpr int kBatch = 1'000;
// Matches of which the instructions are counted, one by one.
constexpr int kCountedMatches = 20;

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Nanoseconds for each of `count` calls of `step(i)`.
template <typename Step>
double NanosecondsPerStep(int count, const Step& step) {
  const Clock::time_point begin = Clock::now();
  for (int i = 0; i < count; ++i) step(i);
  const std::chrono::duration<double, std::nano> spent = Clock::now() - begin;
  return spent.count() / count;
}

// A mistake in this program, not in what it measures.
void Require(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "error: %s\n", what.c_str());
  std::exit(1);
}

// The body that the other benchmarks send: twelve variables, 400 bytes.
double MeasureRenderNs(int rounds) {
  v1::Request request;
  request.set_url("https://example.com/d/1");
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      R"({"call": "{{call.call_id}}", "state": "{{state.state}}",
          "time": "{{state.occur_time}}", "direction": "{{call.direction}}",
          "caller": "{{call.caller}}", "name": "{{call.caller_name}}",
          "called": "{{call.called}}", "extension": "{{call.extension}}",
          "queue": "{{call.queue}}", "agent": "{{call.agent}}",
          "delivery": "{{delivery.id}}",
          "note": "id={{call.labels.custom1}}; padding to four hundred bytes)"
      R"( ............................................ to the brim, with twelve variables in all"})",
      request.mutable_json());
  Require(parsed.ok(), "the body is no JSON");
  delivery::FieldProblems problems;
  const auto compiled = delivery::RequestTemplate::Compile(request, &problems);
  Require(compiled != nullptr, "the body is no template");
  const SampleContext sample(SampleKind::kTypical);
  store::RenderedRequest rendered;
  std::vector<double> spent;
  for (int round = 0; round < rounds; ++round) {
    spent.push_back(NanosecondsPerStep(kBatch, [&](int) {
      Require(compiled->Render(sample.context(), &rendered).ok(),
              "the body does not render");
    }));
  }
  Require(rendered.body().size() >= 390 && rendered.body().size() <= 420,
          absl::StrCat("the body has ", rendered.body().size(), " bytes"));
  return Median(std::move(spent));
}

// Four terms, all of them looked at.
double MeasureFilterNs(int rounds) {
  const auto filter = Filter::Compile(
      "direction = INBOUND AND answered = true AND ring_duration > 5s AND "
      "labels.custom1 = \"A-1001\"",
      v1::Call::descriptor());
  Require(filter.ok(), "the filter is none");
  const SampleContext sample(SampleKind::kTypical);
  std::vector<double> spent;
  for (int round = 0; round < rounds; ++round) {
    spent.push_back(NanosecondsPerStep(kBatch, [&](int) {
      Require(filter->Matches(sample.call), "the filter does not match");
    }));
  }
  return Median(std::move(spent));
}

std::string QueueName(int i) { return absl::StrCat("queue-", i); }

void AddTrigger(uint64_t account, int i, DefinitionCatalog* catalog) {
  auto trigger = std::make_shared<service::TriggerDefinition>();
  trigger->uid = account * kTriggersPerAccount + static_cast<uint64_t>(i);
  trigger->event_id = "crm";
  trigger->trigger.set_name(
      absl::StrCat("accounts/account-", account, "/triggers/trigger-", i));
  trigger->trigger.set_event(
      absl::StrCat("accounts/account-", account, "/events/crm"));
  trigger->trigger.set_filter(absl::StrCat("direction = INBOUND AND queue = \"",
                                           QueueName(i),
                                           "\" AND ring_duration > 5s"));
  trigger->trigger.add_call_states(v1::CallState::END);
  auto filter =
      Filter::Compile(trigger->trigger.filter(), v1::Call::descriptor());
  Require(filter.ok(), "the filter of a trigger is none");
  trigger->filter = *std::move(filter);
  catalog->SetTrigger(account, std::move(trigger));
}

// Accounts 1 to `accounts`. The triggers of all accounts are added in turns, as
// they come in life: those of one account do not lie side by side.
std::unique_ptr<DefinitionCatalog> MakeCatalog(int accounts) {
  auto catalog = std::make_unique<DefinitionCatalog>();
  for (int i = 1; i <= accounts; ++i) {
    auto account = std::make_shared<service::AccountDefinition>();
    account->uid = static_cast<uint64_t>(i);
    account->account.set_name(absl::StrCat("accounts/account-", i));
    catalog->SetAccount(account);
    auto event = std::make_shared<service::EventDefinition>();
    event->event.set_name(absl::StrCat("accounts/account-", i, "/events/crm"));
    catalog->SetEvent(account->uid, std::move(event));
  }
  for (int i = 0; i < kTriggersPerAccount; ++i) {
    for (int account = 1; account <= accounts; ++account) {
      AddTrigger(static_cast<uint64_t>(account), i, catalog.get());
    }
  }
  return catalog;
}

// Matches states, one at a time, with what one catalog holds.
class Matcher {
 public:
  Matcher(int accounts, uint32_t seed)
      : catalog_(MakeCatalog(accounts)), random_(seed) {
    for (int i = 0; i < kTriggersPerAccount; ++i) {
      calls_.push_back(SampleContext(SampleKind::kTypical).call);
      calls_.back().set_queue(QueueName(i));
    }
    for (int i = 1; i <= accounts; ++i) {
      all_.push_back(static_cast<uint64_t>(i));
    }
    std::shuffle(all_.begin(), all_.end(), random_);
    all_.resize(std::min<size_t>(all_.size(), 1'000'000));
    active_.assign(all_.begin(), all_.begin() + kSmallAccounts);
  }

  // A state of one of 100 accounts.
  void MatchActive() { Match(active_[random_() % active_.size()]); }
  // A state of any account.
  void MatchAny() { Match(all_[random_() % all_.size()]); }

 private:
  void Match(uint64_t account) {
    matches_.clear();
    catalog_->FindMatches(account, calls_[random_() % calls_.size()],
                          v1::CallState::END, &matches_);
    Require(matches_.size() == 1, "not one trigger has matched");
  }

  const std::unique_ptr<DefinitionCatalog> catalog_;
  std::minstd_rand random_;
  std::vector<v1::Call> calls_;
  std::vector<uint64_t> all_;
  std::vector<uint64_t> active_;
  std::vector<service::Match> matches_;
};

// Medians of the two populations, in nanoseconds, and of their ratio round by
// round: what the machine does meanwhile meets both.
struct Comparison {
  double small_ns = 0;
  double large_ns = 0;
  double growth = 0;
};

template <typename MeasureSmall, typename MeasureLarge>
Comparison Compare(int rounds, const MeasureSmall& measure_small,
                   const MeasureLarge& measure_large) {
  std::vector<double> small, large, ratios;
  for (int round = 0; round < rounds; ++round) {
    // Who comes first takes turns.
    if (round % 2 == 0) small.push_back(measure_small());
    large.push_back(measure_large());
    if (round % 2 != 0) small.push_back(measure_small());
    ratios.push_back(large.back() / small.back());
  }
  return {Median(std::move(small)), Median(std::move(large)),
          Median(std::move(ratios))};
}

// Larger than the caches of the machines that this runs on.
class CacheFlusher {
 public:
  void Flush() {
    for (size_t i = 0; i < bytes_.size(); i += 64) ++bytes_[i];
  }

 private:
  std::vector<uint8_t> bytes_ = std::vector<uint8_t>(64 << 20);
};

Comparison CompareHot(int rounds, Matcher* small, Matcher* large) {
  const auto measure = [](Matcher* matcher) {
    return NanosecondsPerStep(kBatch, [&](int) { matcher->MatchActive(); });
  };
  return Compare(
      rounds, [&] { return measure(small); }, [&] { return measure(large); });
}

Comparison CompareCold(int rounds, Matcher* small, Matcher* large) {
  CacheFlusher flusher;
  const auto measure = [&](Matcher* matcher) {
    flusher.Flush();
    return NanosecondsPerStep(1, [&](int) { matcher->MatchAny(); });
  };
  return Compare(
      rounds, [&] { return measure(small); }, [&] { return measure(large); });
}

Comparison CompareAny(int rounds, Matcher* small, Matcher* large) {
  const auto measure = [](Matcher* matcher) {
    return NanosecondsPerStep(kBatch, [&](int) { matcher->MatchAny(); });
  };
  return Compare(
      rounds, [&] { return measure(small); }, [&] { return measure(large); });
}

// For one match of a state of any account.
double InstructionsPerMatch(Matcher* matcher) {
  const int64_t count = bench::CountInstructions([&] {
    for (int i = 0; i < kCountedMatches; ++i) matcher->MatchAny();
  });
  Require(count > 0, "instructions cannot be counted: ptrace is forbidden");
  return static_cast<double>(count) / kCountedMatches;
}

void Run() {
  const int accounts = absl::GetFlag(FLAGS_accounts);
  const int rounds = absl::GetFlag(FLAGS_rounds);
  Require(accounts >= kSmallAccounts && rounds > 0, "too small a size");
  const double render_ns = MeasureRenderNs(rounds);
  const double filter_ns = MeasureFilterNs(rounds);
  Matcher small(kSmallAccounts, 1);
  Matcher large(accounts, 1);
  const Comparison hot = CompareHot(rounds, &small, &large);
  const Comparison cold = CompareCold(rounds, &small, &large);
  const Comparison any = CompareAny(rounds, &small, &large);
  const double small_instructions = InstructionsPerMatch(&small);
  const double large_instructions = InstructionsPerMatch(&large);
  std::printf(
      "{\"render_us\": %.3f, \"filter_ns\": %.1f, \"match_growth\": %.3f, "
      "\"match_1k_instructions\": %.0f, \"match_1m_instructions\": %.0f, "
      "\"match_time_growth\": %.3f, "
      "\"match_1k_us\": %.3f, \"match_1m_us\": %.3f, "
      "\"match_cold_growth\": %.3f, \"match_cold_1k_us\": %.3f, "
      "\"match_cold_1m_us\": %.3f, \"match_any_account_growth\": %.3f, "
      "\"match_any_account_1m_us\": %.3f, \"triggers\": %d}\n",
      render_ns / 1e3, filter_ns, large_instructions / small_instructions,
      small_instructions, large_instructions, hot.growth, hot.small_ns / 1e3,
      hot.large_ns / 1e3, cold.growth, cold.small_ns / 1e3, cold.large_ns / 1e3,
      any.growth, any.large_ns / 1e3, accounts * kTriggersPerAccount);
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("measures templates, filters and matching");
  absl::ParseCommandLine(argc, argv);
  gancho::Run();
  return 0;
}
