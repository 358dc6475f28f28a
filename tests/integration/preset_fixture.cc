// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/preset_fixture.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/cpp/call_state_stream.h"
#include "google/protobuf/util/json_util.h"

namespace gancho::testing {
namespace {

constexpr char kTokenTarget[] = "/token";
constexpr int64_t kCallStart = 1'772'377'200;  // 2026-03-01T15:00:00Z

// What people fill in, as it stands between the quotes of JSON.
std::vector<std::pair<std::string, std::string>> Placeholders(
    const std::string& private_key) {
  return {
      {"FILL_IN_SLACK_WEBHOOK_PATH", "T0/B0/s3cret"},
      {"FILL_IN_ZONE", "eu1"},
      {"FILL_IN_WEBHOOK_ID", "abcdefghijklmnopqrstuvwxyz012345"},
      {"FILL_IN_SPREADSHEET_ID", "sheet-1"},
      {"FILL_IN_SHEET_NAME", "Calls"},
      {"FILL_IN_CLIENT_EMAIL", "robot@example.iam.gserviceaccount.com"},
      {"FILL_IN_PRIVATE_KEY_ID", "key-1"},
      {"FILL_IN_PRIVATE_KEY",
       absl::StrReplaceAll(private_key, {{"\n", "\\n"}})},
      {"FILL_IN_DEALER", "dealer"},
      {"FILL_IN_PROVIDER_NAME", "Gancho"},
      {"FILL_IN_SERVICE", "Calls"},
      {"FILL_IN_USERNAME", "user"},
      {"FILL_IN_PASSWORD", "pass word"},
      {"FILL_IN_APPKEY", "01234567-89ab-cdef-0123-456789abcdef"},
      {"FILL_IN_BUSINESS_TYPE_ID", "1"},
      {"FILL_IN_SUBORIGIN_ID", "77"},
      {"FILL_IN_API_KEY", "k3y"},
      {"FILL_IN_TAG", "calls"},
      {"FILL_IN_HOST", "crm.example.com"},
      {"FILL_IN_PATH", "hook"},
      {"FILL_IN_TOKEN", "t0ken"},
  };
}

template <typename Message>
Message LoadPreset(const std::string& name, const std::string& file,
                   const std::string& account, const std::string& key) {
  const std::string path = absl::StrCat("clients/presets/", name, "/", file);
  std::ifstream stream(path);
  EXPECT_TRUE(stream.is_open()) << path;
  std::string text((std::istreambuf_iterator<char>(stream)), {});
  text = absl::StrReplaceAll(text, {{"accounts/default", account}});
  text = absl::StrReplaceAll(text, Placeholders(key));
  EXPECT_FALSE(absl::StrContains(text, "FILL_IN_")) << path << "\n" << text;
  Message message;
  const auto status =
      google::protobuf::util::JsonStringToMessage(text, &message);
  EXPECT_TRUE(status.ok()) << path << ": " << status.ToString();
  return message;
}

// `url` with `origin` instead of its scheme, host and port.
std::string WithOrigin(const std::string& url, const std::string& origin) {
  EXPECT_TRUE(absl::StartsWith(url, "https://")) << url;
  const size_t path = url.find('/', std::string("https://").size());
  return origin + url.substr(std::min(path, url.size()));
}

std::string FormText(std::string_view encoded) {
  std::string text;
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '%' && i + 2 < encoded.size()) {
      text += absl::HexStringToBytes(std::string(encoded.substr(i + 1, 2)));
      i += 2;
    } else {
      text += encoded[i] == '+' ? ' ' : encoded[i];
    }
  }
  return text;
}

void RetryQuickly(v1::Event* event) {
  v1::DeliveryPolicy* policy = event->mutable_policy();
  // The limits of the destinations would make the tests slow.
  policy->clear_rate_limit();
  v1::DeliveryPolicy::Retry* retry = policy->mutable_retry();
  for (int i = 0; i < 2; ++i) retry->add_schedule()->set_nanos(50'000'000);
  retry->set_jitter(0);
}

}  // namespace

google::protobuf::Value ParseJson(const std::string& text) {
  google::protobuf::Value value;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &value);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << text;
  return value;
}

std::vector<std::pair<std::string, std::string>> ParseForm(
    std::string_view body) {
  std::vector<std::pair<std::string, std::string>> fields;
  const absl::string_view text(body.data(), body.size());
  for (const absl::string_view field : absl::StrSplit(text, '&')) {
    const std::pair<std::string, std::string> pair =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    fields.emplace_back(FormText(pair.first), FormText(pair.second));
  }
  return fields;
}

