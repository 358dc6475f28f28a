// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/trigger_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

constexpr char kEvent[] = "event: 'accounts/default/events/crm' ";

class TriggerServiceTest : public testing::DefinitionFixture {
 protected:
  TriggerServiceTest() { AddEvent("crm"); }

  std::string Create(const std::string& id, const std::string& fields,
                     v1::Trigger* trigger = nullptr) {
    return CreateTrigger(Text<v1::CreateTriggerRequest>(absl::StrCat(
                             "parent: 'accounts/default' trigger_id: '", id,
                             "' trigger { ", fields, " }")),
                         trigger);
  }
  std::string Update(const std::string& fields,
                     v1::Trigger* trigger = nullptr) {
    return UpdateTrigger(Text<v1::UpdateTriggerRequest>(fields), trigger);
  }
  std::vector<std::string> Names(const v1::ListTriggersRequest& request,
                                 std::string* token = nullptr) {
    v1::ListTriggersResponse response;
    EXPECT_EQ(ListTriggers(request, &response), "OK");
    std::vector<std::string> names;
    for (const auto& trigger : response.triggers()) {
      names.push_back(trigger.name());
    }
    if (token != nullptr) *token = response.next_page_token();
    return names;
  }
};

TEST_F(TriggerServiceTest, CreatesAndReturnsTheResource) {
  v1::Trigger trigger, read;
  EXPECT_EQ(Create("t",
                   absl::StrCat(kEvent,
                                "display_name: 'T' call_states: END "
                                "call_states: START filter: 'queue = \"a\"' "
                                "expire_after { seconds: 1 } "
                                "labels { key: 'a' value: 'b' }"),
                   &trigger),
            "OK");
  EXPECT_EQ(trigger.name(), "accounts/default/triggers/t");
  EXPECT_NE(trigger.etag(), "");
  EXPECT_EQ(trigger.call_states_size(), 2);
  EXPECT_EQ(GetTrigger(Text<v1::GetTriggerRequest>(
                           "name: 'accounts/default/triggers/t'"),
                       &read),
            "OK");
  EXPECT_EQ(read.DebugString(), trigger.DebugString());
}

TEST_F(TriggerServiceTest, RefusesWhatCannotBeCreated) {
  const std::string good = absl::StrCat(kEvent, "call_states: END ");
  EXPECT_EQ(Create("t", good), "OK");
  EXPECT_EQ(Create("t", good), "ALREADY_EXISTS RESOURCE_EXISTS");
  EXPECT_EQ(Create("T", good), "INVALID_ARGUMENT INVALID_FIELD trigger_id");
  EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(
                "parent: 'accounts/none' trigger { " + good + " }")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(
                "parent: 'accounts/-' trigger { " + good + " }")),
            "INVALID_ARGUMENT INVALID_FIELD parent");
  EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(
                "parent: 'accounts/default' trigger_id: 'x'")),
            "INVALID_ARGUMENT INVALID_FIELD trigger");
  EXPECT_EQ(
      Create("x", "event: 'accounts/default/events/none' call_states: END"),
      "FAILED_PRECONDITION EVENT_NOT_FOUND");
}

TEST_F(TriggerServiceTest, HoldsEveryLimitAtItsEdge) {
  const std::string end = absl::StrCat(kEvent, "call_states: END ");
  const std::string text(8192 + 1 - 11, 'x');
  const struct {
    std::string good;
    std::string bad;
    std::string field;
  } kCases[] = {
      {"call_states: START", "", "call_states"},
      {"call_states: RECORDING", "call_states: STATE_UNSPECIFIED",
       "call_states[0]"},
      {"call_states: END call_states: START",
       "call_states: END call_states: START call_states: END",
       "call_states[2]"},
      {"call_states: END", "call_states: END call_states: 99",
       "call_states[1]"},
      {"call_states: END filter: 'answered = true'",
       "call_states: END filter: 'answered = maybe'", "filter"},
      {absl::StrCat("call_states: END filter: 'caller = \"", text.substr(1),
                    "\"'"),
       absl::StrCat("call_states: END filter: 'caller = \"", text, "\"'"),
       "filter"},
      {"call_states: END expire_after { seconds: 1 }",
       "call_states: END expire_after { nanos: 999999999 }", "expire_after"},
      {"call_states: END expire_after { seconds: 2592000 }",
       "call_states: END expire_after { seconds: 2592001 }", "expire_after"},
      {absl::StrCat("call_states: END display_name: '", std::string(256, 'x'),
                    "'"),
       absl::StrCat("call_states: END display_name: '", std::string(257, 'x'),
                    "'"),
       "display_name"},
      {"call_states: END labels { key: 'a' }",
       "call_states: END labels { key: '' }", "labels[\"\"]"},
  };
  int i = 0;
  for (const auto& test : kCases) {
    EXPECT_EQ(Create(absl::StrCat("good", ++i), kEvent + test.good), "OK")
        << test.good;
    EXPECT_EQ(Create("bad", kEvent + test.bad),
              "INVALID_ARGUMENT INVALID_FIELD trigger." + test.field)
        << test.bad;
  }
  for (const char* event :
       {"", "event: 'crm'", "event: 'accounts/other/events/crm'",
        "event: 'accounts/default/triggers/crm'"}) {
    EXPECT_EQ(Create("bad", absl::StrCat("call_states: END ", event)),
              "INVALID_ARGUMENT INVALID_FIELD trigger.event");
  }
}

