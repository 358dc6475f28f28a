// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/definition_fixture.h"

#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/server_builder.h"
#include "service/concat.h"

namespace gancho::testing {
namespace {

using service::Concat;

absl::Status CheckTestHost(std::string_view host, int /*port*/) {
  if (host == "10.0.0.1") {
    return absl::PermissionDeniedError("is a private address");
  }
  return absl::OkStatus();
}

}  // namespace

CallError::CallError(const grpc::Status& status) : code(status.error_code()) {
  google::rpc::Status rpc;
  EXPECT_TRUE(rpc.ParseFromString(status.error_details()));
  EXPECT_EQ(rpc.code(), static_cast<int>(code)) << status.error_message();
  for (const auto& detail : rpc.details()) {
    google::rpc::RetryInfo retry_info;
    if (detail.UnpackTo(&retry_info)) has_retry_info = true;
    detail.UnpackTo(&info) || detail.UnpackTo(&bad_request) ||
        detail.UnpackTo(&precondition) || detail.UnpackTo(&quota);
  }
  if (status.ok()) return;
  EXPECT_EQ(info.domain(), "gancho.dev") << status.error_message();
  EXPECT_FALSE(info.reason().empty());
  EXPECT_EQ(code == grpc::StatusCode::FAILED_PRECONDITION,
            precondition.violations_size() > 0);
  const bool is_exhausted = code == grpc::StatusCode::RESOURCE_EXHAUSTED;
  EXPECT_EQ(is_exhausted, quota.violations_size() > 0);
  EXPECT_EQ(is_exhausted || code == grpc::StatusCode::UNAVAILABLE,
            has_retry_info);
}

std::string CallError::Summary() const {
  std::string summary = absl::StatusCodeToString(
      static_cast<absl::StatusCode>(static_cast<int>(code)));
  if (code == grpc::StatusCode::OK) return summary;
  summary += " " + info.reason();
  for (const auto& violation : bad_request.field_violations()) {
    summary += " " + violation.field();
  }
  return summary;
}

void DefinitionFixture::Open(service::DefinitionStoreOptions options) {
  Close();
  committer_ =
      std::make_unique<store::Committer>(&ledger_, store::CommitterOptions());
  auto opened = service::DefinitionStore::Open(
      &ledger_, committer_.get(), &clock_, &engine_, CheckTestHost, options);
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
  executor_ = std::make_unique<service::Executor>(2, 100);
  account_service_ = std::make_unique<service::AccountServiceImpl>(
      store_.get(), executor_.get());
  event_service_ = std::make_unique<service::EventServiceImpl>(
      store_.get(), &engine_,
      service::EventPreviewer(&store_->catalog(), CheckTestHost, &ledger_,
                              &clock_, /*partitions=*/1),
      executor_.get());
  trigger_service_ = std::make_unique<service::TriggerServiceImpl>(
      store_.get(), executor_.get());
  grpc::ServerBuilder builder;
  builder.RegisterService(account_service_.get());
  builder.RegisterService(event_service_.get());
  builder.RegisterService(trigger_service_.get());
  builder.RegisterService(&api_key_service_);
  server_ = builder.BuildAndStart();
  ASSERT_NE(server_, nullptr);
  const auto channel = server_->InProcessChannel(grpc::ChannelArguments());
  accounts_ = v1::AccountService::NewStub(channel);
  events_ = v1::EventService::NewStub(channel);
  triggers_ = v1::TriggerService::NewStub(channel);
  api_keys_ = v1::ApiKeyService::NewStub(channel);
}

void DefinitionFixture::Close() {
  accounts_.reset();
  events_.reset();
  triggers_.reset();
  api_keys_.reset();
  if (server_ != nullptr) server_->Shutdown();
  server_.reset();
  executor_.reset();
  store_.reset();
  committer_.reset();
}

void DefinitionFixture::ParseText(std::string_view text,
                                  google::protobuf::Message* message) {
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(std::string(text), message))
      << text;
}

void DefinitionFixture::AddEvent(const std::string& id,
                                 const std::string& fields) {
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                Concat("parent: 'accounts/default' event_id: '", id,
                       "' event { request { url: "
                       "'https://crm.example.com/notes' "
                       "text: '{{call.caller}}' } ",
                       fields, "}"))),
            "OK");
}

void DefinitionFixture::AddTrigger(const std::string& id,
                                   const std::string& event_id,
                                   const std::string& fields) {
  EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(
                Concat("parent: 'accounts/default' trigger_id: '", id,
                       "' trigger { event: 'accounts/default/events/", event_id,
                       "' ", fields, "}"))),
            "OK");
}

v1::Event DefinitionFixture::StoredEvent(const std::string& id) {
  v1::GetEventRequest request;
  request.set_name("accounts/default/events/" + id);
  v1::Event event;
  EXPECT_EQ(GetEvent(request, &event), "OK");
  return event;
}

std::vector<std::string> DefinitionFixture::Matches(
    const std::string& call, v1::CallState::State state) {
  std::vector<service::Match> matches;
  const auto& catalog = store_->catalog();
  catalog.FindMatches(catalog.FindAccount("default")->uid, Text<v1::Call>(call),
                      state, &matches);
  std::vector<std::string> ids;
  for (const service::Match& match : matches) {
    const std::string& name = match.trigger->trigger.name();
    ids.push_back(name.substr(name.rfind('/') + 1));
    EXPECT_EQ(match.event->runtime->event_id, match.trigger->event_id);
  }
  return ids;
}

}  // namespace gancho::testing