std::map<std::string, std::string> FormFields(std::string_view body) {
  std::map<std::string, std::string> fields;
  for (const auto& field : ParseForm(body)) {
    EXPECT_TRUE(fields.insert(field).second) << field.first << " twice";
  }
  return fields;
}

std::unique_ptr<TestAuthority> PresetFixture::authority_;
std::unique_ptr<TempDirectory> PresetFixture::directory_;
std::unique_ptr<ServerProcess> PresetFixture::server_;
int PresetFixture::accounts_ = 0;

void PresetFixture::SetUpTestSuite() {
  authority_ = std::make_unique<TestAuthority>();
  directory_ = std::make_unique<TempDirectory>();
  const TestFile ca(authority_->root_pem());
  auto server = ServerProcess::Start(
      directory_->path() + "/data",
      {"--allow_destinations=127.0.0.0/8", "--ca_file=" + ca.path()});
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
}

void PresetFixture::TearDownTestSuite() {
  server_.reset();
  directory_.reset();
  authority_.reset();
}

void PresetFixture::SetUp() {
  ASSERT_NE(server_, nullptr);
  client_ = std::make_unique<ServerClient>(server_->address());
  account_ = absl::StrCat("a", ++accounts_);
  v1::CreateAccountRequest request;
  request.set_account_id(account_);
  request.mutable_account()->set_time_zone("America/Argentina/Buenos_Aires");
  request.mutable_account()->set_region_code("AR");
  v1::Account account;
  const grpc::Status status = client_->accounts->CreateAccount(
      ServerClient::Context().get(), request, &account);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ScriptedReceiver::Options options;
  options.certificate = authority_->Issue();
  receiver_ = std::make_unique<ScriptedReceiver>(
      options, [this](ReceiverConnection& connection) {
        while (const auto received = connection.ReadRequest()) {
          if (!connection.Send(NextAnswer(*received))) return;
        }
      });
}

void PresetFixture::UsePreset(const std::string& name,
                              const std::function<void(v1::Event*)>& change) {
  const auto request = LoadPreset<v1::CreateEventRequest>(
      name, "event.json", parent(), PrivateKey());
  EXPECT_EQ(request.parent(), parent());
  EXPECT_EQ(request.event_id(), name);
  v1::Event event = request.event();
  event.mutable_request()->set_url(WithOrigin(event.request().url(), origin()));
  if (event.authentication().has_oauth2_jwt_bearer()) {
    auto* jwt = event.mutable_authentication()->mutable_oauth2_jwt_bearer();
    jwt->set_token_url(WithOrigin(jwt->token_url(), origin()));
  }
  RetryQuickly(&event);
  if (change) change(&event);
  Register(std::move(event), name);
  const auto trigger_request =
      LoadPreset<v1::CreateTriggerRequest>(name, "trigger.json", parent(), "");
  v1::Trigger trigger;
  const grpc::Status status = client_->triggers->CreateTrigger(
      ServerClient::Context().get(), trigger_request, &trigger);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(trigger.event(), event_);
}

