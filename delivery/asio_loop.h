// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ASIO_LOOP_H_
#define GANCHO_DELIVERY_ASIO_LOOP_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "delivery/loop.h"

namespace gancho::delivery {

// A Loop on an io_context, for one thread.
class AsioLoop final : public Loop {
 public:
  AsioLoop();

  void Post(absl::AnyInvocable<void()> task) override;
  void SetAlarm(absl::Duration delay, absl::AnyInvocable<void()> task) override;

  boost::asio::io_context& context() { return context_; }

  // Runs until Stop(). On the thread that becomes the loop's.
  void Run();
  // Lets Run() return once what is posted has run. Thread-safe.
  void Stop();

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_;
  boost::asio::steady_timer alarm_;
  // Tells an alarm that was replaced while its handler was queued already.
  uint64_t alarm_number_ = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ASIO_LOOP_H_
