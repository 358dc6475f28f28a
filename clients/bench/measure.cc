// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "clients/bench/measure.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace gancho::bench {

int64_t ReadCounter(httplib::Client& metrics, const std::string& name) {
  const auto response = metrics.Get("/metrics");
  if (!response || response->status != 200) return -1;
  const std::string& text = response->body;
  for (size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    const size_t space = text.find(' ', at);
    const size_t end = text.find('\n', at);
    double value;
    if (space < end &&
        absl::SimpleAtod(text.substr(space + 1, end - space - 1), &value)) {
      return static_cast<int64_t>(value);
    }
  }
  return 0;
}

DeliveredCount::DeliveredCount(int port)
    : metrics_("127.0.0.1", port), thread_([this] { Run(); }) {
  metrics_.set_keep_alive(true);
}

DeliveredCount::~DeliveredCount() {
  stop_ = true;
  thread_.join();
}

void DeliveredCount::Run() {
  while (!stop_) {
    const int64_t value = ReadCounter(metrics_, kDelivered);
    if (value >= 0) value_ = value;
    absl::SleepFor(absl::Milliseconds(10));
  }
}

double QuantileMs(const std::vector<int64_t>& sorted_us, double q) {
  if (sorted_us.empty()) return 0;
  const size_t at =
      std::min(sorted_us.size() - 1,
               static_cast<size_t>(q * static_cast<double>(sorted_us.size())));
  return static_cast<double>(sorted_us[at]) / 1000;
}

}  // namespace gancho::bench
