// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/event_service.h"

#include <string>
#include <utility>
#include <vector>

#include "service/definition_call.h"
#include "service/definition_page.h"
#include "service/definition_source.h"
#include "service/delivery_conversion.h"
#include "service/event_change.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

std::vector<Mutation::Access> AccessesOf(const ChildName& name) {
  return {{AccountName(name.account)},
          {EventName(name.account, name.id), /*exclusive=*/true}};
}

// A rotation that is over is not under way any more, though the event has not
// changed since.
void HideEndedRotation(absl::Time now, v1::Event* event) {
  if (!event->signing().has_previous_secret_expire_time()) return;
  const auto& expires = event->signing().previous_secret_expire_time();
  if (absl::FromUnixSeconds(expires.seconds()) +
          absl::Nanoseconds(expires.nanos()) <=
      now) {
    event->mutable_signing()->clear_previous_secret_expire_time();
  }
}

std::shared_ptr<const EventDefinition> FindEvent(const Catalog& catalog,
                                                 const ChildName& name) {
  const auto account = catalog.FindAccount(name.account);
  if (account == nullptr) return nullptr;
  return catalog.FindEvent(account->uid, name.id);
}

}  // namespace

bool EventServiceImpl::TestLimit::TryBegin(uint64_t account_uid) {
  absl::MutexLock lock(&mu_);
  if (all_ >= kMaxTests) return false;
  int& of_account = of_account_[account_uid];
  if (of_account >= kMaxTestsPerAccount) return false;
  ++all_;
  ++of_account;
  return true;
}

void EventServiceImpl::TestLimit::End(uint64_t account_uid) {
  absl::MutexLock lock(&mu_);
  --all_;
  auto it = of_account_.find(account_uid);
  if (--it->second == 0) of_account_.erase(it);
}

