// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-load: many callers at once, streams or unary calls, that send
// states as fast as the server delivers them; prints what it measured as one
// line of JSON.
//
// The load is closed twice: a caller has only so much that is not acknowledged,
// and at most --max_outstanding deliveries wait at any moment.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/bench/callers.h"
#include "clients/bench/measure.h"

ABSL_FLAG(std::string, server, "127.0.0.1:7233", "Address of ganchod.");
ABSL_FLAG(int, metrics_port, 0, "Port of its --metrics_address.");
ABSL_FLAG(std::string, parent, "accounts/default",
          "The account; with --accounts the beginning of their names.");
ABSL_FLAG(int, accounts, 0,
          "Spreads the callers over PARENT0, PARENT1 and so on, so many.");
ABSL_FLAG(int, streams, 1, "Callers that each have a stream.");
ABSL_FLAG(int, unary, 0,
          "Callers that make unary calls, one at a time each, instead of the"
          " streams.");
ABSL_FLAG(int, unacknowledged, 4096,
          "States that all streams together have under way.");
ABSL_FLAG(int, max_outstanding, 8192, "Deliveries that may wait at once.");
ABSL_FLAG(int, deliveries_per_state, 1, "How many deliveries a state makes.");
ABSL_FLAG(int, queues, 0,
          "Calls are spread over the queues q0, q1 and so on, so many. 0: all"
          " are in the queue 'sales'.");
ABSL_FLAG(double, warmup_seconds, 2, "Load before the measured time.");
ABSL_FLAG(double, seconds, 10, "The measured time.");
ABSL_FLAG(int64_t, count, 0,
          "Ends after so many states instead; no warm-up then.");
ABSL_FLAG(double, drain_seconds, 120,
          "How long what was sent may take to be delivered at the end.");
ABSL_FLAG(std::string, call_prefix, "call", "Begins every call id.");

namespace gancho::bench {
namespace {

// The server takes 1,000 streams a connection; real callers are fewer.
constexpr int kStreamsPerConnection = 64;
constexpr int kMaxMessageStates = 256;

// Channels with the same arguments share a connection unless told not to.
std::shared_ptr<grpc::Channel> OwnConnection() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::GetFlag(FLAGS_server),
                                   grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::string ParentOf(int caller) {
  const int accounts = absl::GetFlag(FLAGS_accounts);
  return accounts == 0
             ? absl::GetFlag(FLAGS_parent)
             : absl::StrCat(absl::GetFlag(FLAGS_parent), caller % accounts);
}

std::vector<std::unique_ptr<Caller>> MakeCallers(Shared* shared) {
  const int unary = absl::GetFlag(FLAGS_unary);
  const int count = unary > 0 ? unary : absl::GetFlag(FLAGS_streams);
  const int window =
      std::max(2, absl::GetFlag(FLAGS_unacknowledged) / std::max(1, count));
  std::vector<std::unique_ptr<Caller>> callers;
  std::shared_ptr<grpc::Channel> channel;
  for (int i = 0; i < count; ++i) {
    if (i % kStreamsPerConnection == 0) channel = OwnConnection();
    CallerOptions options;
    options.parent = ParentOf(i);
    options.number = i;
    options.callers = count;
    options.window = window;
    options.max_message_states = std::min(kMaxMessageStates, window / 2);
    options.queues = absl::GetFlag(FLAGS_queues);
    options.call_prefix = absl::GetFlag(FLAGS_call_prefix);
    if (unary > 0) {
      callers.push_back(MakeUnaryCaller(channel, options, shared));
    } else {
      callers.push_back(MakeStreamCaller(channel, options, shared));
    }
  }
  return callers;
}

class Load {
 public:
  int Run();

 private:
  void AllowMore();
  void PumpUntil(absl::Time end);

