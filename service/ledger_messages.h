// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_LEDGER_MESSAGES_H_
#define GANCHO_SERVICE_LEDGER_MESSAGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace gancho::service {

// The way of the database's own warnings into the server's log. They may come
// while the ledger is being opened, when there is no log yet, and on a broken
// disk many come at once: so they are kept until Release(), and of each period
// only the first kMaxLines are logged, the rest counted. Thread-safe.
class LedgerMessages {
 public:
  static constexpr int kMaxLines = 20;
  static constexpr absl::Duration kPeriod = absl::Seconds(10);

  // `now` is steady time.
  void Add(std::string_view line, absl::Duration now);

  // Logs what was kept, and from now on each line as it comes.
  void Release();

 private:
  mutable absl::Mutex mu_;
  bool released_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::string> kept_ ABSL_GUARDED_BY(mu_);
  absl::Duration period_end_ ABSL_GUARDED_BY(mu_);
  int lines_ ABSL_GUARDED_BY(mu_) = 0;
  int left_out_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_LEDGER_MESSAGES_H_
