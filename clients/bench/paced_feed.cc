// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-paced-feed: streams call states into a running server at a fixed
// rate, whatever the server does, and prints the times from send to
// acknowledgement as one line of JSON.
//
// Each state carries the microsecond at which it was due to be sent in the
// label "at", so a stall of the sender counts as latency and hides nothing.
// State n belongs to destination --first_destination + n % --destinations
// (queue "q<destination>"); the states of one call are a second apart, as far
// as the rate allows.

#include <grpcpp/grpcpp.h>
#include <sys/prctl.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/bench/measure.h"
#include "clients/cpp/connection.h"
#include "gancho/v1/call_service.grpc.pb.h"

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

constexpr int64_t kMaxMessageStates = 500;
constexpr size_t kMaxUnacknowledged = 50'000;

int64_t NowUs() { return absl::GetCurrentTimeNanos() / 1000; }

bool Ok(const grpc::Status& status, const char* what) {
  if (status.ok()) return true;
  absl::FPrintF(stderr, "%s: %s\n", what, status.error_message());
  return false;
}

class PacedFeed {
 public:
  int Run(const std::shared_ptr<grpc::Channel>& channel);

 private:
  struct Message {
    int64_t id;
    std::vector<int64_t> due_us;
  };
  using Stream = grpc::ClientReaderWriter<v1::StreamCallStatesRequest,
                                          v1::StreamCallStatesResponse>;

  void Fill(int64_t number, int64_t at_us, v1::CallState* state) const;
  void ReadAcknowledgements(Stream* stream);

  const int64_t destinations_ = absl::GetFlag(FLAGS_destinations);
  const int64_t first_destination_ = absl::GetFlag(FLAGS_first_destination);
  const double rate_ = absl::GetFlag(FLAGS_rate);
  // States between two of one call.
  const int64_t spread_ =
      destinations_ *
      std::max<int64_t>(
          1, static_cast<int64_t>(rate_ > 0 ? rate_ : 10'000) / destinations_);
  const std::string call_prefix_ = absl::GetFlag(FLAGS_call_prefix);

  absl::Mutex mu_;
  std::deque<Message> waiting_ ABSL_GUARDED_BY(mu_);
  int64_t unacknowledged_ ABSL_GUARDED_BY(mu_) = 0;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  // Of the reading thread.
  std::vector<int64_t> latencies_us_;
  int64_t last_ack_us_ = 0;
  int64_t longest_gap_us_ = 0;
  int64_t rejected_ = 0;
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

void PacedFeed::ReadAcknowledgements(Stream* stream) {
  v1::StreamCallStatesResponse response;
  const int64_t gaps_from_us =
      NowUs() + int64_t{absl::GetFlag(FLAGS_gaps_after)} * 1'000'000;
  while (stream->Read(&response)) {
    const int64_t now_us = NowUs();
    if (last_ack_us_ >= gaps_from_us) {
      longest_gap_us_ = std::max(longest_gap_us_, now_us - last_ack_us_);
    }
    last_ack_us_ = now_us;
    rejected_ += response.rejections_size();
    if (response.rejections_size() > 0) {
      absl::FPrintF(stderr, "refused: %s\n",
                    response.rejections(0).status().message());
    }
    absl::MutexLock lock(&mu_);
    while (!waiting_.empty() &&
           waiting_.front().id <= response.acked_message_id()) {
      for (const int64_t due_us : waiting_.front().due_us) {
        latencies_us_.push_back(now_us - due_us);
      }
      unacknowledged_ -= static_cast<int64_t>(waiting_.front().due_us.size());
      waiting_.pop_front();
    }
  }
  absl::MutexLock lock(&mu_);
  ended_ = true;
}

int PacedFeed::Run(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = v1::CallService::NewStub(channel);
  grpc::ClientContext context;
  const auto stream = stub->StreamCallStates(&context);
  std::thread reader([&] { ReadAcknowledgements(stream.get()); });
  const int64_t count = absl::GetFlag(FLAGS_count);
  latencies_us_.reserve(count);
  const int64_t begin_us = NowUs();
  int64_t sent = 0;
  int64_t message_id = 0;
  v1::StreamCallStatesRequest request;
  while (sent < count) {
    int64_t now_us = NowUs();
    int64_t due = sent + kMaxMessageStates;
    if (rate_ > 0) {
      const double elapsed = static_cast<double>(now_us - begin_us) / 1e6;
      due = elapsed < 0 ? 0 : static_cast<int64_t>(elapsed * rate_) + 1;
      if (due <= sent) {
        const auto next_us =
            begin_us +
            static_cast<int64_t>(static_cast<double>(sent) / rate_ * 1e6) + 1;
        absl::SleepFor(absl::Microseconds(next_us - now_us));
        continue;
      }
    }
    due = std::min({due, count, sent + kMaxMessageStates});
    request.Clear();
    if (message_id == 0) request.set_parent(absl::GetFlag(FLAGS_parent));
    request.set_message_id(++message_id);
    Message message{message_id, {}};
    for (; sent < due; ++sent) {
      const int64_t at_us =
          rate_ > 0 ? begin_us + static_cast<int64_t>(
                                     static_cast<double>(sent) / rate_ * 1e6)
                    : now_us;
      Fill(sent, at_us, request.add_call_states());
      message.due_us.push_back(at_us);
    }
    {
      absl::MutexLock lock(&mu_);
      const auto has_room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
        return ended_ || waiting_.size() < kMaxUnacknowledged / 500 ||
               (rate_ > 0 &&
                unacknowledged_ < static_cast<int64_t>(kMaxUnacknowledged));
      };
      mu_.Await(absl::Condition(&has_room));
      unacknowledged_ += static_cast<int64_t>(message.due_us.size());
      waiting_.push_back(std::move(message));
    }
    if (!stream->Write(request)) break;
  }
  const int64_t end_us = NowUs();
  stream->WritesDone();
  reader.join();
  if (!Ok(stream->Finish(), "StreamCallStates")) return EXIT_FAILURE;
  std::sort(latencies_us_.begin(), latencies_us_.end());
  const auto quantile_ms = [this](double q) {
    return bench::QuantileMs(latencies_us_, q);
  };
  absl::PrintF(
      "{\"sent\":%d,\"acknowledged\":%d,\"rejected\":%d,\"begin_us\":%d,"
      "\"end_us\":%d,\"states_per_s\":%.0f,\"ack_p50_ms\":%.3f,"
      "\"ack_p99_ms\":%.3f,\"ack_p999_ms\":%.3f,\"ack_max_ms\":%.3f,"
      "\"longest_ack_gap_ms\":%.3f}\n",
      sent, latencies_us_.size(), rejected_, begin_us, end_us,
      static_cast<double>(sent) * 1e6 / static_cast<double>(end_us - begin_us),
      quantile_ms(0.5), quantile_ms(0.99), quantile_ms(0.999), quantile_ms(1),
      static_cast<double>(longest_gap_us_) / 1000);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Feeds a running ganchod at a fixed rate.");
  absl::ParseCommandLine(argc, argv);
  prctl(PR_SET_TIMERSLACK, 1'000);  // sleeps end when they should
  gancho::client::ConnectionOptions connection;
  connection.address = absl::GetFlag(FLAGS_server);
  return gancho::PacedFeed().Run(gancho::client::Connect(connection));
}
