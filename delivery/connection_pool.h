// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_CONNECTION_POOL_H_
#define GANCHO_DELIVERY_CONNECTION_POOL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {

// What the pool knows of a connection; the socket is the derived class's.
class PooledConnection {
 public:
  // Opening -> Busy <-> Idle, and from each to Closed.
  enum class State { kOpening, kBusy, kIdle, kClosed };

  virtual ~PooledConnection() = default;

  // Whether an idle connection still stands and has nothing to read. Does not
  // block.
  virtual bool Probe() = 0;

  // Closes the socket; a no-op if closed.
  virtual void Close() = 0;

  State state() const { return state_; }
  // The one place where the state changes, to one that may follow.
  void SetState(State state);

 private:
  friend class ConnectionPool;

  State state_ = State::kOpening;
  int requests_ = 0;
  // While idle:
  const void* profile_ = nullptr;
  absl::Duration idle_until_;
  absl::Duration probe_from_;
  void* origin_ = nullptr;
  PooledConnection* newer_ = nullptr;
  PooledConnection* older_ = nullptr;
};

// Where a request goes; connections of one origin count together.
struct OriginKey {
  bool tls = true;
  std::string_view host;
  uint32_t port = 443;

  friend bool operator==(const OriginKey&, const OriginKey&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const OriginKey& key) {
    return H::combine(std::move(h), key.tls, AbslView(key.host), key.port);
  }
};

// Counts places (connections in use or being opened) per origin and in all, and
// keeps connections that may be used again. Has no I/O of its own.
//
// An origin gets max_per_origin places while half of all places are free. Below
// that its share shrinks with the square of what is left, down to one, so that
// origins that hang cannot take what the others need: with the defaults it
// takes some 500 of them at once to fill the pool.
//
// Not thread-safe: one per engine shard.
class ConnectionPool {
 public:
  struct Options {
    size_t max_per_origin = 64;
    size_t max_total = 4096;
    size_t max_idle = 2048;
    size_t max_waiters_per_origin = 256;
    // Shorter than most receivers wait; the probe and the retry cover those
    // that close sooner.
    absl::Duration idle_age = absl::Seconds(10);
    // Idle for less, a connection is given without the probe, which would say
    // little and costs a tenth of a request under load.
    absl::Duration probe_after = absl::Milliseconds(1);
    int max_requests_per_connection = 10'000;
  };

  // One origin that is in use.
  class Origin;

  // Someone who waits for a place.
  class Waiter {
   public:
    virtual ~Waiter() = default;
    // The waiter holds a place now. Must not call the pool before returning.
    virtual void OnPlace() = 0;
  };

  explicit ConnectionPool(const Options& options);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  enum class Grant {
    kPlace,    // a place was taken
    kWait,     // the waiter is called when there is one
    kRefused,  // too many wait already
  };
  struct Lease {
    Grant grant = Grant::kRefused;
    // Valid until the place is given back or the wait is cancelled; null if
    // refused.
    Origin* origin = nullptr;
  };
  Lease Acquire(const OriginKey& key, Waiter* waiter);

  // Ends a wait that has not been served.
  void CancelWait(Origin* origin, Waiter* waiter);

  // For the holder of a place: the most recently used idle connection that
  // stands; null if there is none. `profile` is the TLS profile with which it
  // was opened.
  std::shared_ptr<PooledConnection> TakeIdle(Origin* origin,
                                             const void* profile,
                                             absl::Duration now);

  // For the holder of a place: gives it back.
  void Release(Origin* origin);
  // The same, and keeps the connection, which is Busy, for others; at most for
  // `keep_alive`. The connection keeps `profile` alive.
  void Park(Origin* origin, const void* profile,
            std::shared_ptr<PooledConnection> connection,
            absl::Duration keep_alive, absl::Duration now);

  // Whether Acquire() would give a place at once. If not, the capacity
  // callback will be called.
  bool HasCapacity(const OriginKey& key) const;
  // Called within Release() and Park() when an origin whose HasCapacity() was
  // false may have some again.
  void SetCapacityCallback(absl::AnyInvocable<void()> callback);

  // Closes idle connections that are too old; forgets unused origins.
  void Sweep(absl::Duration now);
  void CloseIdle();

  size_t idle() const { return idle_; }
  size_t in_use() const { return in_use_; }

 private:
  size_t Limit() const;
  bool HasRoom(const Origin& origin) const;
  void GiveBack(Origin* origin);
  bool ServeWaiter(Origin* origin);
  // Takes an idle connection out of the lists.
  std::shared_ptr<PooledConnection> Unlink(PooledConnection* connection);
  void CloseIdleConnection(PooledConnection* connection);

  const Options options_;
  absl::flat_hash_map<OriginKey, std::unique_ptr<Origin>> origins_;
  // Origins with waiters, the next to be served first.
  std::list<Origin*> waiting_;
  size_t in_use_ = 0;
  size_t idle_ = 0;
  PooledConnection* newest_idle_ = nullptr;
  PooledConnection* oldest_idle_ = nullptr;
  // Somebody was refused for want of places in all.
  mutable bool total_refused_ = false;
  absl::AnyInvocable<void()> capacity_callback_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_CONNECTION_POOL_H_
