// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The requests that the presets make of calls with hostile names, and of a
// template that was pasted from another product.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/preset_fixture.h"

namespace gancho::testing {
namespace {

using ::google::protobuf::Value;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

const std::vector<std::string>& Names() {
  static const auto& names = *new std::vector<std::string>{
      "Ana \"Nené\" Pérez \\",
      "🙂📞 \u202Eaná",
      "<!channel> & <@U1|x>",
      "=IMPORTXML(\"https://example.com\",\"//a\")",
      "\"},{\"x\":\"",
      "a&b=c;d%0d%0aX-Bad: 1#+",
      "{{call.call_id}} {{{x}}}",
      "two\r\nlines",
  };
  return names;
}

std::string SlackEscaped(const std::string& text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

const Value& Field(const Value& object, const std::string& name) {
  static const auto& none = *new Value();
  const auto& fields = object.struct_value().fields();
  const auto found = fields.find(name);
  EXPECT_NE(found, fields.end()) << "no " << name;
  return found == fields.end() ? none : found->second;
}

std::string TextField(const Value& object, const std::string& name) {
  return Field(object, name).string_value();
}

const Value& Element(const Value& list, int index) {
  static const auto& none = *new Value();
  EXPECT_LT(index, list.list_value().values_size());
  return index < list.list_value().values_size()
             ? list.list_value().values(index)
             : none;
}

void ExpectRequest(const ReceivedRequest& request, const std::string& target,
                   const std::string& content_type,
                   const std::string& authorization) {
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, target);
  EXPECT_EQ(request.Header("content-type"), content_type);
  EXPECT_EQ(request.Header("authorization"), authorization);
  EXPECT_THAT(request.headers, Not(Contains(Pair("x-bad", ::testing::_))));
}

constexpr char kJson[] = "application/json";
constexpr char kForm[] = "application/x-www-form-urlencoded";

class PresetTest : public PresetFixture {
 protected:
  // One call for each name; the requests, `per_call` for each.
  std::vector<ReceivedRequest> CallAll(bool answered, size_t per_call) {
    for (size_t i = 0; i < Names().size(); ++i) {
      Stream(Call(absl::StrCat("c-", i), Names()[i], answered));
    }
    auto requests = AwaitRequests(Names().size() * per_call);
    if (requests.size() != Names().size() * per_call) return {};
    return requests;
  }

  // The requests of one call by name, in the order in which they came. Calls
  // do not wait for each other, so those of several may be mixed.
  std::map<std::string, std::vector<ReceivedRequest>> ByName(
      const std::vector<ReceivedRequest>& requests,
      const std::function<std::string(const ReceivedRequest&)>& name) {
    std::map<std::string, std::vector<ReceivedRequest>> by_name;
    for (const auto& request : requests) {
      by_name[name(request)].push_back(request);
    }
    EXPECT_THAT(by_name, SizeIs(Names().size()));
    for (const std::string& expected : Names()) {
      EXPECT_TRUE(by_name.contains(expected)) << expected;
    }
    return by_name;
  }

  void ExpectSlack(bool answered, const std::string& begin) {
    const auto requests = CallAll(answered, 1);
    std::vector<std::string> texts;
    for (const auto& request : requests) {
      ExpectRequest(request, "/services/T0/B0/s3cret", kJson, "");
      const Value body = ParseJson(request.body);
      EXPECT_THAT(body.struct_value().fields(), SizeIs(1));
      texts.push_back(TextField(body, "text"));
      EXPECT_THAT(texts.back(), Not(HasSubstr("<")));
      EXPECT_THAT(texts.back(), HasSubstr("at 12:00:00"));
    }
    for (const std::string& name : Names()) {
      EXPECT_THAT(texts, Contains(::testing::StartsWith(absl::StrCat(
                             begin, SlackEscaped(name), " 011 15-4321-0000"))));
    }
  }