void PresetFixture::UseEvent(v1::Event event) {
  RetryQuickly(&event);
  Register(std::move(event), "pasted");
  v1::CreateTriggerRequest request;
  request.set_parent(parent());
  request.set_trigger_id("pasted");
  request.mutable_trigger()->set_event(event_);
  for (const auto state :
       {v1::CallState::START, v1::CallState::TALK, v1::CallState::END}) {
    request.mutable_trigger()->add_call_states(state);
  }
  v1::Trigger trigger;
  const grpc::Status status = client_->triggers->CreateTrigger(
      ServerClient::Context().get(), request, &trigger);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

void PresetFixture::Register(v1::Event event, const std::string& event_id) {
  v1::CreateEventRequest request;
  request.set_parent(parent());
  request.set_event_id(event_id);
  *request.mutable_event() = std::move(event);
  v1::Event created;
  const grpc::Status status = client_->events->CreateEvent(
      ServerClient::Context().get(), request, &created);
  ASSERT_TRUE(status.ok()) << status.error_message();
  event_ = created.name();
}

void PresetFixture::Answer(std::vector<std::string> answers) {
  absl::MutexLock lock(&mu_);
  answers_ = std::move(answers);
  next_answer_ = 0;
}

void PresetFixture::AnswerTokens(std::string answer) {
  absl::MutexLock lock(&mu_);
  token_answer_ = std::move(answer);
}

std::string PresetFixture::NextAnswer(const ReceivedRequest& request) {
  absl::MutexLock lock(&mu_);
  if (request.target == kTokenTarget) {
    if (!token_answer_.empty()) return token_answer_;
    return HttpAnswer(
        200, absl::StrCat("{\"access_token\":\"token-", ++tokens_,
                          "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"));
  }
  if (answers_.empty()) return HttpAnswer(200, "ok");
  const size_t i = std::min(next_answer_, answers_.size() - 1);
  ++next_answer_;
  return answers_[i];
}

std::vector<v1::CallState> PresetFixture::Call(const std::string& call_id,
                                               const std::string& name,
                                               bool answered) {
  std::vector<v1::CallState> states;
  const auto add = [&](v1::CallState::State state, int second) {
    v1::CallState& added = states.emplace_back();
    added.set_call_id(call_id);
    added.set_state(state);
    added.set_sequence(static_cast<int64_t>(states.size()));
    added.mutable_occur_time()->set_seconds(kCallStart + second);
    return &added;
  };
  v1::CallState* start = add(v1::CallState::START, 0);
  start->set_direction(v1::CallState::INBOUND);
  start->set_caller("+5491143210000");
  start->set_caller_name(name);
  start->set_called("+541150001000");
  start->set_queue(name);
  (*start->mutable_labels())["campaign"] = name;
  if (answered) {
    v1::CallState* talk = add(v1::CallState::TALK, 8);
    talk->set_agent(name);
    talk->set_extension("101");
  }
  add(v1::CallState::END, 95)->set_hangup_cause("NORMAL_CLEARING");
  return states;
}

void PresetFixture::Stream(const std::vector<v1::CallState>& states) {
  client::CallStateStreamOptions options;
  options.parent = parent();
  options.on_rejection = [](const auto& rejection) {
    ADD_FAILURE() << rejection.status.message();
  };
  client::CallStateStream stream(client_->channel, options);
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  for (const v1::CallState& state : states) {
    ASSERT_TRUE(stream.Send(state, deadline).ok());
  }
  const absl::Status closed = stream.Close(deadline);
  ASSERT_TRUE(closed.ok()) << closed;
}

std::vector<std::string> PresetFixture::Deliveries() {
  v1::ListDeliveriesRequest request;
  request.set_parent(parent());
  request.set_page_size(1000);
  v1::ListDeliveriesResponse response;
  const grpc::Status status = client_->deliveries->ListDeliveries(
      ServerClient::Context().get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  std::vector<std::string> names;
  for (const auto& delivery : response.deliveries()) {
    names.push_back(delivery.name());
  }
  // Ids sort by time.
  std::sort(names.begin(), names.end());
  return names;
}

std::string PresetFixture::OnlyDelivery() {
  const std::vector<std::string> names = Deliveries();
  EXPECT_EQ(names.size(), 1u);
  return names.empty() ? "" : names[0];
}

v1::Event PresetFixture::GetEvent() {
  v1::GetEventRequest request;
  request.set_name(event_);
  v1::Event event;
  const grpc::Status status =
      client_->events->GetEvent(ServerClient::Context().get(), request, &event);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return event;
}

std::vector<ReceivedRequest> PresetFixture::Requests() const {
  std::vector<ReceivedRequest> requests = receiver_->requests();
  std::erase_if(requests, [](const ReceivedRequest& request) {
    return request.target == kTokenTarget;
  });
  return requests;
}

std::vector<ReceivedRequest> PresetFixture::TokenRequests() const {
  std::vector<ReceivedRequest> requests = receiver_->requests();
  std::erase_if(requests, [](const ReceivedRequest& request) {
    return request.target != kTokenTarget;
  });
  return requests;
}

std::vector<ReceivedRequest> PresetFixture::AwaitRequests(size_t count) {
  const std::vector<std::string> names = Deliveries();
  EXPECT_EQ(names.size(), count);
  for (const std::string& name : names) {
    const v1::Delivery delivery =
        client_->AwaitState(name, v1::Delivery::DELIVERED);
    EXPECT_EQ(delivery.state(), v1::Delivery::DELIVERED)
        << delivery.state_reason();
    EXPECT_EQ(delivery.attempt_count(), 1) << delivery.DebugString();
  }
  std::vector<ReceivedRequest> requests = Requests();
  EXPECT_EQ(requests.size(), count);
  return requests;
}

std::string PresetFixture::origin() const {
  return absl::StrCat("https://127.0.0.1:", receiver_->port());
}

const std::string& PresetFixture::PrivateKey() {
  static const auto& key = *new std::string(RsaKeyPem(2048));
  return key;
}

}  // namespace gancho::testing
