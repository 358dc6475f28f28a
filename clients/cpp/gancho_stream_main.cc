// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Streams call states, one JSON object a line, into a server:
//
//   gancho-stream --parent=accounts/default < states.jsonl
//
// Prints every refused state to stderr and the counters to stdout. Exits 0 if
// every state was acknowledged and none refused, 1 otherwise, 2 on bad input.

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/call_state_stream.h"
#include "clients/cpp/connection.h"
#include "gancho/v1/call.pb.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, address, "127.0.0.1:7233", "The server, host:port.");
ABSL_FLAG(std::string, parent, "accounts/default", "The account.");
ABSL_FLAG(std::string, input, "-",
          "File with one CallState as JSON a line; - reads stdin.");
ABSL_FLAG(int, repeat, 1,
          "How often the file is sent; copies above the first get `-N` behind "
          "each call_id. Not with stdin.");
ABSL_FLAG(double, rate, 0, "At most this many states a second; 0: no limit.");
ABSL_FLAG(int, message_states, 200, "At most this many states a message.");
ABSL_FLAG(int, buffered_states, 50'000,
          "At most this many states that are not acknowledged.");
ABSL_FLAG(absl::Duration, timeout, absl::Minutes(5),
          "Gives up when a state or the end waits longer than this.");
ABSL_FLAG(bool, tls, false, "Connect with TLS.");
ABSL_FLAG(std::string, ca_file, "", "PEM file with the trusted roots.");
ABSL_FLAG(std::string, certificate, "", "PEM file, for mutual TLS.");
ABSL_FLAG(std::string, key, "", "PEM file, for mutual TLS.");
ABSL_FLAG(std::string, server_name, "",
          "Name in the server's certificate, if not that of --address.");

namespace gancho::client {
namespace {

constexpr int kBadInput = 2;

// Empty for an empty name; ends the program if the file cannot be read.
std::string ReadFile(const std::string& name) {
  if (name.empty()) return "";
  std::ifstream file(name, std::ios::binary);
  if (!file) {
    std::cerr << "error: cannot read " << name << "\n";
    std::exit(kBadInput);
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

ConnectionOptions ConnectionFromFlags() {
  ConnectionOptions options;
  options.address = absl::GetFlag(FLAGS_address);
  options.tls = absl::GetFlag(FLAGS_tls);
  options.ca_certificates = ReadFile(absl::GetFlag(FLAGS_ca_file));
  options.client_certificate = ReadFile(absl::GetFlag(FLAGS_certificate));
  options.client_key = ReadFile(absl::GetFlag(FLAGS_key));
  options.server_name = absl::GetFlag(FLAGS_server_name);
  return options;
}

CallStateStreamOptions StreamFromFlags() {
  CallStateStreamOptions options;
  options.parent = absl::GetFlag(FLAGS_parent);
  options.max_message_states = absl::GetFlag(FLAGS_message_states);
  options.max_buffered_states = absl::GetFlag(FLAGS_buffered_states);
  options.on_rejection =
      [](const CallStateStreamOptions::Rejection& rejection) {
        std::cerr << "refused: message " << rejection.message_id << " state "
                  << rejection.index;
        if (rejection.state != nullptr) {
          std::cerr << " (call " << rejection.state->call_id() << ")";
        }
        std::cerr << ": " << rejection.status.message() << "\n";
      };
  return options;
}

// Sends all lines of `input`. How many there were, or -1 after an error.
int64_t SendLines(std::istream& input, const std::string& suffix,
                  int64_t sent_before, absl::Time started,
                  CallStateStream* stream) {
  const double rate = absl::GetFlag(FLAGS_rate);
  int64_t sent = 0;
  int64_t number = 0;
  std::string line;
  while (std::getline(input, line)) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    v1::CallState state;
    const auto parsed =
        google::protobuf::util::JsonStringToMessage(line, &state);
    if (!parsed.ok()) {
      std::cerr << "error: line " << number << ": " << parsed.ToString()
                << "\n";
      return -1;
    }
    if (!suffix.empty()) state.set_call_id(state.call_id() + suffix);
    if (rate > 0) {
      const absl::Time due =
          started +
          absl::Seconds(static_cast<double>(sent_before + sent) / rate);
      const absl::Duration wait = due - absl::Now();
      if (wait > absl::ZeroDuration()) absl::SleepFor(wait);
    }
    const absl::Status status = stream->Send(
        std::move(state), absl::Now() + absl::GetFlag(FLAGS_timeout));
    if (!status.ok()) {
      std::cerr << "error: " << status.ToString() << "\n";
      return -1;
    }
    ++sent;
  }
  return sent;
}

bool SendAll(absl::Time started, CallStateStream* stream) {
  const std::string input = absl::GetFlag(FLAGS_input);
  if (input == "-") {
    return SendLines(std::cin, "", 0, started, stream) >= 0;
  }
  int64_t sent = 0;
  for (int copy = 1; copy <= absl::GetFlag(FLAGS_repeat); ++copy) {
    std::ifstream file(input);
    if (!file) {
      std::cerr << "error: cannot read " << input << "\n";
      return false;
    }
    const std::string suffix = copy == 1 ? "" : "-" + std::to_string(copy);
    const int64_t lines = SendLines(file, suffix, sent, started, stream);
    if (lines < 0) return false;
    sent += lines;
  }
  return true;
}

int Main() {
  CallStateStream stream(Connect(ConnectionFromFlags()), StreamFromFlags());
  const absl::Time started = absl::Now();
  const bool sent_all = SendAll(started, &stream);
  // What was sent before bad input is still made durable.
  const absl::Status closed =
      stream.Close(absl::Now() + absl::GetFlag(FLAGS_timeout));
  if (!closed.ok()) std::cerr << "error: " << closed.ToString() << "\n";
  const absl::Duration took = absl::Now() - started;
  const CallStateStream::Stats stats = stream.stats();
  std::cout << "sent=" << stats.sent << " acknowledged=" << stats.acknowledged
            << " rejected=" << stats.rejected
            << " duplicates=" << stats.duplicates
            << " messages=" << stats.messages
            << " connections=" << stats.connections
            << " seconds=" << absl::ToDoubleSeconds(took) << "\n";
  if (!sent_all) return kBadInput;
  return closed.ok() && stats.rejected == 0 ? 0 : 1;
}

}  // namespace
}  // namespace gancho::client

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Streams call states, one JSON object a line, into a Gancho server.");
  const auto rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    std::cerr << "error: unexpected argument " << rest[1] << "\n";
    return gancho::client::kBadInput;
  }
  return gancho::client::Main();
}
