// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/event_service.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

constexpr char kUuid[] = "1b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e91";
constexpr char kRequest[] = "request { url: 'https://x.example' } ";
constexpr char kName[] = "name: 'accounts/default/events/crm' ";

class EventServiceTest : public testing::DefinitionFixture {
 protected:
  std::string Create(const std::string& id, const std::string& fields,
                     v1::Event* event = nullptr) {
    return CreateEvent(Text<v1::CreateEventRequest>(absl::StrCat(
                           "parent: 'accounts/default' event_id: '", id,
                           "' event { ", fields, " }")),
                       event);
  }
  // Updates accounts/default/events/crm.
  std::string Update(const std::string& fields,
                     const std::vector<std::string>& paths,
                     v1::Event* event = nullptr) {
    v1::UpdateEventRequest request;
    *request.mutable_event() = Text<v1::Event>(kName + fields);
    for (const auto& path : paths) {
      request.mutable_update_mask()->add_paths(path);
    }
    return UpdateEvent(request, event);
  }
  std::string Pause(const std::string& fields = "") {
    return PauseEvent(Text<v1::PauseEventRequest>(kName + fields));
  }
  std::string Resume() {
    return ResumeEvent(Text<v1::ResumeEventRequest>(kName));
  }
  std::string Delete(const std::string& fields = "") {
    return DeleteEvent(Text<v1::DeleteEventRequest>(kName + fields));
  }
  std::string Rotate(const std::string& fields,
                     v1::RotateSigningSecretResponse* response = nullptr) {
    return RotateSigningSecret(
        Text<v1::RotateSigningSecretRequest>(kName + fields), response);
  }
  std::shared_ptr<const EventDefinition> Definition(const std::string& id) {
    return store_->catalog().FindEvent(
        store_->catalog().FindAccount("default")->uid, id);
  }
};

TEST_F(EventServiceTest, CreatesAndReturnsTheResource) {
  v1::Event event;
  EXPECT_EQ(
      Create("crm",
             "name: 'x' state: DISABLED state_reason: 'x' etag: 'x' "
             "display_name: 'CRM' request { url: 'https://x.example:8443/a' "
             "json_template: '{\"a\": \"{{call.caller}}\"}' } "
             "policy { max_concurrency: 2 }",
             &event),
      "OK");
  EXPECT_EQ(event.name(), "accounts/default/events/crm");
  EXPECT_EQ(event.state(), v1::Event::ACTIVE);
  EXPECT_EQ(event.state_reason(), "");
  EXPECT_EQ(event.request().method(), v1::Request::POST);
  EXPECT_EQ(event.policy().ordering(), v1::DeliveryPolicy::PER_CALL);
  EXPECT_FALSE(event.has_authentication());
  EXPECT_FALSE(event.has_signing());
  EXPECT_EQ(StoredEvent("crm").DebugString(), event.DebugString());
  const auto runtime = engine_.event(Definition("crm")->uid);
  ASSERT_NE(runtime, nullptr);
  EXPECT_TRUE(runtime->tls);
  EXPECT_EQ(runtime->host, "x.example");
  EXPECT_EQ(runtime->port, 8443);
  EXPECT_EQ(runtime->account_id, "default");
  EXPECT_EQ(runtime->event_id, "crm");
  EXPECT_EQ(runtime->version, 1u);
  EXPECT_EQ(runtime->signing_scheme, v1::Signing::NONE);
}

TEST_F(EventServiceTest, RefusesWhatCannotBeCreated) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  EXPECT_EQ(Create("crm", kRequest), "ALREADY_EXISTS RESOURCE_EXISTS");
  EXPECT_EQ(Create("1", kRequest), "INVALID_ARGUMENT INVALID_FIELD event_id");
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                "parent: 'accounts/default' event_id: 'x'")),
            "INVALID_ARGUMENT INVALID_FIELD event");
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                absl::StrCat("event {", kRequest, "}"))),
            "INVALID_ARGUMENT INVALID_FIELD parent");
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(absl::StrCat(
                "parent: 'accounts/none' event {", kRequest, "}"))),
            "NOT_FOUND RESOURCE_NOT_FOUND");
}

