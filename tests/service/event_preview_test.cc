// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/event_preview.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "store/key.h"
#include "store/table.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

constexpr char kName[] = "name: 'accounts/default/events/crm' ";

class EventPreviewTest : public testing::DefinitionFixture {
 protected:
  // The event crm with a text body.
  void Add(const std::string& text, const std::string& fields = "") {
    EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(absl::StrCat(
                  "parent: 'accounts/default' event_id: 'crm' event { "
                  "request { url: 'https://x.example/a' headers { name: "
                  "'x-own' value: 'v' } text: '",
                  text, "' } ", fields, " }"))),
              "OK");
  }
  // The body of a preview, or the error.
  std::string Preview(const std::string& fields,
                      v1::PreviewEventResponse* response = nullptr) {
    v1::PreviewEventResponse unused;
    if (response == nullptr) response = &unused;
    const std::string status =
        PreviewEvent(Text<v1::PreviewEventRequest>(fields), response);
    return status == "OK" ? response->request().body() : status;
  }
  static std::string Header(const v1::Delivery::RenderedRequest& request,
                            const std::string& name) {
    for (const auto& header : request.headers()) {
      if (header.name() == name) return header.value();
    }
    return "none";
  }
  void StoreCall(const std::string& id, const std::string& fields) {
    store::CallRecord record;
    *record.mutable_call() = Text<v1::Call>(fields);
    record.mutable_call()->set_call_id(id);
    store::Batch batch;
    const uint64_t uid = store_->catalog().FindAccount("default")->uid;
    batch.Put(store::Table::kCall, store::CallKey(0, uid, id),
              record.SerializeAsString());
    ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  }
};

TEST_F(EventPreviewTest, RendersABuiltInCall) {
  Add("{{state.state}} {{call.direction}} {{call.answered}} "
      "{{call.talk_duration.seconds}} {{call.name}} {{event.name}} "
      "{{trigger.name}}");
  EXPECT_EQ(Preview(kName),
            "END INBOUND true 60 accounts/default/calls/sample-call "
            "accounts/default/events/crm accounts/default/triggers/sample");
}

