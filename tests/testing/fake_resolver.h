// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_FAKE_RESOLVER_H_
#define GANCHO_TESTS_TESTING_FAKE_RESOLVER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "delivery/ip_address.h"
#include "delivery/resolver.h"

namespace gancho::testing {

// A resolver that knows what it is told. "localhost" is 127.0.0.1 from the
// start. Thread-safe.
class FakeResolver final : public delivery::Resolver {
 public:
  FakeResolver() { Set("localhost", {"127.0.0.1"}); }

  void Set(const std::string& name, const std::vector<std::string>& addresses) {
    std::vector<delivery::IpAddress> parsed;
    for (const std::string& text : addresses) {
      parsed.push_back(*delivery::IpAddress::Parse(text));
    }
    absl::MutexLock lock(&mu_);
    answers_[name] = std::move(parsed);
  }
  void Fail(const std::string& name, absl::Status status) {
    absl::MutexLock lock(&mu_);
    answers_[name] = std::move(status);
  }
  // Look-ups of `name` never end.
  void Hang(const std::string& name) {
    absl::MutexLock lock(&mu_);
    answers_[name] = absl::UnknownError("");
  }

  int look_ups() const {
    absl::MutexLock lock(&mu_);
    return look_ups_;
  }

  void Resolve(const std::string& name, Done done) override {
    absl::StatusOr<std::vector<delivery::IpAddress>> answer;
    {
      absl::MutexLock lock(&mu_);
      ++look_ups_;
      const auto it = answers_.find(name);
      if (it == answers_.end()) {
        answer = absl::NotFoundError(absl::StrCat("no such name: ", name));
      } else if (absl::IsUnknown(it->second.status())) {
        hanging_.push_back(std::move(done));
        return;
      } else {
        answer = it->second;
      }
    }
    done(std::move(answer));
  }

 private:
  mutable absl::Mutex mu_;
  std::map<std::string, absl::StatusOr<std::vector<delivery::IpAddress>>>
      answers_ ABSL_GUARDED_BY(mu_);
  std::vector<Done> hanging_ ABSL_GUARDED_BY(mu_);
  int look_ups_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_FAKE_RESOLVER_H_