TEST_F(EventServiceTest, NamesTheFieldOfEveryProblem) {
  const struct {
    const char* fields;
    const char* field;
  } kCases[] = {
      {"request {}", "request.url"},
      {"request { url: 'ftp://x.example' }", "request.url"},
      {"request { url: 'https://10.0.0.1/x' }", "request.url"},
      {"request { url: 'https://{{call.caller}}/' }", "request.url"},
      {"request { url: 'https://x.example' text: '{{nothing}}' }",
       "request.text"},
      {"request { url: 'https://x.example' method: 99 }", "request.method"},
      {"request { url: 'https://x.example' } signing { scheme: 9 }",
       "signing.scheme"},
      {"request { url: 'https://x.example' } signing { secret: 'whsec_x' }",
       "signing.secret"},
      {"request { url: 'https://x.example' } "
       "signing { scheme: HMAC_SHA256 secret: 'whsec_short' }",
       "signing.secret"},
      {"request { url: 'https://x.example' } policy { max_concurrency: -1 }",
       "policy.max_concurrency"},
      {"request { url: 'https://x.example' } "
       "policy { response_rules { filter: 'x = 1' outcome: FAIL } }",
       "policy.response_rules[0].filter"},
      {"request { url: 'https://x.example' } authentication { bearer {} }",
       "authentication.bearer.token"},
      {"request { url: 'https://x.example' headers { name: 'AUTHORIZATION' "
       "value: 'x' } } authentication { bearer { token: 't' } }",
       "request.headers[0].name"},
      {"request { url: 'https://x.example' headers { name: 'x-key' value: "
       "'x' } } authentication { header { name: 'X-Key' value: 't' } }",
       "request.headers[0].name"},
      {"request { url: 'https://x.example' } display_name: '\\n'",
       "display_name"},
      {"request { url: 'https://x.example' } labels { key: '' }",
       "labels[\"\"]"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Create("bad", test.fields),
              absl::StrCat("INVALID_ARGUMENT INVALID_FIELD event.", test.field))
        << test.fields;
  }
}

TEST_F(EventServiceTest, NeverReturnsASecret) {
  const std::vector<std::string> kinds = {
      "basic { username: 'u' password: 'SECRET' }",
      "bearer { token: 'SECRET' }", "header { name: 'x-key' value: 'SECRET' }",
      "oauth2_client_credentials { token_url: 'https://id.example/t' "
      "client_id: 'c' client_secret: 'SECRET' }"};
  for (size_t i = 0; i < kinds.size(); ++i) {
    v1::Event created, updated;
    const std::string id = absl::StrCat("e", i);
    EXPECT_EQ(
        Create(id, absl::StrCat(kRequest, "authentication {", kinds[i], "}"),
               &created),
        "OK")
        << kinds[i];
    EXPECT_TRUE(created.has_authentication());
    EXPECT_FALSE(absl::StrContains(created.DebugString(), "SECRET"));
    EXPECT_FALSE(absl::StrContains(StoredEvent(id).DebugString(), "SECRET"));
    EXPECT_TRUE(absl::StrContains(
        Definition(id)->runtime->authentication.DebugString(), "SECRET"));
    v1::UpdateEventRequest request;
    *request.mutable_event() = created;
    request.mutable_event()->set_display_name("new");
    request.mutable_update_mask()->add_paths("*");
    EXPECT_EQ(UpdateEvent(request, &updated), "OK") << kinds[i];
    EXPECT_FALSE(absl::StrContains(updated.DebugString(), "SECRET"));
    // Written back as it was read, it still has its secret.
    EXPECT_TRUE(absl::StrContains(
        Definition(id)->runtime->authentication.DebugString(), "SECRET"));
  }
  v1::ListEventsResponse list;
  EXPECT_EQ(
      ListEvents(Text<v1::ListEventsRequest>("parent: 'accounts/-'"), &list),
      "OK");
  EXPECT_EQ(list.events_size(), static_cast<int>(kinds.size()));
  EXPECT_FALSE(absl::StrContains(list.DebugString(), "SECRET"));
  // Nor can a filter ask for it.
  EXPECT_EQ(ListEvents(Text<v1::ListEventsRequest>(
                "parent: 'accounts/-' filter: "
                "'authentication.basic.password = \"SECRET\"'")),
            "INVALID_ARGUMENT INVALID_FIELD filter");
}

