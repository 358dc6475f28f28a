// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_BENCH_MEASURE_H_
#define GANCHO_CLIENTS_BENCH_MEASURE_H_

#include <httplib.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace gancho::bench {

// The counter of deliveries that were DELIVERED.
inline constexpr char kDelivered[] =
    "gancho_deliveries_ended_total{state=\"DELIVERED\"}";

// Reads one counter of the server's metrics; 0 if nothing was counted yet, -1
// if it cannot be had.
int64_t ReadCounter(httplib::Client& metrics, const std::string& name);

// The server's count of deliveries, read every 10 ms by a thread of its own.
class DeliveredCount {
 public:
  // `port` is that of the server's --metrics_address on 127.0.0.1.
  explicit DeliveredCount(int port);
  ~DeliveredCount();
  int64_t value() const { return value_; }

 private:
  void Run();

  httplib::Client metrics_;
  std::atomic<int64_t> value_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

// Of `sorted_us`, in ascending order; 0 if it is empty. `q` is from 0 to 1, 1
// being the largest.
double QuantileMs(const std::vector<int64_t>& sorted_us, double q);

}  // namespace gancho::bench

#endif  // GANCHO_CLIENTS_BENCH_MEASURE_H_
