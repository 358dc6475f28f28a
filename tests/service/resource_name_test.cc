// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/resource_name.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

TEST(ResourceNameTest, KnowsIdsOfResources) {
  for (const std::string& id : std::vector<std::string>{
           std::string("a"), std::string("a1"), std::string("crm-notes"),
           Concat("a", std::string(61, '-'), "z")}) {
    EXPECT_TRUE(IsResourceId(id)) << id;
  }
  for (const std::string& id : std::vector<std::string>{
           std::string(""), std::string("A"), std::string("1a"),
           std::string("a-"), std::string("-a"), std::string("a_b"),
           std::string("a/b"), std::string(64, 'a'), std::string("\xC3\xA1")}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
}

TEST(ResourceNameTest, KnowsIdsOfCalls) {
  EXPECT_TRUE(IsCallId("1700000000.123@pbx:5060"));
  EXPECT_TRUE(IsCallId(std::string(128, '~')));
  for (const std::string& id : std::vector<std::string>{
           std::string(""), std::string(129, 'x'), std::string("a b"),
           std::string("a/b"), std::string("a\n"), std::string("\x7F")}) {
    EXPECT_FALSE(IsCallId(id)) << id;
  }
}

TEST(ResourceNameTest, ReadsWhatItMakes) {
  EXPECT_EQ(*ReadAccountName(AccountName("a"), "name"), "a");
  EXPECT_EQ(*ReadAccountOrAllName("accounts/-", "parent"), "-");
  const auto event = ReadEventName(EventName("a", "e"), "name");
  EXPECT_EQ(event->account, "a");
  EXPECT_EQ(event->id, "e");
  EXPECT_EQ(ReadTriggerName(TriggerName("a", "t"), "name")->id, "t");
  EXPECT_EQ(ReadCallName(CallName("a", "C#1"), "name")->id, "C#1");
  const auto id =
      store::DeliveryId::Parse("01890a5d-ac96-774b-bcce-b302099a8057");
  const auto delivery = ReadDeliveryName(DeliveryName("a", *id), "name");
  EXPECT_EQ(delivery->id, *id);
}

TEST(ResourceNameTest, NamesTheFieldAndThePatternOfABadName) {
  for (const char* name :
       {"", "accounts", "accounts/", "accounts/A", "accounts/a/", "x/a",
        "accounts/a/events/e", "/accounts/a", "accounts/-"}) {
    const auto status = ReadAccountName(name, "parent").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_NE(status.message().find("parent: "), absl::string_view::npos);
    EXPECT_NE(status.message().find("accounts/{account}"),
              absl::string_view::npos);
  }
  for (const char* name :
       {"accounts/a/events/", "accounts/a/events/E", "accounts/A/events/e",
        "accounts/a/triggers/e", "accounts/a/events/e/x", "events/e",
        "accounts/-/events/e"}) {
    EXPECT_FALSE(ReadEventName(name, "name").ok()) << name;
  }
  EXPECT_FALSE(ReadCallName("accounts/a/calls/x/y", "name").ok());
  EXPECT_FALSE(ReadDeliveryName("accounts/a/deliveries/1", "name").ok());
}

}  // namespace
}  // namespace gancho::service