TEST_F(EventServiceTest, SecretsOfTheRequestAreShownByNameOnly) {
  constexpr char kSecretUrl[] =
      "request { url: 'https://x.example/{{secret.path}}' } ";
  v1::Event event;
  EXPECT_EQ(Create("crm",
                   absl::StrCat(kSecretUrl,
                                "secrets { key: 'path' value: 'SECRET' } "
                                "secrets { key: 'other' value: 'SECRET2' }"),
                   &event),
            "OK");
  const auto secrets = [this] { return Definition("crm")->runtime->secrets; };
  const delivery::SecretMap both = {{"other", "SECRET2"}, {"path", "SECRET"}};
  EXPECT_EQ(secrets(), both);
  EXPECT_FALSE(absl::StrContains(event.DebugString(), "SECRET"));
  EXPECT_FALSE(absl::StrContains(StoredEvent("crm").DebugString(), "SECRET"));
  EXPECT_EQ(event.secrets_size(), 2);
  EXPECT_EQ(event.request().url(), "https://x.example/{{secret.path}}");

  // Written back as it was read, it keeps them; other changes do too.
  v1::UpdateEventRequest request;
  *request.mutable_event() = event;
  request.mutable_update_mask()->add_paths("*");
  EXPECT_EQ(UpdateEvent(request), "OK");
  EXPECT_EQ(Update("display_name: 'x'", {"display_name"}), "OK");
  EXPECT_EQ(secrets(), both);
  // One is changed, one is left out.
  EXPECT_EQ(Update("secrets { key: 'path' value: 'NEW' }", {"secrets"}), "OK");
  EXPECT_EQ(secrets(), (delivery::SecretMap{{"path", "NEW"}}));
  EXPECT_EQ(Update("", {"secrets"}),
            "INVALID_ARGUMENT INVALID_FIELD event.secrets");
  EXPECT_EQ(Update("secrets { key: 'path' value: 'NEW' } secrets { key: 'x' }",
                   {"secrets"}),
            "INVALID_ARGUMENT INVALID_FIELD event.secrets.x");
  // Nor can a filter ask for them.
  EXPECT_EQ(ListEvents(Text<v1::ListEventsRequest>(
                "parent: 'accounts/-' filter: 'secrets.path = \"NEW\"'")),
            "INVALID_ARGUMENT INVALID_FIELD filter");
}

TEST_F(EventServiceTest, HoldsTheRulesOfSecrets) {
  const auto create = [this](const std::string& key, const std::string& value) {
    return Create("bad", absl::StrCat(kRequest, "secrets { key: '", key,
                                      "' value: '", value, "' }"));
  };
  EXPECT_EQ(create("Key", "x"), "INVALID_ARGUMENT INVALID_FIELD event.secrets");
  EXPECT_EQ(create("", "x"), "INVALID_ARGUMENT INVALID_FIELD event.secrets");
  EXPECT_EQ(create(std::string(33, 'k'), "x"),
            "INVALID_ARGUMENT INVALID_FIELD event.secrets");
  for (const std::string& value :
       {std::string(), std::string(1025, 'x'), std::string("a\\nb"),
        std::string("a/../b")}) {
    EXPECT_EQ(create("k", value),
              "INVALID_ARGUMENT INVALID_FIELD event.secrets.k");
  }
  std::string many = kRequest;
  for (int i = 0; i < 17; ++i) {
    absl::StrAppend(&many, "secrets { key: 'k", i, "' value: 'x' }");
  }
  EXPECT_EQ(Create("bad", many),
            "INVALID_ARGUMENT INVALID_FIELD event.secrets");
  EXPECT_EQ(create(std::string(32, 'k'), std::string(1024, 'x')), "OK");
}

