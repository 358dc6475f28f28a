// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Compiles any bytes as a filter and evaluates what compiles. The first byte
// chooses the message type.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "delivery/language/answer.pb.h"
#include "delivery/language/filter.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/require.h"

namespace gancho::delivery {
namespace {

const google::protobuf::Message& Sample(uint8_t choice) {
  static const auto* const kAnswer = [] {
    auto* answer = new Answer();
    answer->set_status(503);
    answer->set_body("\xff Queue is full");
    (*answer->mutable_header())["retry-after"] = "120";
    return answer;
  }();
  static const auto* const kCall = [] {
    auto* call = new v1::Call();
    call->set_direction(v1::CallState::INBOUND);
    call->set_caller("+5491143210000");
    call->set_cost("12.50");
    call->mutable_start_time()->set_seconds(1767225600);
    call->mutable_duration()->set_seconds(30);
    (*call->mutable_labels())["queue"] = "sales";
    return call;
  }();
  static const auto* const kDelivery = [] {
    auto* delivery = new v1::Delivery();
    delivery->add_attempts()->set_status_code(500);
    delivery->add_attempts()->mutable_retry_after()->set_seconds(1);
    return delivery;
  }();
  switch (choice % 4) {
    case 0:
      return *kAnswer;
    case 1:
      return *kDelivery;
    case 2:
      return v1::Event::default_instance();
    default:
      return *kCall;
  }
}

void Run(std::string_view input) {
  if (input.empty()) return;
  const google::protobuf::Message& message =
      Sample(static_cast<uint8_t>(input[0]));
  const std::string_view text = input.substr(1);
  const absl::StatusOr<Filter> filter =
      Filter::Compile(text, message.GetDescriptor());
  if (!filter.ok()) {
    // A reason is short, whatever the text.
    GANCHO_REQUIRE(filter.status().code() ==
                   absl::StatusCode::kInvalidArgument);
    GANCHO_REQUIRE(filter.status().message().size() < 1000);
    return;
  }
  const bool matches = filter->Matches(message);
  // Parentheses change nothing, and NOT is the opposite. Too long or too deep
  // by them is no finding.
  const std::string negated = "NOT (" + std::string(text) + "\n)";
  const absl::StatusOr<Filter> opposite =
      Filter::Compile(negated, message.GetDescriptor());
  GANCHO_REQUIRE(!opposite.ok() || opposite->Matches(message) != matches);
}

}  // namespace
}  // namespace gancho::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gancho::delivery::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
