// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-feed: streams call states into a running server as fast as it
// delivers them, and prints what it measured as one line of JSON.
//
// The load is closed: at most --max_outstanding deliveries wait at any moment,
// so that what is measured is delivery, not how fast a backlog can be written.

#include <httplib.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/bench/measure.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"

ABSL_FLAG(std::string, server, "127.0.0.1:7233", "Address of ganchod.");
ABSL_FLAG(int, metrics_port, 0, "Port of its --metrics_address.");
ABSL_FLAG(std::string, parent, "accounts/default", "The account.");
ABSL_FLAG(double, warmup_seconds, 2, "Load before the measured time.");
ABSL_FLAG(double, seconds, 10, "The measured time.");
ABSL_FLAG(int, max_outstanding, 5000,
          "Deliveries that may wait at once. Each state makes one.");
ABSL_FLAG(std::string, call_prefix, "call", "Begins every call id.");

namespace gancho {
namespace {

using bench::DeliveredCount;
using bench::kDelivered;
using bench::ReadCounter;

v1::CallState MakeState(int64_t number) {
  static constexpr v1::CallState::State kStates[] = {
      v1::CallState::START, v1::CallState::TALK, v1::CallState::END};
  v1::CallState state;
  state.set_call_id(
      absl::StrCat(absl::GetFlag(FLAGS_call_prefix), "-", number / 3));
  state.set_state(kStates[number % 3]);
  state.set_sequence(number % 3);
  state.mutable_occur_time()->set_seconds(1'750'000'000 + number);
  state.set_direction(v1::CallState::INBOUND);
  state.set_caller("+5491143210000");
  state.set_caller_name("Maria Gonzalez");
  state.set_called("+541150000000");
  state.set_extension("204");
  state.set_queue("sales");
  state.set_agent("jperez");
  return state;
}

int Run() {
  client::ConnectionOptions connection;
  connection.address = absl::GetFlag(FLAGS_server);
  client::CallStateStreamOptions options;
  options.parent = absl::GetFlag(FLAGS_parent);
  client::CallStateStream stream(client::Connect(connection), options);

  httplib::Client metrics("127.0.0.1", absl::GetFlag(FLAGS_metrics_port));
  const int64_t before = ReadCounter(metrics, kDelivered);
  DeliveredCount delivered(absl::GetFlag(FLAGS_metrics_port));
  const absl::Time begin =
      absl::Now() + absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
  const absl::Time end = begin + absl::Seconds(absl::GetFlag(FLAGS_seconds));
  int64_t sent = 0;
  int64_t at_begin = -1;
  absl::Time began;
  while (absl::Now() < end) {
    if (at_begin < 0 && absl::Now() >= begin) {
      at_begin = ReadCounter(metrics, kDelivered);
      began = absl::Now();
    }
    const int64_t room = absl::GetFlag(FLAGS_max_outstanding) -
                         (sent - (delivered.value() - before));
    if (room <= 0) {
      absl::SleepFor(absl::Milliseconds(1));
      continue;
    }
    for (int64_t i = 0; i < room; ++i) {
      const absl::Status status =
          stream.Send(MakeState(sent), absl::Now() + absl::Seconds(10));
      if (!status.ok()) {
        absl::FPrintF(stderr, "send: %s\n", status.ToString());
        return EXIT_FAILURE;
      }
      ++sent;
    }
  }
  const int64_t at_end = ReadCounter(metrics, kDelivered);
  const double measured = absl::ToDoubleSeconds(absl::Now() - began);
  const absl::Status closed = stream.Close(absl::Now() + absl::Seconds(30));
  if (!closed.ok()) {
    absl::FPrintF(stderr, "close: %s\n", closed.ToString());
    return EXIT_FAILURE;
  }
  // What was sent must arrive, too.
  const absl::Time patience = absl::Now() + absl::Seconds(60);
  while (delivered.value() - before < sent && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  const auto stats = stream.stats();
  absl::PrintF(
      "{\"sent\":%d,\"acknowledged\":%d,\"rejected\":%d,\"duplicates\":%d,"
      "\"delivered\":%d,\"lost\":%d,\"seconds\":%.3f,"
      "\"deliveries_per_s\":%.0f}\n",
      sent, stats.acknowledged, stats.rejected, stats.duplicates,
      delivered.value() - before, sent - (delivered.value() - before), measured,
      (at_end - at_begin) / measured);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Feeds a running ganchod and measures it.");
  absl::ParseCommandLine(argc, argv);
  return gancho::Run();
}