TEST_F(EventServiceTest, AnUpdateKeepsTheSecretOfTheSameKindOnly) {
  EXPECT_EQ(Create("crm", absl::StrCat(kRequest,
                                       "authentication { basic { username: "
                                       "'u' password: 'SECRET' } }")),
            "OK");
  const auto authentication = [this] {
    return Definition("crm")->runtime->authentication.ShortDebugString();
  };
  EXPECT_EQ(
      Update("authentication { basic { username: 'v' } }", {"authentication"}),
      "OK");
  EXPECT_EQ(authentication(), "basic { username: \"v\" password: \"SECRET\" }");
  EXPECT_EQ(Update("authentication { basic { password: 'NEW' } }", {}), "OK");
  EXPECT_EQ(authentication(), "basic { username: \"v\" password: \"NEW\" }");
  EXPECT_EQ(Update("authentication { bearer {} }", {"authentication"}),
            "INVALID_ARGUMENT INVALID_FIELD event.authentication.bearer.token");
  EXPECT_EQ(Update("", {"authentication"}), "OK");
  EXPECT_EQ(authentication(), "");
  EXPECT_FALSE(StoredEvent("crm").has_authentication());
}

TEST_F(EventServiceTest, UpdatesTellTheEngine) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  const uint64_t uid = Definition("crm")->uid;
  v1::Event event;
  EXPECT_EQ(Update("request { url: 'https://y.example' } "
                   "policy { max_concurrency: 9 }",
                   {"request.url", "policy"}, &event),
            "OK");
  EXPECT_EQ(event.request().url(), "https://y.example");
  EXPECT_EQ(event.request().method(), v1::Request::POST);
  EXPECT_EQ(engine_.event(uid)->version, 2u);
  EXPECT_EQ(engine_.event(uid)->host, "y.example");
  EXPECT_EQ(engine_.event(uid)->policy.max_concurrency, 9);
  // What changes nothing is no new version.
  EXPECT_EQ(Update("", {"display_name"}, &event), "OK");
  EXPECT_EQ(engine_.event(uid)->version, 2u);
  EXPECT_EQ(StoredEvent("crm").DebugString(), event.DebugString());
}

TEST_F(EventServiceTest, RefusesBadUpdates) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  EXPECT_EQ(UpdateEvent(v1::UpdateEventRequest()),
            "INVALID_ARGUMENT INVALID_FIELD event");
  EXPECT_EQ(UpdateEvent(Text<v1::UpdateEventRequest>("event { name: 'x' }")),
            "INVALID_ARGUMENT INVALID_FIELD event.name");
  EXPECT_EQ(UpdateEvent(Text<v1::UpdateEventRequest>(
                "event { name: 'accounts/default/events/none' }")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Update("", {"nothing"}),
            "INVALID_ARGUMENT INVALID_FIELD update_mask");
  EXPECT_EQ(Update("etag: 'old'", {}), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Update("", {"*"}),
            "INVALID_ARGUMENT INVALID_FIELD event.request.url");
  EXPECT_EQ(Definition("crm")->version, 1u);
  // Output-only paths are ignored.
  EXPECT_EQ(Update("state: DISABLED state_reason: 'x'",
                   {"state", "state_reason", "create_time", "name"}),
            "OK");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::ACTIVE);
}

