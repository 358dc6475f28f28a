// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/executor.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

TEST(ExecutorTest, RunsWhatIsQueuedBeforeItStops) {
  std::atomic<int> runs = 0;
  Executor executor(2, 100);
  for (int i = 0; i < 100; ++i) {
    while (!executor.TryRun([&runs] { ++runs; })) std::this_thread::yield();
  }
  executor.Stop();
  EXPECT_EQ(runs, 100);
  EXPECT_FALSE(executor.TryRun([&runs] { ++runs; }));
  executor.Stop();
  EXPECT_EQ(runs, 100);
}

TEST(ExecutorTest, RefusesWhatDoesNotFit) {
  absl::Notification started, release;
  Executor executor(1, 1);
  ASSERT_TRUE(executor.TryRun([&] {
    started.Notify();
    release.WaitForNotification();
  }));
  started.WaitForNotification();
  EXPECT_TRUE(executor.TryRun([] {}));
  EXPECT_FALSE(executor.TryRun([] {}));
  release.Notify();
}

}  // namespace
}  // namespace gancho::service
