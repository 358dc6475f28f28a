// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-paced-feed: streams call states into a running server at a fixed
// rate, whatever the server does, and prints the times from send to
// acknowledgement as one line of JSON. It sends as callers do, through the C++
// client with its defaults: the time that a state waits in the client until a
// message goes counts, too.
//
// Each state carries the microsecond at which it was due to be sent in the
// label "at", so a stall of the sender counts as latency and hides nothing.
// State n belongs to destination --first_destination + n % --destinations
// (queue "q<destination>"); the states of one call are a second apart, as far
// as the rate allows.

#include <sys/prctl.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/bench/measure.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"

ABSL_FLAG(std::string, server, "127.0.0.1:7233", "Address of ganchod.");
ABSL_FLAG(std::string, parent, "accounts/default", "The account.");
ABSL_FLAG(double, rate, 100, "States a second; 0: as fast as they are taken.");
ABSL_FLAG(int64_t, count, 1000, "States to send.");
ABSL_FLAG(int, destinations, 1,
          "Destinations that the states are spread over.");
ABSL_FLAG(int, first_destination, 0, "The number of the first of them.");
ABSL_FLAG(std::string, call_prefix, "call", "Begins every call id.");
ABSL_FLAG(int, gaps_after, 0,
          "Seconds from the beginning after which the longest time without an"
          " acknowledgement is measured.");

namespace gancho {
namespace {

// How long a state may wait for room in the client's buffer.
constexpr absl::Duration kPatience = absl::Seconds(60);
// Each time it wakes up it sends all that is due: a wake-up for every state
// would take a good part of a core that the server is to share. What is due
// meanwhile is late by as much, and that counts.
constexpr int64_t kLeastSleepUs = 200;

int64_t NowUs() { return absl::GetCurrentTimeNanos() / 1000; }

class PacedFeed {
 public:
  int Run();

 private:
  void Fill(int64_t number, int64_t at_us, v1::CallState* state) const;
  int64_t DueUs(int64_t number) const;
  void OnAcknowledged(int64_t acknowledged);
  void Print(const client::CallStateStream::Stats& stats, int64_t end_us);

