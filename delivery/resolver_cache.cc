// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/resolver_cache.h"

#include <algorithm>
#include <utility>

namespace gancho::delivery {

CachingResolver::CachingResolver(NameLookup* lookup, const store::Clock* clock,
                                 const Options& options)
    : lookup_(lookup), clock_(clock), options_(options) {}

void CachingResolver::Resolve(const std::string& name, Done done) {
  enum class Way { kKnown, kWait, kLook, kRefuse };
  Way way = Way::kRefuse;
  absl::StatusOr<std::vector<IpAddress>> known =
      absl::ResourceExhaustedError("too many names are being looked up");
  {
    absl::MutexLock lock(&mu_);
    const auto entry = entries_.find(name);
    const auto pending = pending_.find(name);
    if (entry != entries_.end() && clock_->Steady() < entry->second.expires) {
      by_use_.splice(by_use_.end(), by_use_, entry->second.position);
      known = entry->second.addresses;
      way = Way::kKnown;
    } else if (pending != pending_.end()) {
      if (pending->second.size() < options_.max_waiters_per_name) {
        pending->second.push_back(std::move(done));
        way = Way::kWait;
      }
    } else if (pending_.size() < options_.max_pending) {
      pending_[name].push_back(std::move(done));
      way = Way::kLook;
    }
  }
  // Never called out with the lock held.
  if (way == Way::kKnown || way == Way::kRefuse) return done(std::move(known));
  if (way == Way::kWait) return;
  lookup_->Look(name, [this, name](NameLookup::Answer answer) {
    OnAnswer(name, std::move(answer));
  });
}

void CachingResolver::OnAnswer(const std::string& name,
                               NameLookup::Answer answer) {
  std::vector<Done> waiters;
  {
    absl::MutexLock lock(&mu_);
    if (const auto it = pending_.find(name); it != pending_.end()) {
      waiters = std::move(it->second);
      pending_.erase(it);
    }
    Keep(name, answer);
  }
  for (Done& done : waiters) done(answer.addresses);
}

absl::Duration CachingResolver::LifeOf(const NameLookup::Answer& answer) const {
  if (answer.addresses.ok()) {
    return std::clamp(answer.ttl, options_.min_ttl, options_.max_ttl);
  }
  // Ours alone, and perhaps over by the next time.
  if (absl::IsAborted(answer.addresses.status())) {
    return absl::ZeroDuration();
  }
  return absl::IsNotFound(answer.addresses.status()) ? options_.negative_ttl
                                                     : options_.failure_ttl;
}

void CachingResolver::Keep(const std::string& name,
                           const NameLookup::Answer& answer) {
  const absl::Duration expires = clock_->Steady() + LifeOf(answer);
  const auto [it, added] = entries_.try_emplace(name);
  it->second.addresses = answer.addresses;
  it->second.expires = expires;
  if (added) {
    it->second.position = by_use_.insert(by_use_.end(), name);
  } else {
    by_use_.splice(by_use_.end(), by_use_, it->second.position);
  }
  if (entries_.size() > options_.max_entries) {
    entries_.erase(by_use_.front());
    by_use_.pop_front();
  }
}

size_t CachingResolver::size() const {
  absl::MutexLock lock(&mu_);
  return entries_.size();
}

}  // namespace gancho::delivery