  void ExpectStateObjects(const std::string& preset, const std::string& target,
                          const std::string& authorization) {
    UsePreset(preset);
    const auto by_name =
        ByName(CallAll(true, 3), [](const ReceivedRequest& request) {
          return TextField(ParseJson(request.body), "caller_name");
        });
    for (const auto& [name, requests] : by_name) {
      ASSERT_THAT(requests, SizeIs(3));
      std::vector<Value> bodies;
      for (const auto& request : requests) {
        ExpectRequest(request, target, kJson, authorization);
        bodies.push_back(ParseJson(request.body));
        EXPECT_EQ(TextField(bodies.back(), "delivery_id"),
                  request.Header("webhook-id"));
        EXPECT_EQ(TextField(bodies.back(), "queue"), name);
        EXPECT_EQ(TextField(Field(bodies.back(), "labels"), "campaign"), name);
      }
      EXPECT_EQ(TextField(bodies[0], "state"), "START");
      EXPECT_EQ(Field(bodies[0], "duration").kind_case(), Value::kNullValue);
      EXPECT_FALSE(Field(bodies[0], "answered").bool_value());
      EXPECT_EQ(TextField(bodies[1], "state"), "TALK");
      EXPECT_TRUE(Field(bodies[1], "answered").bool_value());
      EXPECT_EQ(TextField(bodies[2], "state"), "END");
      EXPECT_EQ(Field(bodies[2], "duration").number_value(), 95);
      EXPECT_EQ(Field(bodies[2], "talk_duration").number_value(), 87);
    }
  }

  void ExpectStateForms(const std::string& preset, const std::string& target,
                        const std::string& authorization) {
    UsePreset(preset);
    const auto by_name =
        ByName(CallAll(true, 3), [](const ReceivedRequest& request) {
          return FormFields(request.body)["caller_name"];
        });
    for (const auto& [name, requests] : by_name) {
      ASSERT_THAT(requests, SizeIs(3));
      for (const auto& request : requests) {
        ExpectRequest(request, target, kForm, authorization);
        auto fields = FormFields(request.body);
        EXPECT_THAT(fields, SizeIs(19));
        EXPECT_EQ(fields["delivery_id"], request.Header("webhook-id"));
        EXPECT_EQ(fields["queue"], name);
        EXPECT_EQ(fields["caller"], "+5491143210000");
      }
      EXPECT_EQ(FormFields(requests[0].body)["duration"], "");
      EXPECT_EQ(FormFields(requests[1].body)["state"], "TALK");
      EXPECT_EQ(FormFields(requests[2].body)["duration"], "95");
    }
  }

  // What must not fire does not.
  void ExpectNothingFor(v1::CallState start, bool answered) {
    auto states = Call("c-other", "Ana", answered);
    states[0].MergeFrom(start);
    if (start.caller() == "-") states[0].clear_caller();
    const size_t before = Deliveries().size();
    Stream(states);
    EXPECT_EQ(Deliveries().size(), before);
  }