  const int64_t per_state_ = absl::GetFlag(FLAGS_deliveries_per_state);
  httplib::Client metrics_{"127.0.0.1", absl::GetFlag(FLAGS_metrics_port)};
  const int64_t before_ = ReadCounter(metrics_, kDelivered);
  DeliveredCount delivered_{absl::GetFlag(FLAGS_metrics_port)};
  Shared shared_;
  std::vector<std::unique_ptr<Caller>> callers_;
};

// Raises what the callers may send to what has been delivered.
void Load::AllowMore() {
  const int64_t ended = std::max<int64_t>(0, delivered_.value() - before_);
  int64_t allowed = (ended + absl::GetFlag(FLAGS_max_outstanding)) / per_state_;
  const int64_t count = absl::GetFlag(FLAGS_count);
  if (count > 0) allowed = std::min(allowed, count);
  shared_.allowed = allowed;
}

void Load::PumpUntil(absl::Time end) {
  const int64_t count = absl::GetFlag(FLAGS_count);
  size_t first = 0;
  while (absl::Now() < end && shared_.broken == 0 &&
         (count == 0 || shared_.acknowledged < count)) {
    AllowMore();
    // Another one begins each time, lest the last starve.
    for (size_t i = 0; i < callers_.size(); ++i) {
      callers_[(first + i) % callers_.size()]->Pump();
    }
    first = (first + 97) % callers_.size();
    absl::SleepFor(absl::Milliseconds(2));
  }
}

int Load::Run() {
  const bool counted = absl::GetFlag(FLAGS_count) > 0;
  callers_ = MakeCallers(&shared_);
  for (const auto& caller : callers_) caller->Start();
  if (!counted) {
    PumpUntil(absl::Now() + absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds)));
  }
  shared_.measuring = true;
  const absl::Time began = absl::Now();
  const int64_t acknowledged_before = shared_.acknowledged;
  const int64_t delivered_before = ReadCounter(metrics_, kDelivered);
  PumpUntil(counted
                ? absl::InfiniteFuture()
                : absl::Now() + absl::Seconds(absl::GetFlag(FLAGS_seconds)));
  const int64_t acknowledged = shared_.acknowledged - acknowledged_before;
  const int64_t delivered =
      ReadCounter(metrics_, kDelivered) - delivered_before;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
  shared_.measuring = false;
  shared_.allowed = 0;

  std::vector<int64_t> latencies_us;
  for (const auto& caller : callers_) caller->Finish();
  for (const auto& caller : callers_) {
    const grpc::Status status = caller->Wait();
    if (!status.ok()) {
      absl::FPrintF(stderr, "a caller: %s\n", status.error_message());
      return EXIT_FAILURE;
    }
    latencies_us.insert(latencies_us.end(), caller->latencies_us().begin(),
                        caller->latencies_us().end());
  }
  std::sort(latencies_us.begin(), latencies_us.end());
  // What was acknowledged must arrive, too.
  const int64_t due = (shared_.acknowledged - shared_.rejected) * per_state_;
  const absl::Time patience =
      absl::Now() + absl::Seconds(absl::GetFlag(FLAGS_drain_seconds));
  while (delivered_.value() - before_ < due && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  absl::PrintF(
      "{\"sent\":%d,\"acknowledged\":%d,\"rejected\":%d,\"delivered\":%d,"
      "\"lost\":%d,\"seconds\":%.3f,\"states_per_s\":%.0f,"
      "\"deliveries_per_s\":%.0f,\"ack_p50_ms\":%.3f,\"ack_p99_ms\":%.3f,"
      "\"ack_p999_ms\":%.3f,\"ack_max_ms\":%.3f}\n",
      shared_.taken.load(), shared_.acknowledged.load(),
      shared_.rejected.load(), delivered_.value() - before_,
      due - (delivered_.value() - before_), seconds,
      static_cast<double>(acknowledged) / seconds,
      static_cast<double>(delivered) / seconds, QuantileMs(latencies_us, 0.5),
      QuantileMs(latencies_us, 0.99), QuantileMs(latencies_us, 0.999),
      QuantileMs(latencies_us, 1));
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace gancho::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Loads a running ganchod with many callers.");
  absl::ParseCommandLine(argc, argv);
  return gancho::bench::Load().Run();
}
