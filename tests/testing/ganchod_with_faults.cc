// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// ganchod on a disk and a clock that a test commands: see faulty_server.h.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "rocksdb/env.h"
#include "service/run.h"
#include "store/clock.h"
#include "tests/store/rocksdb/faulty_file_system.h"
#include "tests/store/rocksdb/power_cut_file_system.h"

namespace gancho::testing {
namespace {

class JumpingClock final : public store::Clock {
 public:
  absl::Time Now() const override {
    absl::MutexLock lock(&mu_);
    return clock_.Now() + offset_;
  }
  absl::Duration Steady() const override { return clock_.Steady(); }
  void Jump(absl::Duration by) {
    absl::MutexLock lock(&mu_);
    offset_ += by;
  }

 private:
  const store::SystemClock clock_{};
  mutable absl::Mutex mu_;
  absl::Duration offset_ ABSL_GUARDED_BY(mu_);
};

const std::map<std::string, Fault>& Faults() {
  static const auto* const faults = new std::map<std::string, Fault>{
      {"none", Fault::kNone},
      {"disk_full", Fault::kDiskFull},
      {"no_new_log", Fault::kNoNewLog},
      {"append_error", Fault::kAppendError},
      {"sync_error", Fault::kSyncError},
      {"read_only", Fault::kReadOnly},
      {"no_descriptor", Fault::kNoDescriptor},
  };
  return *faults;
}

int64_t Number(const char* text) {
  int64_t number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number : 0;
}

class Machine {
 public:
  Machine()
      : disk_(std::make_shared<FaultyFileSystem>()),
        power_(std::make_shared<PowerCutFileSystem>(
            disk_,
            static_cast<uint32_t>(Number(std::getenv("GANCHO_CUT_SEED"))))),
        env_(rocksdb::NewCompositeEnv(power_)) {
    const int64_t cut_after = Number(std::getenv("GANCHO_CUT_AFTER"));
    if (cut_after > 0) power_->CutAfter(cut_after);
  }

  service::Surroundings surroundings() {
    service::Surroundings surroundings;
    surroundings.clock = &clock_;
    surroundings.ledger.env = env_.get();
    if (const char* text = std::getenv("GANCHO_MIN_FREE_BYTES")) {
      surroundings.ledger.min_free_bytes = static_cast<uint64_t>(Number(text));
    }
    if (const char* text = std::getenv("GANCHO_MEMTABLE_BYTES")) {
      surroundings.ledger.memtable_bytes = static_cast<size_t>(Number(text));
    }
    return surroundings;
  }

  // One command, such as "fault disk_full" or "jump -3600".
  void Obey(const std::string& line) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    const std::string& argument = words.size() > 1 ? words[1] : "";
    const int64_t number = Number(argument.c_str());
    if (words[0] == "fault") {
      disk_->SetFault(Faults().at(argument));
    } else if (words[0] == "free") {
      disk_->SetFreeBytes(Amount(number));
    } else if (words[0] == "left") {
      disk_->SetBytesLeft(Amount(number));
    } else if (words[0] == "sync_delay_ms") {
      disk_->SetSyncDelay(absl::Milliseconds(number));
    } else if (words[0] == "jump") {
      clock_.Jump(absl::Seconds(number));
    } else if (words[0] == "cut_after") {
      power_->CutAfter(number);
    } else if (words[0] == "cut") {
      power_->Cut();
    } else {
      std::fprintf(stderr, "unknown command '%s'\n", line.c_str());
      std::abort();
    }
  }

 private:
  // A negative number lifts the limit.
  static std::optional<uint64_t> Amount(int64_t number) {
    if (number < 0) return std::nullopt;
    return static_cast<uint64_t>(number);
  }

  JumpingClock clock_;
  const std::shared_ptr<FaultyFileSystem> disk_;
  const std::shared_ptr<PowerCutFileSystem> power_;
  const std::unique_ptr<rocksdb::Env> env_;
};

int Run(int argc, char** argv) {
  // Never destroyed: the thread below goes on until the process ends.
  auto* const machine = new Machine;
  if (const char* path = std::getenv("GANCHO_CONTROL"); path != nullptr) {
    std::thread([machine, path = std::string(path)] {
      // Opened for writing as well, so that it does not end between commands.
      std::fstream control(path, std::ios::in | std::ios::out);
      std::string line;
      for (int number = 1; std::getline(control, line); ++number) {
        machine->Obey(line);
        std::fprintf(stderr, "obeyed command %d.\n", number);
      }
    }).detach();
  }
  return service::RunServer(argc, argv, machine->surroundings());
}

}  // namespace
}  // namespace gancho::testing

int main(int argc, char** argv) { return gancho::testing::Run(argc, argv); }
