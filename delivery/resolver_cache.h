// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_RESOLVER_CACHE_H_
#define GANCHO_DELIVERY_RESOLVER_CACHE_H_

#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/ip_address.h"
#include "delivery/resolver.h"
#include "store/clock.h"

namespace gancho::delivery {

// Looks one name up, without remembering anything.
class NameLookup {
 public:
  struct Answer {
    // As Resolver's.
    absl::StatusOr<std::vector<IpAddress>> addresses;
    absl::Duration ttl;  // of a positive answer
  };
  using Done = absl::AnyInvocable<void(Answer)>;

  virtual ~NameLookup() = default;

  // Calls `done` once, before it returns or later on any thread, within a
  // time of its own making. Never blocks. Thread-safe.
  virtual void Look(const std::string& name, Done done) = 0;
};

// Remembers answers as long as they allow, and lets everybody who asks for a
// name that is being looked up wait for that one look-up. Thread-safe.
class CachingResolver final : public Resolver {
 public:
  struct Options {
    // An answer is kept for its time to live within these bounds. The lower
    // one keeps a name with a time to live of zero from being asked for once
    // a connection.
    absl::Duration min_ttl = absl::Seconds(1);
    absl::Duration max_ttl = absl::Minutes(5);
    // How long "there is no such name" is remembered, and how long failures
    // to find out are.
    absl::Duration negative_ttl = absl::Seconds(10);
    absl::Duration failure_ttl = absl::Seconds(1);
    size_t max_entries = 4096;
    // Names being looked up at once; beyond that look-ups fail at once.
    size_t max_pending = 1024;
    size_t max_waiters_per_name = 4096;
  };

  // `lookup` and `clock` outlive this; `lookup` calls nobody back any more
  // when this is destroyed.
  CachingResolver(NameLookup* lookup, const store::Clock* clock,
                  const Options& options);

  void Resolve(const std::string& name, Done done) override
      ABSL_LOCKS_EXCLUDED(mu_);

  size_t size() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Entry {
    absl::StatusOr<std::vector<IpAddress>> addresses;
    absl::Duration expires;
    std::list<std::string>::iterator position;
  };

  void OnAnswer(const std::string& name, NameLookup::Answer answer)
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::Duration LifeOf(const NameLookup::Answer& answer) const;
  void Keep(const std::string& name, const NameLookup::Answer& answer)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  NameLookup* const lookup_;
  const store::Clock* const clock_;
  const Options options_;

  mutable absl::Mutex mu_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
  std::list<std::string> by_use_ ABSL_GUARDED_BY(mu_);  // least recent first
  absl::flat_hash_map<std::string, std::vector<Done>> pending_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_RESOLVER_CACHE_H_
