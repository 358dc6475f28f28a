// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_OWED_ANSWERS_H_
#define GANCHO_DELIVERY_OWED_ANSWERS_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"

namespace gancho::delivery {

// The answers that callers of an engine wait for. A shard holds an answer until
// the change is durable, and that may be never: a shard that is drained while
// the ledger fails is dropped with all it holds. Whoever asked is answered
// nonetheless, or the server could not end. Thread-safe.
class OwedAnswers {
 public:
  // A callback that calls `done` once, unless EndAll() came first.
  Engine::Done Owe(Engine::Done done) {
    return [book = book_,
            id = book_->Add(std::move(done))](const absl::Status& status) {
      if (Engine::Done taken = book->Take(id)) taken(status);
    };
  }

  // Answers `status` to all who wait.
  void EndAll(const absl::Status& status) {
    for (auto& [id, done] : book_->TakeAll()) done(status);
  }

 private:
  using Owed = absl::flat_hash_map<uint64_t, Engine::Done>;

  class Book {
   public:
    uint64_t Add(Engine::Done done) {
      absl::MutexLock lock(&mu_);
      owed_.emplace(next_id_, std::move(done));
      return next_id_++;
    }
    // Null if it was taken before.
    Engine::Done Take(uint64_t id) {
      absl::MutexLock lock(&mu_);
      auto node = owed_.extract(id);
      return node.empty() ? Engine::Done() : std::move(node.mapped());
    }
    Owed TakeAll() {
      absl::MutexLock lock(&mu_);
      return std::exchange(owed_, {});
    }

   private:
    absl::Mutex mu_;
    uint64_t next_id_ ABSL_GUARDED_BY(mu_) = 0;
    Owed owed_ ABSL_GUARDED_BY(mu_);
  };

  // Callbacks may outlive the engine.
  const std::shared_ptr<Book> book_ = std::make_shared<Book>();
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_OWED_ANSWERS_H_