  static v1::CallState Outbound() {
    v1::CallState state;
    state.set_direction(v1::CallState::OUTBOUND);
    return state;
  }
  static v1::CallState Anonymous() {
    v1::CallState state;
    state.set_caller("-");
    return state;
  }
};

TEST_F(PresetTest, SlackTellsOfMissedCalls) {
  UsePreset("slack-missed-call");
  ExpectSlack(false, ":telephone_receiver: Missed call from ");
  ExpectNothingFor({}, true);
  ExpectNothingFor(Outbound(), false);
}

// Of the URL that is a secret, and of the key in a form.
TEST_F(PresetTest, SecretsAreSentAndNeverShown) {
  struct Case {
    const char* preset;
    const char* secret;
    const char* answer;
  };
  const std::vector<Case> cases = {
      {"slack-missed-call", "s3cret", "ok"},
      {"pilot", "01234567-89ab-cdef-0123-456789abcdef", R"({"success":true})"}};
  for (const auto& [preset, secret, answer] : cases) {
    SetUp();  // an account of its own
    Answer({HttpAnswer(200, answer)});
    UsePreset(preset);
    Stream(Call("c-1", "Ana", false));
    const std::vector<ReceivedRequest> requests = AwaitRequests(1);
    ASSERT_THAT(requests, SizeIs(1));
    EXPECT_THAT(requests[0].target + requests[0].body, HasSubstr(secret));
    v1::GetDeliveryRequest get;
    get.set_name(OnlyDelivery());
    v1::Delivery delivery;
    ASSERT_TRUE(client()
                    ->deliveries
                    ->GetDelivery(ServerClient::Context().get(), get, &delivery)
                    .ok());
    EXPECT_THAT(delivery.DebugString(), HasSubstr("{{secret."));
    EXPECT_THAT(delivery.DebugString(), Not(HasSubstr(secret)));
    EXPECT_THAT(GetEvent().DebugString(), Not(HasSubstr(secret)));
  }
}

TEST_F(PresetTest, SlackTellsOfAnsweredCalls) {
  UsePreset("slack-answered");
  ExpectSlack(true, ":white_check_mark: Answered call with ");
  ExpectNothingFor({}, false);
  ExpectNothingFor(Outbound(), true);
}

TEST_F(PresetTest, MakeGetsObjects) {
  ExpectStateObjects("make-json", "/abcdefghijklmnopqrstuvwxyz012345", "");
}

TEST_F(PresetTest, MakeGetsForms) {
  ExpectStateForms("make-form", "/abcdefghijklmnopqrstuvwxyz012345", "");
}

TEST_F(PresetTest, GenericCrmGetsObjects) {
  ExpectStateObjects("generic-crm-json", "/hook", "Bearer t0ken");
}

TEST_F(PresetTest, GenericCrmGetsForms) {
  ExpectStateForms("generic-crm-form", "/hook", "Bearer t0ken");
}

TEST_F(PresetTest, GenericCrmGetsText) {
  UsePreset("generic-crm-text");
  std::vector<std::string> bodies;
  for (const auto& request : CallAll(true, 3)) {
    ExpectRequest(request, "/hook", "text/plain; charset=utf-8",
                  "Bearer t0ken");
    EXPECT_TRUE(absl::StartsWith(
        request.body,
        absl::StrCat("delivery_id: ", request.Header("webhook-id"), "\n")));
    bodies.push_back(request.body);
  }
  for (const std::string& name : Names()) {
    EXPECT_THAT(
        bodies,
        Contains(HasSubstr(absl::StrCat("\ncaller_name: ", name, "\n"))));
  }
}

TEST_F(PresetTest, SheetsGetsRows) {
  UsePreset("google-sheets-row");
  std::vector<std::string> names;
  for (const auto& request : CallAll(true, 1)) {
    ExpectRequest(request,
                  "/v4/spreadsheets/sheet-1/values/Calls!A:M:append"
                  "?valueInputOption=RAW&insertDataOption=INSERT_ROWS",
                  kJson, "Bearer token-1");
    const Value body = ParseJson(request.body);
    EXPECT_EQ(TextField(body, "majorDimension"), "ROWS");
    const Value& rows = Field(body, "values");
    ASSERT_EQ(rows.list_value().values_size(), 1);
    const Value& row = Element(rows, 0);
    ASSERT_EQ(row.list_value().values_size(), 13);
    EXPECT_EQ(Element(row, 0).string_value(), request.Header("webhook-id"));
    EXPECT_EQ(Element(row, 2).string_value(), "2026-03-01T12:00:00-03:00");
    EXPECT_EQ(Element(row, 4).string_value(), "+5491143210000");
    names.push_back(Element(row, 5).string_value());
    EXPECT_TRUE(Element(row, 9).bool_value());
    EXPECT_EQ(Element(row, 11).number_value(), 87);
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAreArray(Names()));
}

TEST_F(PresetTest, SheetsAsksForOneTokenWithASignedAssertion) {
  UsePreset("google-sheets-row");
  CallAll(true, 1);
  const auto tokens = TokenRequests();
  ASSERT_THAT(tokens, SizeIs(1));
  ExpectRequest(tokens[0], "/token", kForm, "");
  auto fields = FormFields(tokens[0].body);
  EXPECT_EQ(fields["grant_type"],
            "urn:ietf:params:oauth:grant-type:jwt-bearer");
  const std::vector<std::string> parts =
      absl::StrSplit(fields["assertion"], '.');
  ASSERT_THAT(parts, SizeIs(3));
  std::string header, claims, signature;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[0], &header));
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[2], &signature));
  EXPECT_TRUE(VerifyRs256(PrivateKey(), absl::StrCat(parts[0], ".", parts[1]),
                          signature));
  const Value head = ParseJson(header);
  EXPECT_EQ(TextField(head, "alg"), "RS256");
  EXPECT_EQ(TextField(head, "kid"), "key-1");
  const Value claim = ParseJson(claims);
  EXPECT_EQ(TextField(claim, "iss"), "robot@example.iam.gserviceaccount.com");
  EXPECT_EQ(TextField(claim, "scope"),
            "https://www.googleapis.com/auth/spreadsheets");
  EXPECT_EQ(TextField(claim, "aud"), origin() + "/token");
  const double issued = Field(claim, "iat").number_value();
  EXPECT_NEAR(issued, static_cast<double>(absl::ToUnixSeconds(absl::Now())),
              60);
  EXPECT_LE(Field(claim, "exp").number_value(), issued + 3600);
}

