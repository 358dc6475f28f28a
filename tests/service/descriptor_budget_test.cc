// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/descriptor_budget.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

using ::testing::HasSubstr;

TEST(DescriptorBudgetTest, NeverPromisesMoreThanThereIs) {
  for (const int64_t limit : {200, 256, 1024, 4096, 20'000, 1 << 20}) {
    const auto budget = DescriptorBudget::Divide(limit, 1, 0);
    ASSERT_TRUE(budget.ok()) << limit << ": " << budget.status();
    EXPECT_GT(budget->inbound, 0);
    EXPECT_GT(budget->outbound, 0);
    EXPECT_GT(budget->table_files, 0);
    EXPECT_LE(static_cast<int64_t>(budget->inbound + budget->outbound) +
                  budget->table_files,
              limit - 96);
  }
}

TEST(DescriptorBudgetTest, BoundsWhatAHighLimitGives) {
  const auto budget = DescriptorBudget::Divide(1 << 30, 8, 0);
  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(budget->inbound, 10'000);
  EXPECT_EQ(budget->table_files, 512);
}

TEST(DescriptorBudgetTest, RefusesALimitThatIsTooLow) {
  const auto budget = DescriptorBudget::Divide(199, 1, 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(budget.status()));
  EXPECT_EQ(budget.status().message(),
            "the limit of open files (ulimit -n) is 199: this server needs "
            "200");
}

TEST(DescriptorBudgetTest, TakesWhatTheOperatorSaysUpToAHalf) {
  EXPECT_EQ(DescriptorBudget::Divide(1024, 1, 460)->inbound, 460);
  const auto refused = DescriptorBudget::Divide(1024, 1, 461);
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("--max_connections: at most 460"));
}

}  // namespace
}  // namespace gancho::service
