// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_FAKE_TRANSPORT_H_
#define GANCHO_TESTS_TESTING_FAKE_TRANSPORT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/http_sender.h"
#include "delivery/request_preparer.h"
#include "tests/testing/sim_loop.h"

namespace gancho::testing {

// What a fake destination does with one request.
struct FakeAnswer {
  delivery::HttpResult result;
  absl::Duration delay;  // simulated, from the request to the result
};

inline FakeAnswer Answer(int status,
                         absl::Duration delay = absl::Milliseconds(10)) {
  FakeAnswer answer;
  answer.result.status_code = status;
  answer.delay = delay;
  return answer;
}

inline FakeAnswer Failure(v1::Attempt::Failure failure, std::string reason,
                          absl::Duration delay = absl::Milliseconds(10)) {
  FakeAnswer answer;
  answer.result.failure = failure;
  answer.result.reason = std::move(reason);
  answer.delay = delay;
  return answer;
}

// An HttpSender without a network: `destination` decides.
class FakeSender final : public delivery::HttpSender {
 public:
  using Destination = std::function<FakeAnswer(
      const std::string& webhook_id, const store::RenderedRequest& request)>;

  FakeSender(SimLoop* loop, Destination destination)
      : loop_(loop), destination_(std::move(destination)) {}

  void Send(delivery::OutboundRequest request, Done done) override {
    ++stats_.requests;
    ++in_flight_;
    most_in_flight_ = std::max(most_in_flight_, in_flight_);
    FakeAnswer answer =
        destination_(request.headers.at(0).second, *request.rendered);
    answer.result.total = answer.delay;
    loop_->RunAfter(answer.delay, [this, result = std::move(answer.result),
                                   done = std::move(done)]() mutable {
      --in_flight_;
      done(std::move(result));
    });
  }
  bool HasCapacity(const store::RenderedRequest&) const override {
    return true;
  }
  void SetCapacityCallback(absl::AnyInvocable<void()>) override {}
  void Abort() override {}
  Stats stats() const override { return stats_; }

  int in_flight() const { return in_flight_; }
  int most_in_flight() const { return most_in_flight_; }

 private:
  SimLoop* const loop_;
  const Destination destination_;
  Stats stats_;
  int in_flight_ = 0;
  int most_in_flight_ = 0;
};

// Adds webhook-id and nothing else.
class FakePreparer final : public delivery::RequestPreparer {
 public:
  void Prepare(const std::shared_ptr<const delivery::EventRuntime>& event,
               const store::DeliveryId& id,
               std::shared_ptr<const store::RenderedRequest> rendered,
               absl::Time, Done done) override {
    delivery::OutboundRequest request;
    request.rendered = std::move(rendered);
    request.headers.emplace_back("webhook-id", id.ToString());
    request.timeout = event->policy.timeout;
    done(std::move(request));
  }
  bool Renew(const delivery::EventRuntime&) override { return false; }
  void Forget(uint64_t) override {}
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_FAKE_TRANSPORT_H_