TEST_F(TriggerServiceTest, ExplainsABadFilter) {
  grpc::ClientContext context;
  v1::Trigger trigger;
  const auto status = triggers_->CreateTrigger(
      &context,
      Text<v1::CreateTriggerRequest>(
          absl::StrCat("parent: 'accounts/default' trigger { ", kEvent,
                       "call_states: END filter: 'directoin = INBOUND' }")),
      &trigger);
  EXPECT_NE(status.error_message().find("line 1"), std::string::npos)
      << status.error_message();
}

TEST_F(TriggerServiceTest, FiresAsSoonAsItIsAnswered) {
  EXPECT_EQ(Matches("direction: INBOUND", v1::CallState::END),
            std::vector<std::string>());
  AddTrigger("b", "crm", "call_states: END");
  AddTrigger("a", "crm", "call_states: END filter: 'direction = INBOUND'");
  AddTrigger("c", "crm", "call_states: START");
  AddTrigger("d", "crm", "call_states: END disabled: true");
  EXPECT_EQ(Matches("direction: INBOUND", v1::CallState::END),
            (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(Matches("direction: OUTBOUND", v1::CallState::END),
            std::vector<std::string>{"b"});
  EXPECT_EQ(Matches("", v1::CallState::TALK), std::vector<std::string>());
  // Updates move a trigger within the index.
  EXPECT_EQ(Update("trigger { name: 'accounts/default/triggers/a' filter: "
                   "'direction = OUTBOUND' }"),
            "OK");
  EXPECT_EQ(Update("trigger { name: 'accounts/default/triggers/d' } "
                   "update_mask { paths: 'disabled' }"),
            "OK");
  EXPECT_EQ(Matches("direction: INBOUND", v1::CallState::END),
            (std::vector<std::string>{"b", "d"}));
  EXPECT_EQ(Update("trigger { name: 'accounts/default/triggers/b' disabled: "
                   "true }"),
            "OK");
  EXPECT_EQ(DeleteTrigger(Text<v1::DeleteTriggerRequest>(
                "name: 'accounts/default/triggers/d'")),
            "OK");
  EXPECT_EQ(Matches("direction: OUTBOUND", v1::CallState::END),
            std::vector<std::string>{"a"});
}

TEST_F(TriggerServiceTest, UpdatesByMask) {
  AddEvent("other");
  AddTrigger("t", "crm", "call_states: END filter: 'answered = true'");
  v1::Trigger trigger;
  EXPECT_EQ(Update("trigger { name: 'accounts/default/triggers/t' "
                   "event: 'accounts/default/events/other' disabled: true } "
                   "update_mask { paths: 'event' paths: 'filter' "
                   "paths: 'update_time' }",
                   &trigger),
            "OK");
  EXPECT_EQ(trigger.event(), "accounts/default/events/other");
  EXPECT_EQ(trigger.filter(), "");
  EXPECT_FALSE(trigger.disabled());
  EXPECT_EQ(DeleteEvent(Text<v1::DeleteEventRequest>(
                "name: 'accounts/default/events/crm'")),
            "OK");
  EXPECT_EQ(DeleteEvent(Text<v1::DeleteEventRequest>(
                "name: 'accounts/default/events/other'")),
            "FAILED_PRECONDITION EVENT_HAS_TRIGGERS");
}

TEST_F(TriggerServiceTest, RefusesBadUpdates) {
  AddTrigger("t", "crm");
  const std::string name = "name: 'accounts/default/triggers/t' ";
  EXPECT_EQ(Update(""), "INVALID_ARGUMENT INVALID_FIELD trigger");
  EXPECT_EQ(Update("trigger { name: 'x' }"),
            "INVALID_ARGUMENT INVALID_FIELD trigger.name");
  EXPECT_EQ(Update("trigger { name: 'accounts/default/triggers/none' }"),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Update("trigger { " + name + "etag: 'old' }"),
            "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Update("trigger { " + name + "} update_mask { paths: 'x' }"),
            "INVALID_ARGUMENT INVALID_FIELD update_mask");
  EXPECT_EQ(
      Update("trigger { " + name + "} update_mask { paths: 'call_states' }"),
      "INVALID_ARGUMENT INVALID_FIELD trigger.call_states");
  EXPECT_EQ(
      Update("trigger { " + name + "event: 'accounts/default/events/none' }"),
      "FAILED_PRECONDITION EVENT_NOT_FOUND");
}

TEST_F(TriggerServiceTest, Deletes) {
  AddTrigger("t", "crm");
  const std::string name = "name: 'accounts/default/triggers/t' ";
  EXPECT_EQ(DeleteTrigger(Text<v1::DeleteTriggerRequest>(name + "etag: 'x'")),
            "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(DeleteTrigger(
                Text<v1::DeleteTriggerRequest>(name + "validate_only: true")),
            "OK");
  EXPECT_EQ(DeleteTrigger(Text<v1::DeleteTriggerRequest>(name)), "OK");
  EXPECT_EQ(DeleteTrigger(Text<v1::DeleteTriggerRequest>(name)),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  Open();
  EXPECT_EQ(GetTrigger(Text<v1::GetTriggerRequest>(name)),
            "NOT_FOUND RESOURCE_NOT_FOUND");
}

TEST_F(TriggerServiceTest, ListsOneAccountOrAll) {
  // "a-b" comes behind "a", though '-' sorts before the '/' of names.
  for (const char* account : {"a", "a-b"}) {
    EXPECT_EQ(CreateAccount(Text<v1::CreateAccountRequest>(
                  absl::StrCat("account_id: '", account, "' account {}"))),
              "OK");
    EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(absl::StrCat(
                  "parent: 'accounts/", account,
                  "' event_id: 'e' "
                  "event { request { url: 'https://x.example' } }"))),
              "OK");
    for (const char* id : {"x", "y"}) {
      EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(absl::StrCat(
                    "parent: 'accounts/", account, "' trigger_id: '", id,
                    "' trigger { call_states: END event: 'accounts/", account,
                    "/events/e' }"))),
                "OK");
    }
  }
  AddTrigger("z", "crm");
  EXPECT_EQ(Names(Text<v1::ListTriggersRequest>("parent: 'accounts/a-b'")),
            (std::vector<std::string>{"accounts/a-b/triggers/x",
                                      "accounts/a-b/triggers/y"}));
  const std::vector<std::string> all = {
      "accounts/a/triggers/x", "accounts/a/triggers/y",
      "accounts/a-b/triggers/x", "accounts/a-b/triggers/y",
      "accounts/default/triggers/z"};
  EXPECT_EQ(Names(Text<v1::ListTriggersRequest>("parent: 'accounts/-'")), all);
  for (int size = 1; size <= 5; ++size) {
    v1::ListTriggersRequest request =
        Text<v1::ListTriggersRequest>("parent: 'accounts/-'");
    request.set_page_size(size);
    std::vector<std::string> names;
    do {
      std::string token;
      for (auto& name : Names(request, &token)) names.push_back(name);
      request.set_page_token(token);
    } while (!request.page_token().empty());
    EXPECT_EQ(names, all) << size;
  }
  EXPECT_EQ(Names(Text<v1::ListTriggersRequest>(
                "parent: 'accounts/-' "
                "filter: 'event = \"accounts/a/events/e\"'")),
            (std::vector<std::string>{"accounts/a/triggers/x",
                                      "accounts/a/triggers/y"}));
  EXPECT_EQ(
      ListTriggers(Text<v1::ListTriggersRequest>("parent: 'accounts/none'")),
      "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(ListTriggers(Text<v1::ListTriggersRequest>("")),
            "INVALID_ARGUMENT INVALID_FIELD parent");
}

