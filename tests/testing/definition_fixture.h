// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_DEFINITION_FIXTURE_H_
#define GANCHO_TESTS_TESTING_DEFINITION_FIXTURE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gancho/v1/account_service.grpc.pb.h"
#include "gancho/v1/api_key_service.grpc.pb.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "gancho/v1/trigger_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server.h"
#include "gtest/gtest.h"
#include "service/account_service.h"
#include "service/api_key_service.h"
#include "service/definition_store.h"
#include "service/event_service.h"
#include "service/executor.h"
#include "service/trigger_service.h"
#include "store/committer.h"
#include "tests/testing/fake_engine.h"
#include "tests/testing/scripted_ledger.h"
#include "tests/testing/sim_clock.h"

namespace gancho::testing {

// What a caller is told of an error, with its details unpacked.
struct CallError {
  explicit CallError(const grpc::Status& status);

  // "INVALID_ARGUMENT INVALID_FIELD event.request.url": code, reason, and the
  // fields, in order.
  std::string Summary() const;

  grpc::StatusCode code;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::PreconditionFailure precondition;
  google::rpc::QuotaFailure quota;
  bool has_retry_info = false;
};

// The services of definitions behind an in-process channel, over a ledger in
// memory that a test can hold back. Calls return CallError::Summary(), "OK" if
// there was no error.
class DefinitionFixture : public ::testing::Test {
 protected:
  DefinitionFixture() { Open(); }
  ~DefinitionFixture() override { Close(); }

  // Starts everything on what the ledger holds, or ends it.
  void Open(service::DefinitionStoreOptions options = {});
  void Close();

  // Calls of services. `Call(stub.get(), &Stub::Method, request, &response)`
  template <typename Stub, typename Request, typename Response>
  std::string Call(Stub* stub,
                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                const Request&, Response*),
                   const Request& request, Response* response) {
    grpc::ClientContext context;
    const grpc::Status status = (stub->*method)(&context, request, response);
    return CallError(status).Summary();
  }

#define GANCHO_CALL(stub, service, method, Response)             \
  std::string method(const v1::method##Request& request,         \
                     Response* response = nullptr) {             \
    Response unused;                                             \
    return Call(stub.get(), &v1::service::Stub::method, request, \
                response == nullptr ? &unused : response);       \
  }
  GANCHO_CALL(accounts_, AccountService, CreateAccount, v1::Account)
  GANCHO_CALL(accounts_, AccountService, GetAccount, v1::Account)
  GANCHO_CALL(accounts_, AccountService, ListAccounts, v1::ListAccountsResponse)
  GANCHO_CALL(accounts_, AccountService, UpdateAccount, v1::Account)
  GANCHO_CALL(accounts_, AccountService, DeleteAccount, google::protobuf::Empty)
  GANCHO_CALL(events_, EventService, CreateEvent, v1::Event)
  GANCHO_CALL(events_, EventService, GetEvent, v1::Event)
  GANCHO_CALL(events_, EventService, ListEvents, v1::ListEventsResponse)
  GANCHO_CALL(events_, EventService, UpdateEvent, v1::Event)
  GANCHO_CALL(events_, EventService, DeleteEvent, google::protobuf::Empty)
  GANCHO_CALL(events_, EventService, PauseEvent, v1::Event)
  GANCHO_CALL(events_, EventService, ResumeEvent, v1::Event)
  GANCHO_CALL(events_, EventService, PreviewEvent, v1::PreviewEventResponse)
  GANCHO_CALL(events_, EventService, TestEvent, v1::TestEventResponse)
  GANCHO_CALL(events_, EventService, RotateSigningSecret,
              v1::RotateSigningSecretResponse)
  GANCHO_CALL(events_, EventService, GetEventStats, v1::EventStats)
  GANCHO_CALL(triggers_, TriggerService, CreateTrigger, v1::Trigger)
  GANCHO_CALL(triggers_, TriggerService, GetTrigger, v1::Trigger)
  GANCHO_CALL(triggers_, TriggerService, ListTriggers, v1::ListTriggersResponse)
  GANCHO_CALL(triggers_, TriggerService, UpdateTrigger, v1::Trigger)
  GANCHO_CALL(triggers_, TriggerService, DeleteTrigger, google::protobuf::Empty)
#undef GANCHO_CALL

  // A message from text format; a mistake in it fails the test.
  template <typename Message>
  static Message Text(std::string_view text) {
    Message message;
    ParseText(text, &message);
    return message;
  }

  // accounts/default/events/ID with a text body, and a trigger of it.
  void AddEvent(const std::string& id, const std::string& fields = "");
  void AddTrigger(const std::string& id, const std::string& event_id,
                  const std::string& fields = "call_states: END");
  v1::Event StoredEvent(const std::string& id);

  // The ids, in order, that match a call in accounts/default.
  std::vector<std::string> Matches(const std::string& call,
                                   v1::CallState::State state);

  SimClock clock_;
  ScriptedLedger ledger_;
  FakeEngine engine_;
  std::unique_ptr<store::Committer> committer_;
  std::unique_ptr<service::DefinitionStore> store_;
  std::unique_ptr<service::Executor> executor_;
  std::unique_ptr<v1::AccountService::Stub> accounts_;
  std::unique_ptr<v1::EventService::Stub> events_;
  std::unique_ptr<v1::TriggerService::Stub> triggers_;
  std::unique_ptr<v1::ApiKeyService::Stub> api_keys_;

 private:
  static void ParseText(std::string_view text,
                        google::protobuf::Message* message);

  std::unique_ptr<service::AccountServiceImpl> account_service_;
  std::unique_ptr<service::EventServiceImpl> event_service_;
  std::unique_ptr<service::TriggerServiceImpl> trigger_service_;
  service::ApiKeyServiceImpl api_key_service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_DEFINITION_FIXTURE_H_
