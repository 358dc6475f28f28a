// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/asio_loop.h"

#include <utility>

#include "absl/time/time.h"
#include "boost/asio/post.hpp"

namespace gancho::delivery {

AsioLoop::AsioLoop()
    : context_(/*concurrency_hint=*/1),
      work_(boost::asio::make_work_guard(context_)),
      alarm_(context_) {}

void AsioLoop::Post(absl::AnyInvocable<void()> task) {
  boost::asio::post(context_, std::move(task));
}

void AsioLoop::SetAlarm(absl::Duration delay, absl::AnyInvocable<void()> task) {
  const uint64_t number = ++alarm_number_;
  alarm_.expires_after(absl::ToChronoNanoseconds(delay));
  alarm_.async_wait([this, number, task = std::move(task)](
                        const boost::system::error_code& error) mutable {
    if (!error && number == alarm_number_) task();
  });
}

void AsioLoop::Run() { context_.run(); }

void AsioLoop::Stop() {
  Post([this] {
    ++alarm_number_;
    alarm_.cancel();
    work_.reset();
    context_.stop();
  });
}

}  // namespace gancho::delivery
