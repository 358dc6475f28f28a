// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/connection_pool.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

namespace gancho::delivery {
namespace {

bool MayFollow(PooledConnection::State from, PooledConnection::State to) {
  using State = PooledConnection::State;
  switch (to) {
    case State::kOpening:
      return false;
    case State::kBusy:
      return from == State::kOpening || from == State::kIdle;
    case State::kIdle:
      return from == State::kBusy;
    case State::kClosed:
      return from != State::kClosed;
  }
  return false;
}

// How many other origins are asked for a waiter when a place becomes free.
constexpr int kMaxOriginsAsked = 8;

}  // namespace

class ConnectionPool::Origin {
 public:
  std::string host;  // what `key` refers to
  OriginKey key;
  size_t in_use = 0;
  // The most recently used at the end.
  std::vector<std::shared_ptr<PooledConnection>> idle;
  std::deque<Waiter*> waiters;
  bool listed = false;  // in waiting_
  // Somebody was refused for want of places of this origin.
  mutable bool refused = false;

  bool unused() const { return in_use == 0 && idle.empty() && waiters.empty(); }
};

void PooledConnection::SetState(State state) {
  if (!MayFollow(state_, state)) std::abort();
  state_ = state;
}

ConnectionPool::ConnectionPool(const Options& options) : options_(options) {}

ConnectionPool::~ConnectionPool() { CloseIdle(); }

size_t ConnectionPool::Limit() const {
  if (in_use_ >= options_.max_total) return 0;
  const size_t left = options_.max_total - in_use_;
  if (2 * left >= options_.max_total) return options_.max_per_origin;
  const double share =
      2 * static_cast<double>(left) / static_cast<double>(options_.max_total);
  const double limit =
      static_cast<double>(options_.max_per_origin) * share * share;
  return std::max<size_t>(1, static_cast<size_t>(limit));
}

bool ConnectionPool::HasRoom(const Origin& origin) const {
  return origin.in_use < Limit();
}

ConnectionPool::Lease ConnectionPool::Acquire(const OriginKey& key,
                                              Waiter* waiter) {
  auto it = origins_.find(key);
  if (it == origins_.end()) {
    auto added = std::make_unique<Origin>();
    added->host = std::string(key.host);
    added->key = {.tls = key.tls, .host = added->host, .port = key.port};
    const OriginKey own_key = added->key;
    it = origins_.emplace(own_key, std::move(added)).first;
  }
  Origin* origin = it->second.get();
  if (origin->waiters.empty() && HasRoom(*origin)) {
    ++origin->in_use;
    ++in_use_;
    return {.grant = Grant::kPlace, .origin = origin};
  }
  if (origin->waiters.size() >= options_.max_waiters_per_origin) return {};
  origin->waiters.push_back(waiter);
  if (!origin->listed) {
    waiting_.push_back(origin);
    origin->listed = true;
  }
  return {.grant = Grant::kWait, .origin = origin};
}

void ConnectionPool::CancelWait(Origin* origin, Waiter* waiter) {
  std::erase(origin->waiters, waiter);
}

std::shared_ptr<PooledConnection> ConnectionPool::TakeIdle(Origin* origin,
                                                           const void* profile,
                                                           absl::Duration now) {
  for (size_t i = origin->idle.size(); i-- > 0;) {
    PooledConnection* candidate = origin->idle[i].get();
    if (candidate->profile_ != profile) continue;
    std::shared_ptr<PooledConnection> connection = Unlink(candidate);
    if (now < connection->idle_until_ &&
        (now < connection->probe_from_ || connection->Probe())) {
      connection->SetState(PooledConnection::State::kBusy);
      return connection;
    }
    connection->SetState(PooledConnection::State::kClosed);
    connection->Close();
  }
  return nullptr;
}

void ConnectionPool::Release(Origin* origin) { GiveBack(origin); }

void ConnectionPool::Park(Origin* origin, const void* profile,
                          std::shared_ptr<PooledConnection> connection,
                          absl::Duration keep_alive, absl::Duration now) {
  const absl::Duration age = std::min(options_.idle_age, keep_alive);
  if (++connection->requests_ >= options_.max_requests_per_connection ||
      age <= absl::ZeroDuration()) {
    connection->SetState(PooledConnection::State::kClosed);
    connection->Close();
    GiveBack(origin);
    return;
  }
  PooledConnection* parked = connection.get();
  parked->SetState(PooledConnection::State::kIdle);
  parked->profile_ = profile;
  parked->origin_ = origin;
  parked->idle_until_ = now + age;
  parked->probe_from_ = now + options_.probe_after;
  parked->newer_ = nullptr;
  parked->older_ = newest_idle_;
  (newest_idle_ != nullptr ? newest_idle_->newer_ : oldest_idle_) = parked;
  newest_idle_ = parked;
  origin->idle.push_back(std::move(connection));
  ++idle_;
  // Connections of other TLS profiles count too, the oldest goes.
  if (origin->idle.size() > options_.max_per_origin) {
    CloseIdleConnection(origin->idle.front().get());
  }
  if (idle_ > options_.max_idle) CloseIdleConnection(oldest_idle_);
  GiveBack(origin);
}

void ConnectionPool::GiveBack(Origin* origin) {
  assert(origin->in_use > 0 && in_use_ > 0);
  --origin->in_use;
  --in_use_;
  if (ServeWaiter(origin)) return;
  for (int i = 0; i < kMaxOriginsAsked && !waiting_.empty(); ++i) {
    Origin* next = waiting_.front();
    waiting_.pop_front();
    if (next->waiters.empty()) {
      next->listed = false;
      continue;
    }
    waiting_.push_back(next);
    if (ServeWaiter(next)) return;
  }
  if ((origin->refused || total_refused_) && capacity_callback_ &&
      HasRoom(*origin)) {
    origin->refused = false;
    total_refused_ = false;
    capacity_callback_();
  }
}

bool ConnectionPool::ServeWaiter(Origin* origin) {
  if (origin->waiters.empty() || !HasRoom(*origin)) return false;
  Waiter* waiter = origin->waiters.front();
  origin->waiters.pop_front();
  ++origin->in_use;
  ++in_use_;
  waiter->OnPlace();
  return true;
}

bool ConnectionPool::HasCapacity(const OriginKey& key) const {
  const size_t limit = Limit();
  const auto it = origins_.find(key);
  if (it == origins_.end()) {
    if (limit > 0) return true;
    total_refused_ = true;
    return false;
  }
  const Origin& origin = *it->second;
  if (origin.in_use + origin.waiters.size() < limit) return true;
  (limit < options_.max_per_origin ? total_refused_ : origin.refused) = true;
  return false;
}

void ConnectionPool::SetCapacityCallback(absl::AnyInvocable<void()> callback) {
  capacity_callback_ = std::move(callback);
}

std::shared_ptr<PooledConnection> ConnectionPool::Unlink(
    PooledConnection* connection) {
  (connection->newer_ != nullptr ? connection->newer_->older_ : newest_idle_) =
      connection->older_;
  (connection->older_ != nullptr ? connection->older_->newer_ : oldest_idle_) =
      connection->newer_;
  connection->newer_ = connection->older_ = nullptr;
  --idle_;
  auto& idle = static_cast<Origin*>(connection->origin_)->idle;
  // From the end: that is where it is taken from nearly always.
  for (size_t i = idle.size(); i-- > 0;) {
    if (idle[i].get() != connection) continue;
    std::shared_ptr<PooledConnection> result = std::move(idle[i]);
    idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(i));
    return result;
  }
  assert(false);
  return nullptr;
}

void ConnectionPool::CloseIdleConnection(PooledConnection* connection) {
  const std::shared_ptr<PooledConnection> kept = Unlink(connection);
  kept->SetState(PooledConnection::State::kClosed);
  kept->Close();
}

void ConnectionPool::Sweep(absl::Duration now) {
  for (auto it = origins_.begin(); it != origins_.end();) {
    Origin* origin = it->second.get();
    for (size_t i = origin->idle.size(); i-- > 0;) {
      if (now >= origin->idle[i]->idle_until_) {
        CloseIdleConnection(origin->idle[i].get());
      }
    }
    if (origin->unused()) {
      if (origin->listed) waiting_.remove(origin);
      origins_.erase(it++);
    } else {
      ++it;
    }
  }
}

void ConnectionPool::CloseIdle() {
  while (oldest_idle_ != nullptr) CloseIdleConnection(oldest_idle_);
}

}  // namespace gancho::delivery