TEST_F(PresetTest, TecnomGetsEnquiries) {
  UsePreset("tecnom");
  Answer({HttpAnswer(201, R"({"id":388592})")});
  std::vector<std::string> names;
  for (const auto& request : CallAll(true, 1)) {
    ExpectRequest(request, "/api/v1/webconnector/consultas/adf", kJson,
                  "Basic " + absl::Base64Escape("user:pass word"));
    const Value body = ParseJson(request.body);
    const Value& prospect = Field(body, "prospect");
    EXPECT_EQ(TextField(prospect, "id"), request.Header("webhook-id"));
    EXPECT_EQ(TextField(prospect, "requestdate"), "2026-03-01T12:00:00-03:00");
    const Value& customer = Field(prospect, "customer");
    const Value& contact = Element(Field(customer, "contacts"), 0);
    const Value& phone = Element(Field(contact, "phones"), 0);
    EXPECT_EQ(TextField(phone, "type"), "phone");
    EXPECT_EQ(TextField(phone, "value"), "+5491143210000");
    names.push_back(TextField(Element(Field(contact, "names"), 0), "value"));
    EXPECT_THAT(TextField(customer, "comments"),
                HasSubstr("answered, talked 0:01:27"));
    EXPECT_EQ(TextField(Field(Field(prospect, "provider"), "name"), "value"),
              "Gancho");
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAreArray(Names()));
  ExpectNothingFor(Anonymous(), true);
  ExpectNothingFor(Outbound(), true);
}

TEST_F(PresetTest, PilotGetsLeads) {
  UsePreset("pilot");
  Answer({HttpAnswer(200, R"({"success":true,"data":{"id":8855}})")});
  std::vector<std::string> names;
  for (const auto& request : CallAll(false, 1)) {
    ExpectRequest(request, "/webhooks/welcome.php", kForm, "");
    auto fields = FormFields(request.body);
    EXPECT_THAT(fields, SizeIs(9));
    EXPECT_EQ(fields["action"], "create");
    EXPECT_EQ(fields["appkey"], "01234567-89ab-cdef-0123-456789abcdef");
    EXPECT_EQ(fields["debug"], "0");
    EXPECT_EQ(fields["pilot_contact_type_id"], "2");
    EXPECT_EQ(fields["pilot_phone"], "5491143210000");
    EXPECT_THAT(fields["pilot_notes"], HasSubstr("not answered"));
    names.push_back(fields["pilot_firstname"]);
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAreArray(Names()));
  ExpectNothingFor(Anonymous(), false);
}

