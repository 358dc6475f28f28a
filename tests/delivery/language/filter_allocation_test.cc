// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Evaluating a filter allocates nothing. In a program of its own, because it
// replaces operator new.

#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include "delivery/language/answer.pb.h"
#include "delivery/language/filter.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gtest/gtest.h"

namespace {

int allocations = 0;

void* Allocate(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size); }
void* operator new[](std::size_t size) { return Allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace gancho::delivery {
namespace {

void ExpectNoAllocation(std::string_view text,
                        const google::protobuf::Message& message) {
  const absl::StatusOr<Filter> filter =
      Filter::Compile(text, message.GetDescriptor());
  ASSERT_TRUE(filter.ok()) << filter.status();
  const int before = allocations;
  const bool matches = filter->Matches(message);
  EXPECT_EQ(allocations - before, 0) << text;
  EXPECT_TRUE(matches) << text;
}

TEST(FilterAllocationTest, EvaluatesWithoutAllocation) {
  const std::string long_text(200, 'x');
  v1::Call call;
  call.set_state(v1::CallState::END);
  call.set_direction(v1::CallState::INBOUND);
  call.set_queue(long_text);
  call.set_cost("12.50");
  call.mutable_ring_duration()->set_seconds(30);
  call.mutable_end_time()->set_seconds(1);
  (*call.mutable_labels())["queue"] = long_text;
  // The first match of the program may set up what protobuf does once.
  ExpectNoAllocation("direction = INBOUND", call);
  ExpectNoAllocation(
      "direction = INBOUND AND answered = false AND ring_duration > 20s AND "
      "labels.queue = \"xxx*x\" AND queue:xxx AND queue != \"" +
          std::string(100, 'x') +
          "\" AND cost > 12.49 AND end_time < 2026-01-01T00:00:00Z AND "
          "labels:queue AND -labels:other AND labels:* AND queue > 5 OR "
          "queue > w",
      call);

  Answer answer;
  answer.set_status(400);
  answer.set_body(long_text + "Queue is full");
  (*answer.mutable_header())["retry-after"] = "120";
  ExpectNoAllocation(
      "status = 400 AND body = \"*Queue is full\" AND header.Retry-After > 60",
      answer);

  v1::Delivery delivery;
  delivery.add_attempts()->set_reason(long_text);
  delivery.mutable_request()->add_headers()->set_value(long_text);
  ExpectNoAllocation(
      "attempts.reason:\"*xxx*\" AND request.headers.value:\"x*\"", delivery);
}

}  // namespace
}  // namespace gancho::delivery
