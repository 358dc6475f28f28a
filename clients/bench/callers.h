// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_BENCH_CALLERS_H_
#define GANCHO_CLIENTS_BENCH_CALLERS_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gancho::bench {

// What all callers of a load share.
struct Shared {
  // States that may be sent in all; what is taken never exceeds it.
  std::atomic<int64_t> allowed = 0;
  std::atomic<int64_t> taken = 0;
  // Rejections included.
  std::atomic<int64_t> acknowledged = 0;
  std::atomic<int64_t> rejected = 0;
  // Whether acknowledgements count as latencies.
  std::atomic<bool> measuring = false;
  // Callers that the server has left.
  std::atomic<int64_t> broken = 0;

  // Takes up to `wanted` of what is allowed; 0 if there is none.
  int64_t Take(int64_t wanted);
};

struct CallerOptions {
  std::string parent;
  int number = 0;   // of this caller,
  int callers = 1;  // of so many
  // States that are not acknowledged, at most.
  int window = 2;
  int max_message_states = 1;
  // Calls are spread over so many queues; 0: "sales".
  int queues = 0;
  std::string call_prefix;
};

// One client that sends states. Thread-safe but for Start() and Wait(), which
// the owner calls.
class Caller {
 public:
  virtual ~Caller() = default;

  virtual void Start() = 0;
  // Sends if it may and has room. Never waits.
  virtual void Pump() = 0;
  // Sends nothing more and ends when everything is acknowledged.
  virtual void Finish() = 0;
  // Waits for that end. An error if the server ended it.
  virtual grpc::Status Wait() = 0;
  // From send to acknowledgement. After Wait().
  virtual const std::vector<int64_t>& latencies_us() const = 0;
};

// A StreamCallStates call.
std::unique_ptr<Caller> MakeStreamCaller(
    const std::shared_ptr<grpc::Channel>& channel, const CallerOptions& options,
    Shared* shared);

// ReportCallState, one call at a time.
std::unique_ptr<Caller> MakeUnaryCaller(
    const std::shared_ptr<grpc::Channel>& channel, const CallerOptions& options,
    Shared* shared);

}  // namespace gancho::bench

#endif  // GANCHO_CLIENTS_BENCH_CALLERS_H_