TEST_F(EventPreviewTest, RendersARealCallAsItStands) {
  Add("{{state.state}} {{state.caller}} {{call.caller}} {{call.labels.x}} "
      "{{call.call_id}} {{state.labels.x}}");
  StoreCall("C1",
            "state: TALK caller: '+54911' labels { key: 'x' value: '1' }");
  EXPECT_EQ(Preview(absl::StrCat(kName, "call: 'accounts/default/calls/C1'")),
            "TALK +54911 +54911 1 C1 1");
  EXPECT_EQ(Preview(absl::StrCat(kName, "call: 'accounts/default/calls/C2'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Preview(absl::StrCat(kName, "call: 'accounts/other/calls/C1'")),
            "INVALID_ARGUMENT INVALID_FIELD call");
  EXPECT_EQ(Preview(absl::StrCat(kName, "call: 'C1'")),
            "INVALID_ARGUMENT INVALID_FIELD call");
  EXPECT_EQ(Preview(absl::StrCat(kName,
                                 "call: 'accounts/default/calls/C1' "
                                 "call_states { state: START }")),
            "INVALID_ARGUMENT INVALID_FIELD call");
}

TEST_F(EventPreviewTest, MergesSampleStates) {
  Add("{{state.state}} {{call.caller}} {{call.queue}} {{call.state_count}}");
  EXPECT_EQ(Preview(absl::StrCat(
                kName,
                "call_states { call_id: 'a' state: START caller: '1' } "
                "call_states { state: RINGING queue: 'q' }")),
            "RINGING 1 q 2");
  EXPECT_EQ(Preview(absl::StrCat(kName, "call_states {}")),
            "INVALID_ARGUMENT INVALID_FIELD call_states[0].state");
  EXPECT_EQ(Preview(absl::StrCat(kName,
                                 "call_states { call_id: 'a' state: START } "
                                 "call_states { call_id: 'b' state: END }")),
            "INVALID_ARGUMENT INVALID_FIELD call_states[1].call_id");
  std::string states;
  for (int i = 0; i < 100; ++i) states += "call_states { state: HOLD } ";
  EXPECT_EQ(Preview(kName + states), "HOLD   100");
  EXPECT_EQ(Preview(kName + states + "call_states { state: HOLD }"),
            "INVALID_ARGUMENT INVALID_FIELD call_states");
}

TEST_F(EventPreviewTest, UsesTheGivenTrigger) {
  Add("{{trigger.display_name}}");
  AddTrigger("t", "crm", "call_states: END display_name: 'Mine'");
  EXPECT_EQ(
      Preview(absl::StrCat(kName, "trigger: 'accounts/default/triggers/t'")),
      "Mine");
  EXPECT_EQ(
      Preview(absl::StrCat(kName, "trigger: 'accounts/default/triggers/x'")),
      "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(
      Preview(absl::StrCat(kName, "trigger: 'accounts/other/triggers/t'")),
      "INVALID_ARGUMENT INVALID_FIELD trigger");
}

TEST_F(EventPreviewTest, RendersAnEventThatIsNotStored) {
  const std::string event =
      "event { name: 'accounts/default/events/draft' request { "
      "url: 'https://x.example' text: '{{call.queue}} {{event.display_name}}' "
      "} display_name: 'Draft' signing { scheme: HMAC_SHA256 } }";
  EXPECT_EQ(Preview(event), "sales Draft");
  EXPECT_EQ(store_->catalog().CountsOf(1).events, 0u);
  EXPECT_EQ(Preview(kName + event), "INVALID_ARGUMENT INVALID_FIELD name");
  EXPECT_EQ(Preview(""), "INVALID_ARGUMENT INVALID_FIELD name");
  EXPECT_EQ(Preview("event {}"), "INVALID_ARGUMENT INVALID_FIELD event.name");
  EXPECT_EQ(Preview("event { name: 'accounts/none/events/x' }"),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Preview("event { name: 'accounts/default/events/x' }"),
            "INVALID_ARGUMENT INVALID_FIELD event.request.url");
}

TEST_F(EventPreviewTest, RedactsCredentialsAndSignatures) {
  Add("x",
      "authentication { header { name: 'x-key' value: 'SECRET' } } "
      "signing { scheme: HMAC_SHA256 }");
  v1::PreviewEventResponse response;
  EXPECT_EQ(Preview(kName, &response), "x");
  const auto& request = response.request();
  EXPECT_EQ(request.method(), v1::Request::POST);
  EXPECT_EQ(request.url(), "https://x.example/a");
  EXPECT_EQ(Header(request, "x-key"), "REDACTED");
  EXPECT_EQ(Header(request, "webhook-signature"), "REDACTED");
  EXPECT_EQ(Header(request, "webhook-id").size(), 36u);
  EXPECT_EQ(Header(request, "webhook-timestamp"),
            absl::StrCat(absl::ToUnixSeconds(clock_.Now())));
  EXPECT_EQ(Header(request, "x-own"), "v");
  EXPECT_FALSE(absl::StrContains(response.DebugString(), "SECRET"));
  // An event as it was read has lost its secrets, and can be tried all the
  // same.
  v1::PreviewEventRequest draft;
  *draft.mutable_event() = StoredEvent("crm");
  EXPECT_EQ(PreviewEvent(draft), "OK");
}

TEST_F(EventPreviewTest, ShowsSecretsOfTheRequestByName) {
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                "parent: 'accounts/default' event_id: 'crm' event { request { "
                "url: 'https://x.example/{{secret.k}}' form { fields { key: "
                "'a' value: '{{secret.k}}' } } headers { name: 'x-own' value: "
                "'{{secret.k}}' } } secrets { key: 'k' value: 'SECRET' } }")),
            "OK");
  v1::PreviewEventResponse response;
  EXPECT_EQ(Preview(kName, &response), "a={{secret.k}}");
  EXPECT_EQ(response.request().url(), "https://x.example/{{secret.k}}");
  EXPECT_EQ(Header(response.request(), "x-own"), "{{secret.k}}");
  EXPECT_FALSE(absl::StrContains(response.DebugString(), "SECRET"));
  v1::PreviewEventRequest draft;
  *draft.mutable_event() = StoredEvent("crm");
  EXPECT_EQ(PreviewEvent(draft), "OK");
  v1::TestEventResponse tested;
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(kName), &tested), "OK");
  EXPECT_EQ(tested.request().body(), "a={{secret.k}}");
  EXPECT_FALSE(absl::StrContains(tested.DebugString(), "SECRET"));
  // The engine puts them in.
  EXPECT_TRUE(engine_.sent()->secrets_in_head());
  EXPECT_TRUE(engine_.sent()->secrets_in_body());
}

TEST_F(EventPreviewTest, ShowsWhichHeaderCarriesTheCredentials) {
  Add("x", "authentication { bearer { token: 'SECRET' } }");
  v1::PreviewEventResponse response;
  EXPECT_EQ(Preview(kName, &response), "x");
  EXPECT_EQ(Header(response.request(), "authorization"), "REDACTED");
  EXPECT_EQ(Header(response.request(), "webhook-signature"), "none");
}

TEST_F(EventPreviewTest, TestsSendOnce) {
  Add("{{call.queue}}", "authentication { bearer { token: 'SECRET' } }");
  v1::TestEventResponse response;
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(kName), &response), "OK");
  EXPECT_EQ(engine_.sent()->body(), "sales");
  EXPECT_EQ(response.request().body(), "sales");
  EXPECT_EQ(Header(response.request(), "authorization"), "REDACTED");
  EXPECT_EQ(response.attempt().status_code(), 204);
  EXPECT_EQ(response.attempt().outcome(), v1::Attempt::DELIVERED);
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(
                "name: 'accounts/default/events/none'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>("")),
            "INVALID_ARGUMENT INVALID_FIELD name");
}

TEST_F(EventPreviewTest, TestsAreBoundedPerAccount) {
  Add("x");
  engine_.Hold();
  std::vector<std::thread> callers;
  for (int i = 0; i < EventServiceImpl::kMaxTestsPerAccount; ++i) {
    callers.emplace_back([this] {
      EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(kName)), "OK");
    });
  }
  engine_.AwaitHeld(EventServiceImpl::kMaxTestsPerAccount);
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(kName)),
            "RESOURCE_EXHAUSTED TOO_MANY_TESTS");
  engine_.Release();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(TestEvent(Text<v1::TestEventRequest>(kName)), "OK");
}

}  // namespace
}  // namespace gancho::service