TEST_F(PresetTest, TokkoGetsContacts) {
  UsePreset("tokko-broker");
  Answer({HttpAnswer(201)});
  std::vector<std::string> names;
  for (const auto& request : CallAll(true, 1)) {
    ExpectRequest(request, "/api/v1/webcontact/?key=k3y", kJson, "");
    const Value body = ParseJson(request.body);
    EXPECT_EQ(TextField(body, "phone"), "+5491143210000");
    EXPECT_EQ(Element(Field(body, "tags"), 0).string_value(), "calls");
    names.push_back(TextField(body, "name"));
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAreArray(Names()));
  ExpectNothingFor(Anonymous(), true);
}

TEST_F(PresetTest, LeadsWithoutANameHaveTheNumber) {
  UsePreset("tokko-broker");
  Answer({HttpAnswer(201)});
  Stream(Call("c-1", "", true));
  const auto requests = AwaitRequests(1);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(TextField(ParseJson(requests[0].body), "name"), "+5491143210000");
}

// As it is copied out of the other product: quoted texts, bare numbers that
// have no value before the call has ended, blanks in the braces.
TEST_F(PresetTest, APastedTemplateWorksUnchanged) {
  v1::Event event;
  event.mutable_request()->set_url(
      origin() + "/hook?id={{ cdrid }}&name={{ callingname }}");
  event.mutable_request()->set_json_template(R"({
  "event": "{{ hooktrigger }}", "id": "{{ cdrid }}",
  "direction": "{{ direction }}", "status": "{{ status }}",
  "calling": "{{ calling }}", "name": "{{ callingname }}",
  "called": "{{ called }}", "dialtime": "{{ dialtime }}",
  "duration": {{ duration }}, "billseconds": {{ billseconds }},
  "price": {{ price }}, "wasrecorded": {{ wasrecorded }},
  "audio": "{{ audio_file_mp3 }}",
  "queue": {"name": "{{ queuename }}", "wait": {{ queuewaittime }}},
  "agent": "{{ queueagentname }}", "answered_by": "{{ answerextension }}",
  "custom": ["{{ custom1 }}", {{ custom2 }}]
})");
  UseEvent(event);
  const auto by_name =
      ByName(CallAll(true, 3), [](const ReceivedRequest& request) {
        return TextField(ParseJson(request.body), "name");
      });
  for (const auto& [name, requests] : by_name) {
    ASSERT_THAT(requests, SizeIs(3));
    const Value start = ParseJson(requests[0].body);
    EXPECT_EQ(TextField(start, "event"), "START");
    for (const char* bare : {"duration", "billseconds", "price"}) {
      EXPECT_EQ(Field(start, bare).kind_case(), Value::kNullValue) << bare;
    }
    EXPECT_FALSE(Field(start, "wasrecorded").bool_value());
    EXPECT_EQ(TextField(start, "answered_by"), "");
    EXPECT_EQ(TextField(start, "direction"), "IN");
    EXPECT_EQ(TextField(start, "dialtime"), "2026-03-01T12:00:00-03:00");
    const Value end = ParseJson(requests[2].body);
    EXPECT_EQ(TextField(end, "event"), "END");
    EXPECT_EQ(TextField(end, "status"), "ANSWER");
    EXPECT_EQ(Field(end, "duration").number_value(), 95);
    EXPECT_EQ(Field(end, "billseconds").number_value(), 87);
    EXPECT_EQ(TextField(end, "answered_by"), "101");
    EXPECT_EQ(TextField(Field(end, "queue"), "name"), name);
    EXPECT_THAT(
        requests[2].target,
        ::testing::MatchesRegex("/hook[?]id=c-[0-9]+&name=[-A-Za-z0-9._~%]*"));
  }
}

}  // namespace
}  // namespace gancho::testing