TEST_F(TriggerServiceTest, ATokenIsOfOneList) {
  AddTrigger("a", "crm");
  AddTrigger("b", "crm");
  std::string token;
  Names(Text<v1::ListTriggersRequest>("parent: 'accounts/default' "
                                      "page_size: 1"),
        &token);
  EXPECT_EQ(ListTriggers(Text<v1::ListTriggersRequest>(absl::StrCat(
                "parent: 'accounts/-' page_token: '", token, "'"))),
            "INVALID_ARGUMENT INVALID_FIELD page_token");
}

TEST_F(TriggerServiceTest, APageEndsBeforeItIsTooLarge) {
  const std::string filter = "caller = \"" + std::string(8000, 'x') + "\"";
  for (int i = 0; i < 300; ++i) {
    AddTrigger(absl::StrCat("t", i), "crm",
               absl::StrCat("call_states: END filter: '", filter, "'"));
  }
  v1::ListTriggersRequest request =
      Text<v1::ListTriggersRequest>("parent: 'accounts/default'");
  request.set_page_size(1000);
  size_t count = 0;
  int pages = 0;
  do {
    v1::ListTriggersResponse response;
    EXPECT_EQ(ListTriggers(request, &response), "OK");
    EXPECT_LE(response.ByteSizeLong(), 2u << 20);
    count += response.triggers_size();
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(count, 300u);
  EXPECT_EQ(pages, 2);
}

}  // namespace
}  // namespace gancho::service
