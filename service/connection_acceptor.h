// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CONNECTION_ACCEPTOR_H_
#define GANCHO_SERVICE_CONNECTION_ACCEPTOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/descriptor.h"
#include "service/open_connections.h"
#include "store/clock.h"

namespace gancho::service {

// Accepts connections on a thread of its own and hands them on. It goes on
// whatever accept() says: gRPC's own listener ends for good at the first error,
// such as that of a process without a free descriptor.
//
// A connection that cannot be had is reset at once, so that its caller tries
// again instead of waiting in the backlog for an answer. Where no descriptor is
// free for that, one that is kept for this is given up for a moment. While not
// even that helps, the thread pauses. Thread-safe.
class ConnectionAcceptor {
 public:
  struct Options {
    // Open at once; those beyond are reset.
    size_t max_connections = 10'000;
    // After an error that would only come again.
    absl::Duration error_pause = absl::Milliseconds(100);
    // Closed connections are looked for at most so often while the limit is
    // reached.
    absl::Duration count_interval = absl::Milliseconds(100);
    // Refusals are logged at most so often, with their number.
    absl::Duration log_interval = absl::Seconds(5);
  };
  struct Parts {
    const store::Clock* clock = nullptr;
    // Takes a connection, non-blocking, that was accepted on `listener`; on the
    // acceptor's thread.
    std::function<void(int listener, Descriptor connection)> serve;
    // accept4() of a listener, non-blocking: the connection, or -errno. Null:
    // the machine's. Tests put failures here.
    std::function<int(int listener)> accept;
    // Takes a line for the operator. Null: the server's log.
    std::function<void(std::string_view line)> warn;
  };
  struct Stats {
    uint64_t accepted = 0;
    uint64_t refused_by_limit = 0;        // max_connections
    uint64_t refused_by_descriptors = 0;  // none was free
    uint64_t errors = 0;                  // of accept(), after which it paused
    size_t open = 0;                      // now
  };

  // Accepts on all of `listeners`, which listen and do not block. UNAVAILABLE
  // if there is no descriptor for its own needs.
  static absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> Start(
      std::vector<Descriptor> listeners, const Options& options, Parts parts);
  ~ConnectionAcceptor();

  // Ends the thread and closes the listeners, which resets what waits in their
  // backlogs. What was handed on is not touched. Idempotent, not from two
  // threads at once.
  void Stop();

  Stats stats() const;

 private:
  enum class Refusal { kLimit, kDescriptors };

  ConnectionAcceptor(std::vector<Descriptor> listeners, const Options& options,
                     Parts parts, Descriptor wake, Descriptor spare);

  void Run();
  // False if the thread is to pause.
  bool AcceptFrom(int listener);
  bool RefuseOneFrom(int listener);
  void Admit(int listener, Descriptor connection);
  bool HasRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void OnRefused(Refusal why);
  void OnError(int error);
  // Logs `line` unless something was logged a moment ago.
  void Warn(const std::string& line);

  // Constant after construction.
  const Options options_;
  const Parts parts_;
  const Descriptor wake_;  // readable: it is time to stop

  // Of the thread, while it runs.
  std::vector<Descriptor> listeners_;
  Descriptor spare_;
  absl::Duration next_log_;
  absl::Duration next_count_;

  mutable absl::Mutex mu_;
  mutable OpenConnections open_ ABSL_GUARDED_BY(mu_);
  Stats stats_ ABSL_GUARDED_BY(mu_);

  std::thread thread_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CONNECTION_ACCEPTOR_H_