  const int64_t destinations_ = absl::GetFlag(FLAGS_destinations);
  const int64_t first_destination_ = absl::GetFlag(FLAGS_first_destination);
  const double rate_ = absl::GetFlag(FLAGS_rate);
  // States between two of one call.
  const int64_t spread_ =
      destinations_ *
      std::max<int64_t>(
          1, static_cast<int64_t>(rate_ > 0 ? rate_ : 10'000) / destinations_);
  const std::string call_prefix_ = absl::GetFlag(FLAGS_call_prefix);

  int64_t begin_us_ = 0;
  absl::Mutex mu_;
  // When the states were due that are not yet acknowledged.
  std::deque<int64_t> waiting_ ABSL_GUARDED_BY(mu_);
  std::vector<int64_t> latencies_us_ ABSL_GUARDED_BY(mu_);
  int64_t last_ack_us_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t longest_gap_us_ ABSL_GUARDED_BY(mu_) = 0;
};

void PacedFeed::Fill(int64_t number, int64_t at_us,
                     v1::CallState* state) const {
  static constexpr v1::CallState::State kStates[] = {
      v1::CallState::START, v1::CallState::TALK, v1::CallState::END};
  const int64_t step = number / spread_ % 3;
  const int64_t call = number / (3 * spread_) * spread_ + number % spread_;
  state->set_call_id(absl::StrCat(call_prefix_, "-", call));
  state->set_state(kStates[step]);
  state->set_sequence(step);
  state->mutable_occur_time()->set_seconds(at_us / 1'000'000);
  state->mutable_occur_time()->set_nanos(
      static_cast<int32_t>(at_us % 1'000'000 * 1000));
  state->set_direction(v1::CallState::INBOUND);
  state->set_caller("+5491143210000");
  state->set_caller_name("Maria Gonzalez");
  state->set_called("+541150000000");
  state->set_extension("204");
  state->set_queue(
      absl::StrCat("q", first_destination_ + number % destinations_));
  state->set_agent("jperez");
  (*state->mutable_labels())["at"] = absl::StrCat(at_us);
}

int64_t PacedFeed::DueUs(int64_t number) const {
  if (rate_ == 0) return NowUs();
  return begin_us_ +
         static_cast<int64_t>(static_cast<double>(number) / rate_ * 1e6);
}

void PacedFeed::OnAcknowledged(int64_t acknowledged) {
  const int64_t now_us = NowUs();
  const int64_t gaps_from_us =
      begin_us_ + int64_t{absl::GetFlag(FLAGS_gaps_after)} * 1'000'000;
  absl::MutexLock lock(&mu_);
  if (last_ack_us_ >= gaps_from_us) {
    longest_gap_us_ = std::max(longest_gap_us_, now_us - last_ack_us_);
  }
  last_ack_us_ = now_us;
  while (static_cast<int64_t>(latencies_us_.size()) < acknowledged) {
    latencies_us_.push_back(now_us - waiting_.front());
    waiting_.pop_front();
  }
}

int PacedFeed::Run() {
  client::ConnectionOptions connection;
  connection.address = absl::GetFlag(FLAGS_server);
  client::CallStateStreamOptions options;
  options.parent = absl::GetFlag(FLAGS_parent);
  options.on_acknowledged = [this](int64_t count) { OnAcknowledged(count); };
  options.on_rejection =
      [](const client::CallStateStreamOptions::Rejection& rejection) {
        absl::FPrintF(stderr, "refused: %s\n", rejection.status.message());
      };
  client::CallStateStream stream(client::Connect(connection), options);
  const int64_t count = absl::GetFlag(FLAGS_count);
  {
    absl::MutexLock lock(&mu_);
    latencies_us_.reserve(static_cast<size_t>(count));
  }
  begin_us_ = NowUs();
  absl::Status status;
  for (int64_t number = 0; number < count && status.ok(); ++number) {
    const int64_t due_us = DueUs(number);
    if (const int64_t now_us = NowUs(); due_us > now_us) {
      absl::SleepFor(
          absl::Microseconds(std::max(due_us - now_us, kLeastSleepUs)));
    }
    v1::CallState state;
    Fill(number, due_us, &state);
    {
      absl::MutexLock lock(&mu_);
      waiting_.push_back(due_us);
    }
    status = stream.Send(std::move(state), absl::Now() + kPatience);
  }
  const int64_t end_us = NowUs();
  if (status.ok()) status = stream.Close(absl::Now() + kPatience);
  const auto stats = stream.stats();
  if (status.ok() && stats.connections != 1) {
    status = absl::UnavailableError(
        absl::StrCat("it took ", stats.connections, " connections"));
  }
  if (!status.ok()) {
    absl::FPrintF(stderr, "StreamCallStates: %s\n", status.ToString());
    return EXIT_FAILURE;
  }
  Print(stats, end_us);
  return EXIT_SUCCESS;
}

void PacedFeed::Print(const client::CallStateStream::Stats& stats,
                      int64_t end_us) {
  absl::MutexLock lock(&mu_);
  std::sort(latencies_us_.begin(), latencies_us_.end());
  const auto quantile_ms = [this](double q) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return bench::QuantileMs(latencies_us_, q);
  };
  absl::PrintF(
      "{\"sent\":%d,\"acknowledged\":%d,\"rejected\":%d,\"messages\":%d,"
      "\"begin_us\":%d,\"end_us\":%d,\"states_per_s\":%.0f,"
      "\"ack_p50_ms\":%.3f,\"ack_p99_ms\":%.3f,\"ack_p999_ms\":%.3f,"
      "\"ack_max_ms\":%.3f,\"longest_ack_gap_ms\":%.3f}\n",
      stats.sent, stats.acknowledged, stats.rejected, stats.messages, begin_us_,
      end_us,
      static_cast<double>(stats.sent) * 1e6 /
          static_cast<double>(end_us - begin_us_),
      quantile_ms(0.5), quantile_ms(0.99), quantile_ms(0.999), quantile_ms(1),
      static_cast<double>(longest_gap_us_) / 1000);
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Feeds a running ganchod at a fixed rate.");
  absl::ParseCommandLine(argc, argv);
  prctl(PR_SET_TIMERSLACK, 1'000);  // sleeps end when they should
  return gancho::PacedFeed().Run();
}