grpc::ServerUnaryReactor* EventServiceImpl::CreateEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::CreateEventRequest* request, v1::Event* response) {
  absl::StatusOr<std::string> account =
      ReadAccountName(request->parent(), "parent");
  if (!account.ok()) return AnswerNow(account.status());
  absl::StatusOr<std::string> id =
      ReadOrMakeId(request->event_id(), "event_id");
  if (!id.ok()) return AnswerNow(id.status());
  if (!request->has_event()) {
    return AnswerNow(InvalidField("event", "is required"));
  }
  ChildName name{*std::move(account), *std::move(id)};
  Mutation mutation =
      NewMutation("CreateEvent", name.account, *request, response);
  mutation.accesses = AccessesOf(name);
  mutation.plan = [request, response, name = std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanCreateEvent(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::GetEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::GetEventRequest* request, v1::Event* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  const auto event = FindEvent(store_->catalog(), *name);
  if (event == nullptr) return AnswerNow(NotFound(request->name()));
  *response = event->event;
  HideEndedRotation(store_->clock().Now(), response);
  return AnswerNow(absl::OkStatus());
}

grpc::ServerUnaryReactor* EventServiceImpl::ListEvents(
    grpc::CallbackServerContext* /*context*/,
    const v1::ListEventsRequest* request, v1::ListEventsResponse* response) {
  absl::StatusOr<std::string> account =
      ReadAccountOrAllName(request->parent(), "parent");
  if (!account.ok()) return AnswerNow(account.status());
  if (*account != "-" && store_->catalog().FindAccount(*account) == nullptr) {
    return AnswerNow(NotFound(request->parent()));
  }
  return AnswerFrom(
      executor_, [this, request, response,
                  account = *std::move(account)](PendingAnswer* answer) {
        const auto source = [&](const std::string& after, size_t limit) {
          return EventsAfter(store_->catalog(), account, after, limit);
        };
        absl::Status status = FillPage<EventDefinition>(
            *request, source, &EventDefinition::event,
            &v1::ListEventsResponse::add_events, response);
        const absl::Time now = store_->clock().Now();
        for (v1::Event& event : *response->mutable_events()) {
          HideEndedRotation(now, &event);
        }
        answer->Answer(status);
      });
}

grpc::ServerUnaryReactor* EventServiceImpl::UpdateEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::UpdateEventRequest* request, v1::Event* response) {
  if (!request->has_event()) {
    return AnswerNow(InvalidField("event", "is required"));
  }
  absl::StatusOr<ChildName> name =
      ReadEventName(request->event().name(), "event.name");
  if (!name.ok()) return AnswerNow(name.status());
  Mutation mutation =
      NewMutation("UpdateEvent", name->account, *request, response);
  mutation.accesses = AccessesOf(*name);
  mutation.plan = [request, response, name = *std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanUpdateEvent(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::DeleteEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::DeleteEventRequest* request, google::protobuf::Empty* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  if (absl::Status status = CheckRequestId(request->request_id());
      !status.ok()) {
    return AnswerNow(status);
  }
  auto* answer = new PendingAnswer;
  const auto event = FindEvent(store_->catalog(), *name);
  if (request->force() || event == nullptr) {
    // Without an event there may still be the answer to the same request.
    SubmitDelete(request, *name, /*pending_count=*/0, response, answer);
    return answer;
  }
  engine_->GetStats(
      event->uid, [this, request, name = *std::move(name), response, answer](
                      absl::Status status, v1::EventStats stats) {
        // An event that the engine does not know has nothing pending.
        if (!status.ok() && !absl::IsNotFound(status)) {
          answer->Answer(status);
          return;
        }
        SubmitDelete(request, name, stats.pending_count(), response, answer);
      });
  return answer;
}

void EventServiceImpl::SubmitDelete(const v1::DeleteEventRequest* request,
                                    const ChildName& name,
                                    int64_t pending_count,
                                    google::protobuf::Empty* response,
                                    PendingAnswer* answer) {
  Mutation mutation =
      NewMutation("DeleteEvent", name.account, *request, response);
  mutation.accesses = AccessesOf(name);
  // With force the triggers that go too are known only to the plan.
  mutation.accesses[0].exclusive = request->force();
  mutation.plan = [request, name, pending_count](PlanContext* context,
                                                 DefinitionChange* change) {
    return PlanDeleteEvent(*request, name, pending_count, context, change);
  };
  mutation.done = [answer](const absl::Status& status) {
    answer->Answer(status);
  };
  store_->Submit(std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::PauseEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::PauseEventRequest* request, v1::Event* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  delivery::FieldProblems problems;
  CheckPlainText(request->reason(), kMaxReasonBytes, "reason", &problems);
  if (!problems.empty()) return AnswerNow(InvalidFields(problems));
  Mutation mutation =
      NewMutation("PauseEvent", name->account, *request, response);
  mutation.accesses = AccessesOf(*name);
  mutation.plan = [request, response, name = *std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanPauseEvent(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::ResumeEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::ResumeEventRequest* request, v1::Event* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  Mutation mutation =
      NewMutation("ResumeEvent", name->account, *request, response);
  mutation.accesses = AccessesOf(*name);
  mutation.plan = [response, name = *std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanResumeEvent(name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::RotateSigningSecret(
    grpc::CallbackServerContext* /*context*/,
    const v1::RotateSigningSecretRequest* request,
    v1::RotateSigningSecretResponse* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  Mutation mutation =
      NewMutation("RotateSigningSecret", name->account, *request, response);
  mutation.accesses = AccessesOf(*name);
  mutation.plan = [request, response, name = *std::move(name)](
                      PlanContext* context, DefinitionChange* change) {
    return PlanRotateSigningSecret(*request, name, context, change, response);
  };
  return AnswerFrom(store_, std::move(mutation));
}

grpc::ServerUnaryReactor* EventServiceImpl::PreviewEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::PreviewEventRequest* request,
    v1::PreviewEventResponse* response) {
  return AnswerFrom(
      executor_, [this, request, response](PendingAnswer* answer) {
        absl::StatusOr<Preview> preview = previewer_.Render(*request);
        if (preview.ok()) {
          *response->mutable_request() = std::move(preview->shown);
        }
        answer->Answer(preview.status());
      });
}

grpc::ServerUnaryReactor* EventServiceImpl::TestEvent(
    grpc::CallbackServerContext* /*context*/,
    const v1::TestEventRequest* request, v1::TestEventResponse* response) {
  return AnswerFrom(executor_,
                    [this, request, response](PendingAnswer* answer) {
                      RunTest(*request, response, answer);
                    });
}

void EventServiceImpl::RunTest(const v1::TestEventRequest& request,
                               v1::TestEventResponse* response,
                               PendingAnswer* answer) {
  absl::StatusOr<Preview> preview = previewer_.Render(request);
  if (!preview.ok()) {
    answer->Answer(preview.status());
    return;
  }
  const uint64_t account_uid = preview->event->runtime->account_uid;
  if (!test_limit_.TryBegin(account_uid)) {
    answer->Answer(Exhausted("TOO_MANY_TESTS", request.name(),
                             "too many tests are under way", absl::Seconds(1)));
    return;
  }
  *response->mutable_request() = std::move(preview->shown);
  engine_->SendOnce(
      preview->event->runtime, preview->delivery_id, preview->request,
      [this, account_uid, response, answer](store::AttemptRecord attempt) {
        test_limit_.End(account_uid);
        *response->mutable_attempt() = ToAttempt(attempt);
        answer->Answer(absl::OkStatus());
      });
}

grpc::ServerUnaryReactor* EventServiceImpl::GetEventStats(
    grpc::CallbackServerContext* /*context*/,
    const v1::GetEventStatsRequest* request, v1::EventStats* response) {
  absl::StatusOr<ChildName> name = ReadEventName(request->name(), "name");
  if (!name.ok()) return AnswerNow(name.status());
  const auto event = FindEvent(store_->catalog(), *name);
  if (event == nullptr) return AnswerNow(NotFound(request->name()));
  auto* answer = new PendingAnswer;
  engine_->GetStats(event->uid, [request, response, answer](
                                    absl::Status status, v1::EventStats stats) {
    if (status.ok()) {
      *response = std::move(stats);
      response->set_event(request->name());
    }
    answer->Answer(status);
  });
  return answer;
}

}  // namespace gancho::service