TEST_F(EventServiceTest, PausesAndResumes) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  const uint64_t uid = Definition("crm")->uid;
  EXPECT_EQ(Resume(), "OK");
  EXPECT_EQ(Definition("crm")->version, 1u);
  EXPECT_EQ(Pause("reason: 'holiday'"), "OK");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::PAUSED);
  EXPECT_EQ(StoredEvent("crm").state_reason(), "holiday");
  EXPECT_EQ(engine_.event(uid)->state, v1::Event::PAUSED);
  EXPECT_EQ(engine_.event(uid)->state_reason, "holiday");
  EXPECT_EQ(Pause("reason: 'again'"), "OK");
  EXPECT_EQ(StoredEvent("crm").state_reason(), "holiday");
  EXPECT_EQ(Update("display_name: 'x'", {}), "OK");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::PAUSED);
  EXPECT_EQ(Resume(), "OK");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::ACTIVE);
  EXPECT_EQ(StoredEvent("crm").state_reason(), "");
  EXPECT_EQ(engine_.event(uid)->state, v1::Event::ACTIVE);
}

TEST_F(EventServiceTest, ADisabledEventCanOnlyBeResumed) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  store_->DisableEvent("default", "crm", "410 Gone");
  EXPECT_EQ(Pause(), "FAILED_PRECONDITION EVENT_DISABLED");
  EXPECT_EQ(Resume(), "OK");
  EXPECT_EQ(StoredEvent("crm").state(), v1::Event::ACTIVE);
}

