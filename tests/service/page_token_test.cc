// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/page_token.h"

#include <string>

#include "gancho/v1/trigger_service.pb.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

v1::ListTriggersRequest Request(const std::string& filter) {
  v1::ListTriggersRequest request;
  request.set_parent("accounts/default");
  request.set_filter(filter);
  return request;
}

TEST(PageTokenTest, KeepsTheKeyForTheSameArguments) {
  const std::string key("\0\xff/x", 4);
  v1::ListTriggersRequest request = Request("disabled = true");
  const std::string token = MakePageToken(key, request);
  // The size of pages may change between them.
  request.set_page_size(7);
  request.set_page_token(token);
  EXPECT_EQ(*ReadPageToken(token, request), key);
  EXPECT_EQ(*ReadPageToken("", request), "");
}

TEST(PageTokenTest, IsTheSameAfterARestart) {
  // Written down: nothing in it may depend on the process.
  EXPECT_EQ(MakePageToken("key", Request("")),
            MakePageToken("key", Request("")));
  EXPECT_EQ(*ReadPageToken(MakePageToken("key", Request("")), Request("")),
            "key");
}

TEST(PageTokenTest, RefusesOtherArguments) {
  const std::string token = MakePageToken("key", Request(""));
  const auto status = ReadPageToken(token, Request("disabled = true")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("page_token: was made for other arguments"),
            absl::string_view::npos);
}

TEST(PageTokenTest, RefusesWhatIsDamaged) {
  const std::string token = MakePageToken("some key", Request(""));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ReadPageToken(damaged, Request("")).ok()) << i;
    EXPECT_FALSE(ReadPageToken(token.substr(0, i + 1), Request("")).ok() &&
                 i + 1 < token.size())
        << i;
  }
  EXPECT_FALSE(ReadPageToken("%%%", Request("")).ok());
  EXPECT_FALSE(ReadPageToken(std::string(10'000, 'A'), Request("")).ok());
}

TEST(PageTokenTest, BoundsThePageSize) {
  EXPECT_EQ(*ReadPageSize(0, 50, 1000), 50);
  EXPECT_EQ(*ReadPageSize(1, 50, 1000), 1);
  EXPECT_EQ(*ReadPageSize(1000, 50, 1000), 1000);
  EXPECT_EQ(*ReadPageSize(1001, 50, 1000), 1000);
  EXPECT_EQ(ReadPageSize(-1, 50, 1000).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace gancho::service
