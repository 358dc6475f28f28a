// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The C++ client's driver for the behaviour suite: does what its flags say and
// prints one JSON object. README.md tells what each driver must do.

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/error_details.h"
#include "clients/cpp/page_reader.h"
#include "gancho/v1/call_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, address, "", "The server, host:port.");
ABSL_FLAG(std::string, ca_file, "", "TLS with these roots.");
ABSL_FLAG(std::string, api_key, "", "The key to send.");
ABSL_FLAG(std::string, parent, "accounts/default", "The account.");
ABSL_FLAG(int64_t, calls, 1, "How many calls.");
ABSL_FLAG(int64_t, states_per_call, 1, "How many states of each.");
ABSL_FLAG(int, max_message_states, 200, "States a message.");
ABSL_FLAG(int, max_message_delay_ms, 5, "How long a message gathers.");
ABSL_FLAG(int, max_buffered_states, 50'000, "States not acknowledged.");
ABSL_FLAG(int, initial_backoff_ms, 10, "The first backoff.");
ABSL_FLAG(int, max_backoff_ms, 200, "The longest backoff.");
ABSL_FLAG(std::string, on_full, "wait", "wait or fail.");
ABSL_FLAG(int64_t, send_deadline_ms, 60'000, "Of one Send.");
ABSL_FLAG(int64_t, flush_deadline_ms, 60'000, "Of Close.");
ABSL_FLAG(double, rate, 0, "States a second, 0 for no limit.");
ABSL_FLAG(bool, unary, false, "One ReportCallState instead.");
ABSL_FLAG(int, list, 0, "Lists events instead, with this page size.");

namespace gancho::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// What the driver prints.
class Output {
 public:
  void Set(const std::string& key, double number) {
    (*result_.mutable_fields())[key].set_number_value(number);
  }
  void AddRejection(const CallStateStreamOptions::Rejection& rejection);
  void AddName(const std::string& name) {
    List("names")->set_string_value(name);
  }
  // Keeps the first.
  void SetError(const absl::Status& status);
  void SetStats(const CallStateStream::Stats& stats);
  std::string Json() const;

 private:
  Value* List(const std::string& key) {
    return (*result_.mutable_fields())[key].mutable_list_value()->add_values();
  }
  static void Describe(const absl::Status& status, Struct* object);

  Struct result_;
};

void Output::Describe(const absl::Status& status, Struct* object) {
  auto& fields = *object->mutable_fields();
  fields["code"].set_string_value(absl::StatusCodeToString(status.code()));
  fields["message"].set_string_value(std::string(status.message()));
  const ErrorDetails details = DetailsOf(status);
  if (!details.reason.empty()) {
    fields["reason"].set_string_value(details.reason);
  }
  if (!details.field_violations.empty()) {
    fields["field"].set_string_value(details.field_violations[0].field);
  }
  if (details.retry_delay) {
    fields["retry_delay_ms"].set_number_value(
        absl::ToDoubleMilliseconds(*details.retry_delay));
  }
}

void Output::AddRejection(const CallStateStreamOptions::Rejection& rejection) {
  Struct* const object = List("rejections")->mutable_struct_value();
  Describe(ToAbslStatus(rejection.status), object);
  auto& fields = *object->mutable_fields();
  fields["message_id"].set_number_value(
      static_cast<double>(rejection.message_id));
  fields["index"].set_number_value(rejection.index);
  fields["call_id"].set_string_value(
      rejection.state == nullptr ? "" : rejection.state->call_id());
}

void Output::SetError(const absl::Status& status) {
  if (status.ok() || result_.fields().contains("error")) return;
  Describe(status, (*result_.mutable_fields())["error"].mutable_struct_value());
}

void Output::SetStats(const CallStateStream::Stats& stats) {
  Set("sent", static_cast<double>(stats.sent));
  Set("acknowledged", static_cast<double>(stats.acknowledged));
  Set("rejected", static_cast<double>(stats.rejected));
  Set("duplicates", static_cast<double>(stats.duplicates));
  Set("messages", static_cast<double>(stats.messages));
  Set("connections", static_cast<double>(stats.connections));
  Set("buffered", static_cast<double>(stats.buffered));
}

std::string Output::Json() const {
  Struct whole = result_;
  if (!whole.fields().contains("error")) {
    (*whole.mutable_fields())["error"].set_null_value({});
  }
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(whole, &text);
  return text;
}

absl::Time After(int64_t milliseconds) {
  return absl::Now() + absl::Milliseconds(milliseconds);
}

ConnectionOptions ConnectionFromFlags() {
  ConnectionOptions options;
  options.address = absl::GetFlag(FLAGS_address);
  options.api_key = absl::GetFlag(FLAGS_api_key);
  const std::string ca_file = absl::GetFlag(FLAGS_ca_file);
  if (!ca_file.empty()) {
    std::ifstream file(ca_file);
    options.tls = true;
    options.ca_certificates =
        std::string(std::istreambuf_iterator<char>(file), {});
  }
  return options;
}

CallStateStreamOptions StreamFromFlags() {
  CallStateStreamOptions options;
  options.parent = absl::GetFlag(FLAGS_parent);
  options.max_message_states = absl::GetFlag(FLAGS_max_message_states);
  options.max_message_delay =
      absl::Milliseconds(absl::GetFlag(FLAGS_max_message_delay_ms));
  options.max_buffered_states = absl::GetFlag(FLAGS_max_buffered_states);
  options.initial_backoff =
      absl::Milliseconds(absl::GetFlag(FLAGS_initial_backoff_ms));
  options.max_backoff = absl::Milliseconds(absl::GetFlag(FLAGS_max_backoff_ms));
  return options;
}

v1::CallState MakeState(int64_t call, int64_t sequence, int64_t last) {
  v1::CallState state;
  state.set_call_id(absl::StrCat("call-", call));
  state.set_sequence(sequence);
  state.set_state(sequence == 1      ? v1::CallState::START
                  : sequence == last ? v1::CallState::END
                                     : v1::CallState::TALK);
  return state;
}

// Sends until all is sent or the first error.
absl::Status SendAll(CallStateStream* stream) {
  const absl::Time started = absl::Now();
  const int64_t calls = absl::GetFlag(FLAGS_calls);
  const int64_t states_per_call = absl::GetFlag(FLAGS_states_per_call);
  const double rate = absl::GetFlag(FLAGS_rate);
  const bool wait = absl::GetFlag(FLAGS_on_full) == "wait";
  const int64_t send_deadline_ms = absl::GetFlag(FLAGS_send_deadline_ms);
  int64_t sent = 0;
  for (int64_t sequence = 1; sequence <= states_per_call; ++sequence) {
    for (int64_t call = 0; call < calls; ++call) {
      v1::CallState state = MakeState(call, sequence, states_per_call);
      const absl::Status status =
          wait ? stream->Send(std::move(state), After(send_deadline_ms))
               : stream->TrySend(std::move(state));
      if (!status.ok()) return status;
      ++sent;
      if (rate > 0) {
        absl::Notification().WaitForNotificationWithTimeout(
            started + absl::Seconds(static_cast<double>(sent) / rate) -
            absl::Now());
      }
    }
  }
  return absl::OkStatus();
}

void Stream(Output* output) {
  absl::Mutex mu;  // guards *output
  CallStateStreamOptions options = StreamFromFlags();
  options.on_rejection =
      [&](const CallStateStreamOptions::Rejection& rejection) {
        absl::MutexLock lock(&mu);
        output->AddRejection(rejection);
      };
  CallStateStream stream(Connect(ConnectionFromFlags()), options);
  const absl::Status sent = SendAll(&stream);
  const absl::Status closed =
      stream.Close(After(absl::GetFlag(FLAGS_flush_deadline_ms)));
  absl::MutexLock lock(&mu);
  output->SetError(sent);
  output->SetError(closed);
  output->SetStats(stream.stats());
}

void Report(Output* output) {
  const auto stub = v1::CallService::NewStub(Connect(ConnectionFromFlags()));
  v1::ReportCallStateRequest request;
  request.set_parent(absl::GetFlag(FLAGS_parent));
  *request.mutable_call_state() = MakeState(0, 1, 1);
  v1::ReportCallStateResponse response;
  grpc::ClientContext context;
  context.set_deadline(
      absl::ToChronoTime(After(absl::GetFlag(FLAGS_send_deadline_ms))));
  const absl::Status status =
      ToAbslStatus(stub->ReportCallState(&context, request, &response));
  output->SetError(status);
  output->SetStats({.sent = 1, .acknowledged = status.ok() ? 1 : 0});
  if (status.ok()) output->AddName(response.call());
}

void List(Output* output) {
  const auto stub = v1::EventService::NewStub(Connect(ConnectionFromFlags()));
  v1::ListEventsRequest request;
  request.set_parent(absl::GetFlag(FLAGS_parent));
  request.set_page_size(absl::GetFlag(FLAGS_list));
  PageReader events(stub.get(), &v1::EventService::Stub::ListEvents, request,
                    &v1::ListEventsResponse::events);
  while (true) {
    const auto event = events.Next();
    output->SetError(event.status());
    if (!event.ok() || !event->has_value()) break;
    output->AddName((*event)->name());
  }
  output->SetStats({});
}

int Main() {
  if (absl::GetFlag(FLAGS_address).empty()) {
    std::cerr << "error: --address is missing\n";
    return 2;
  }
  Output output;
  const absl::Time started = absl::Now();
  if (absl::GetFlag(FLAGS_unary)) {
    Report(&output);
  } else if (absl::GetFlag(FLAGS_list) > 0) {
    List(&output);
  } else {
    Stream(&output);
  }
  output.Set("elapsed_ms", absl::ToDoubleMilliseconds(absl::Now() - started));
  std::cout << output.Json() << "\n";
  return 0;
}

}  // namespace
}  // namespace gancho::client

int main(int argc, char** argv) {
  if (absl::ParseCommandLine(argc, argv).size() > 1) return 2;
  return gancho::client::Main();
}