TEST_F(EventServiceTest, ChecksTheArgumentsOfStateChanges) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  EXPECT_EQ(Pause(absl::StrCat("reason: '", std::string(257, 'x'), "'")),
            "INVALID_ARGUMENT INVALID_FIELD reason");
  EXPECT_EQ(Pause("reason: 'a\\tb'"), "INVALID_ARGUMENT INVALID_FIELD reason");
  EXPECT_EQ(Pause("request_id: 'x'"),
            "INVALID_ARGUMENT INVALID_FIELD request_id");
  EXPECT_EQ(PauseEvent(Text<v1::PauseEventRequest>("name: 'x'")),
            "INVALID_ARGUMENT INVALID_FIELD name");
  EXPECT_EQ(ResumeEvent(Text<v1::ResumeEventRequest>(
                "name: 'accounts/default/events/none'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Pause(absl::StrCat("reason: '", std::string(256, 'x'), "'")), "OK");
}

TEST_F(EventServiceTest, MakesASigningSecret) {
  EXPECT_EQ(Create("crm", absl::StrCat(kRequest,
                                       "signing { scheme: "
                                       "HMAC_SHA256 }")),
            "OK");
  const auto keys = Definition("crm")->runtime->signing_keys;
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys[0].secret().size(), 32u);
  EXPECT_EQ(StoredEvent("crm").signing().secret(), "");
  // It stays while the scheme does.
  EXPECT_EQ(Update("display_name: 'x'", {}), "OK");
  EXPECT_EQ(Definition("crm")->runtime->signing_keys[0].secret(),
            keys[0].secret());
  EXPECT_EQ(Update("signing { scheme: ED25519 }", {"signing"}), "OK");
  EXPECT_NE(Definition("crm")->runtime->signing_keys[0].secret(),
            keys[0].secret());
  EXPECT_EQ(StoredEvent("crm").signing().public_key().substr(0, 5), "whpk_");
  EXPECT_EQ(Update("", {"signing"}), "OK");
  EXPECT_TRUE(Definition("crm")->runtime->signing_keys.empty());
}

TEST_F(EventServiceTest, TakesASigningSecret) {
  // The vectors of Standard Webhooks.
  EXPECT_EQ(
      Create("crm", absl::StrCat(kRequest,
                                 "signing { scheme: ED25519 secret: "
                                 "'whsk_6Xb/dCcHpPea21PS1N9VY/"
                                 "NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSK"
                                 "JpAJ6p9lMicMFs6Kvg==' }")),
      "INVALID_ARGUMENT INVALID_FIELD event.signing.secret");
  EXPECT_EQ(
      Create("crm", absl::StrCat(kRequest,
                                 "signing { scheme: ED25519 secret: "
                                 "'whsk_6Xb/dCcHpPea21PS1N9VY/"
                                 "NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSK"
                                 "Jp4AJ6p9lMicMFs6Kvg==' }")),
      "OK");
  EXPECT_EQ(StoredEvent("crm").signing().public_key(),
            "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
  EXPECT_EQ(StoredEvent("crm").signing().secret(), "");
}

TEST_F(EventServiceTest, RotatesWithAnOverlap) {
  EXPECT_EQ(Create("crm", absl::StrCat(kRequest,
                                       "signing { scheme: "
                                       "HMAC_SHA256 }")),
            "OK");
  const std::string old = Definition("crm")->runtime->signing_keys[0].secret();
  v1::RotateSigningSecretResponse response;
  EXPECT_EQ(Rotate("", &response), "OK");
  EXPECT_EQ(response.secret().substr(0, 6), "whsec_");
  const auto& keys = engine_.event(Definition("crm")->uid)->signing_keys;
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_NE(keys[0].secret(), old);
  EXPECT_EQ(keys[0].expire_time_us(), 0);
  EXPECT_EQ(keys[1].secret(), old);
  EXPECT_EQ(keys[1].expire_time_us(),
            absl::ToUnixMicros(clock_.Now() + absl::Hours(24)));
  EXPECT_EQ(response.event().signing().previous_secret_expire_time().seconds(),
            absl::ToUnixSeconds(clock_.Now() + absl::Hours(24)));
  clock_.Advance(absl::Hours(24));
  EXPECT_FALSE(StoredEvent("crm").signing().has_previous_secret_expire_time());
  v1::ListEventsResponse list;
  EXPECT_EQ(
      ListEvents(Text<v1::ListEventsRequest>("parent: 'accounts/-'"), &list),
      "OK");
  EXPECT_FALSE(list.events(0).signing().has_previous_secret_expire_time());
}

TEST_F(EventServiceTest, RotationHasLimits) {
  EXPECT_EQ(Create("plain", kRequest), "OK");
  EXPECT_EQ(RotateSigningSecret(Text<v1::RotateSigningSecretRequest>(
                "name: 'accounts/default/events/plain'")),
            "FAILED_PRECONDITION EVENT_NOT_SIGNED");
  EXPECT_EQ(Create("crm", absl::StrCat(kRequest,
                                       "signing { scheme: "
                                       "HMAC_SHA256 }")),
            "OK");
  EXPECT_EQ(Rotate("overlap { seconds: -1 }"),
            "INVALID_ARGUMENT INVALID_FIELD overlap");
  EXPECT_EQ(Rotate("overlap { seconds: 2592001 }"),
            "INVALID_ARGUMENT INVALID_FIELD overlap");
  EXPECT_EQ(Rotate("secret: 'whsec_x'"),
            "INVALID_ARGUMENT INVALID_FIELD secret");
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(Rotate("overlap { seconds: 2592000 }"), "OK");
  }
  EXPECT_EQ(Definition("crm")->runtime->signing_keys.size(), 4u);
  v1::RotateSigningSecretResponse response;
  EXPECT_EQ(Rotate("overlap {} secret: "
                   "'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'",
                   &response),
            "OK");
  EXPECT_EQ(response.secret(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  // Without an overlap the last one ends at once; those before it go on.
  EXPECT_EQ(Definition("crm")->runtime->signing_keys.size(), 4u);
}

TEST_F(EventServiceTest, ARepeatedRotationShowsTheSameSecret) {
  EXPECT_EQ(Create("crm", absl::StrCat(kRequest,
                                       "signing { scheme: "
                                       "HMAC_SHA256 }")),
            "OK");
  v1::RotateSigningSecretResponse first, second;
  const std::string id = absl::StrCat("request_id: '", kUuid, "'");
  EXPECT_EQ(Rotate(id, &first), "OK");
  EXPECT_EQ(Rotate(id, &second), "OK");
  EXPECT_EQ(first.secret(), second.secret());
  EXPECT_EQ(Definition("crm")->runtime->signing_keys.size(), 2u);
}

TEST_F(EventServiceTest, DeletesWhatNothingRefersTo) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  AddTrigger("t", "crm");
  EXPECT_EQ(Delete("etag: 'old'"), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Delete(), "FAILED_PRECONDITION EVENT_HAS_TRIGGERS");
  EXPECT_EQ(DeleteTrigger(Text<v1::DeleteTriggerRequest>(
                "name: 'accounts/default/triggers/t'")),
            "OK");
  engine_.set_pending_count(1);
  EXPECT_EQ(Delete(), "FAILED_PRECONDITION EVENT_HAS_PENDING_DELIVERIES");
  engine_.set_pending_count(0);
  EXPECT_EQ(Delete("validate_only: true"), "OK");
  const std::string id = absl::StrCat("request_id: '", kUuid, "'");
  EXPECT_EQ(Delete(id), "OK");
  EXPECT_EQ(Delete(id), "OK");
  EXPECT_EQ(Delete(), "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(engine_.removed().begin()->second, "the event was deleted");
}

TEST_F(EventServiceTest, DeletesTriggersAndPendingByForce) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  AddTrigger("t1", "crm");
  AddTrigger("t2", "crm");
  AddEvent("other");
  AddTrigger("t3", "other");
  engine_.set_pending_count(5);
  EXPECT_EQ(Delete("force: true"), "OK");
  EXPECT_EQ(engine_.event_count(), 1u);
  EXPECT_EQ(Matches("", v1::CallState::END), std::vector<std::string>{"t3"});
  Open();
  EXPECT_EQ(Matches("", v1::CallState::END), std::vector<std::string>{"t3"});
}

TEST_F(EventServiceTest, ADeletionIsAnsweredWhenThePendingHasEnded) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  engine_.Hold();
  std::atomic<bool> answered = false;
  std::thread caller([&] {
    EXPECT_EQ(Delete("force: true"), "OK");
    answered = true;
  });
  engine_.AwaitHeld(1);
  // Others do not wait for it.
  AddEvent("other");
  EXPECT_FALSE(answered);
  engine_.Release();
  caller.join();
}

TEST_F(EventServiceTest, ADeletionWaitsOnlySoLong) {
  Open({.removal_wait = absl::Milliseconds(1)});
  EXPECT_EQ(Create("crm", kRequest), "OK");
  engine_.Hold();
  EXPECT_EQ(Delete("force: true"), "OK");
  engine_.Release();
}

TEST_F(EventServiceTest, ListsWhatTheFilterMatches) {
  AddEvent("a");
  AddEvent("crm");
  EXPECT_EQ(Pause(), "OK");
  v1::ListEventsResponse list;
  EXPECT_EQ(ListEvents(Text<v1::ListEventsRequest>(
                           "parent: 'accounts/default' filter: "
                           "'state = PAUSED'"),
                       &list),
            "OK");
  ASSERT_EQ(list.events_size(), 1);
  EXPECT_EQ(list.events(0).name(), "accounts/default/events/crm");
  EXPECT_EQ(ListEvents(Text<v1::ListEventsRequest>("parent: 'accounts/x'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
}

TEST_F(EventServiceTest, AsksTheEngineForStats) {
  EXPECT_EQ(Create("crm", kRequest), "OK");
  engine_.set_pending_count(7);
  v1::EventStats stats;
  EXPECT_EQ(GetEventStats(Text<v1::GetEventStatsRequest>(kName), &stats), "OK");
  EXPECT_EQ(stats.event(), "accounts/default/events/crm");
  EXPECT_EQ(stats.pending_count(), 7);
  EXPECT_EQ(GetEventStats(Text<v1::GetEventStatsRequest>(
                "name: 'accounts/default/events/none'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace gancho::service
