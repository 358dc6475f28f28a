// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/ledger_messages.h"

#include <utility>

#include "service/concat.h"
#include "service/log.h"

namespace gancho::service {

void LedgerMessages::Add(std::string_view line, absl::Duration now) {
  std::string text = Concat("ledger: ", line);
  int left_out = 0;
  {
    absl::MutexLock lock(&mu_);
    if (now >= period_end_) {
      period_end_ = now + kPeriod;
      left_out = std::exchange(left_out_, 0);
      lines_ = 0;
    }
    if (lines_ == kMaxLines) {
      ++left_out_;
      return;
    }
    ++lines_;
    if (!released_) {
      kept_.push_back(std::move(text));
      return;
    }
  }
  if (left_out > 0) {
    LogWarning(Concat("ledger: ", left_out, " more messages were left out"));
  }
  LogWarning(text);
}

void LedgerMessages::Release() {
  std::vector<std::string> kept;
  {
    absl::MutexLock lock(&mu_);
    released_ = true;
    kept.swap(kept_);
  }
  for (const std::string& line : kept) LogWarning(line);
}

}  // namespace gancho::service
