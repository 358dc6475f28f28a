// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/event_change.h"

#include <limits>
#include <memory>
#include <utility>

#include "delivery/proto_duration.h"
#include "delivery/signing.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/authentication_secrets.h"
#include "service/concat.h"
#include "service/definition_limits.h"
#include "service/proto_time.h"
#include "service/signing_keys.h"
#include "service/status.h"
#include "service/update_mask.h"

namespace gancho::service {
namespace {

using delivery::FieldProblems;
using google::protobuf::util::MessageDifferencer;
using Origin = DefinitionBuilder::Origin;

constexpr size_t kAll = std::numeric_limits<size_t>::max();
constexpr absl::Duration kMaxOverlap = absl::Hours(24 * 30);
constexpr absl::Duration kDefaultOverlap = absl::Hours(24);

struct StoredEvent {
  uint64_t account_uid = 0;
  std::shared_ptr<const EventDefinition> event;
};

absl::StatusOr<StoredEvent> Find(const ChildName& name,
                                 const PlanContext& context) {
  StoredEvent stored;
  const auto account = context.catalog.FindAccount(name.account);
  if (account != nullptr) {
    stored.account_uid = account->uid;
    stored.event = context.catalog.FindEvent(account->uid, name.id);
  }
  if (stored.event == nullptr) {
    return NotFound(EventName(name.account, name.id));
  }
  return stored;
}

// Writes the next version of `stored`, made of `record`, unless it says the
// same. The answer is the event as it then is.
absl::Status SetNextVersion(const ChildName& name, const StoredEvent& stored,
                            store::EventRecord record, Origin origin,
                            FieldProblems problems, PlanContext* context,
                            DefinitionChange* change, v1::Event* response) {
  record.set_uid(stored.event->uid);
  record.set_version(stored.event->version + 1);
  *record.mutable_event()->mutable_update_time() = ToTimestamp(context->now);
  auto updated =
      context->builder.BuildEvent(name.account, stored.account_uid, name.id,
                                  std::move(record), origin, &problems);
  if (updated == nullptr || !problems.empty()) {
    return InvalidFields(problems, "event");
  }
  const store::EventRecord before = DefinitionBuilder::ToRecord(*stored.event);
  store::EventRecord after = DefinitionBuilder::ToRecord(*updated);
  after.set_version(before.version());
  *after.mutable_event()->mutable_update_time() = before.event().update_time();
  if (MessageDifferencer::Equals(before, after)) {
    *response = stored.event->event;
    return absl::OkStatus();
  }
  *response = updated->event;
  change->SetEvent(std::move(updated));
  return absl::OkStatus();
}

absl::Status SetState(const ChildName& name, const StoredEvent& stored,
                      v1::Event::State state, const std::string& reason,
                      PlanContext* context, DefinitionChange* change,
                      v1::Event* response) {
  store::EventRecord record = DefinitionBuilder::ToRecord(*stored.event);
  record.mutable_event()->set_state(state);
  record.mutable_event()->set_state_reason(reason);
  return SetNextVersion(name, stored, std::move(record), Origin::kStored, {},
                        context, change, response);
}

}  // namespace

absl::Status PlanCreateEvent(const v1::CreateEventRequest& request,
                             const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response) {
  const auto account = context->catalog.FindAccount(name.account);
  if (account == nullptr) return NotFound(AccountName(name.account));
  if (context->catalog.FindEvent(account->uid, name.id) != nullptr) {
    return AlreadyExists(EventName(name.account, name.id));
  }
  if (context->catalog.CountsOf(account->uid).events >= kMaxEventsPerAccount) {
    return Exhausted("TOO_MANY_EVENTS", AccountName(name.account),
                     "the account has as many events as it may have",
                     absl::Minutes(1));
  }
  store::EventRecord record;
  record.set_uid(context->NewUid());
  record.set_version(1);
  v1::Event* event = record.mutable_event();
  *event = request.event();
  event->set_state(v1::Event::ACTIVE);
  event->clear_state_reason();
  *event->mutable_create_time() = ToTimestamp(context->now);
  *event->mutable_update_time() = event->create_time();
  FieldProblems problems;
  ResolveSigningKeys({}, context->now, &record, &problems);
  auto created =
      context->builder.BuildEvent(name.account, account->uid, name.id,
                                  std::move(record), Origin::kNew, &problems);
  if (created == nullptr || !problems.empty()) {
    return InvalidFields(problems, "event");
  }
  *response = created->event;
  change->SetEvent(std::move(created));
  return absl::OkStatus();
}

absl::Status PlanUpdateEvent(const v1::UpdateEventRequest& request,
                             const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response) {
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  const v1::Event& current = stored->event->event;
  absl::Status status =
      CheckEtag(request.event().etag(), current.etag(), current.name());
  if (!status.ok()) return status;

  const store::EventRecord before = DefinitionBuilder::ToRecord(*stored->event);
  store::EventRecord record = before;
  v1::Event* event = record.mutable_event();
  status = ApplyUpdateMask(request.update_mask(), request.event(), event);
  if (!status.ok()) return status;
  event->set_state(current.state());
  event->set_state_reason(current.state_reason());
  *event->mutable_create_time() = current.create_time();
  if (event->has_authentication()) {
    KeepSecrets(before.event().authentication(),
                event->mutable_authentication());
  }
  KeepSecrets(before.event().secrets(), event->mutable_secrets());
  FieldProblems problems;
  ResolveSigningKeys(before, context->now, &record, &problems);
  return SetNextVersion(name, *stored, std::move(record), Origin::kNew,
                        std::move(problems), context, change, response);
}

absl::Status PlanDeleteEvent(const v1::DeleteEventRequest& request,
                             const ChildName& name, int64_t pending_count,
                             PlanContext* context, DefinitionChange* change) {
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  const v1::Event& event = stored->event->event;
  absl::Status status = CheckEtag(request.etag(), event.etag(), event.name());
  if (!status.ok()) return status;
  const auto triggers = context->catalog.FindTriggersOfEvent(
      stored->account_uid, name.id, request.force() ? kAll : 1);
  if (!request.force() && !triggers.empty()) {
    return PreconditionFailed(
        "EVENT_HAS_TRIGGERS", event.name(),
        "triggers name the event, such as " +
            TriggerName(name.account, triggers.front()) +
            "; delete them first, or delete the event with force");
  }
  if (!request.force() && pending_count > 0) {
    return PreconditionFailed(
        "EVENT_HAS_PENDING_DELIVERIES", event.name(),
        "deliveries of the event are pending; wait for them, or cancel them "
        "by deleting the event with force");
  }
  for (const std::string& trigger : triggers) {
    change->RemoveTrigger(stored->account_uid, trigger);
  }
  change->RemoveEvent(*stored->event, "the event was deleted");
  return absl::OkStatus();
}

absl::Status PlanPauseEvent(const v1::PauseEventRequest& request,
                            const ChildName& name, PlanContext* context,
                            DefinitionChange* change, v1::Event* response) {
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  const v1::Event& event = stored->event->event;
  switch (event.state()) {
    case v1::Event::PAUSED:
      *response = event;
      return absl::OkStatus();
    case v1::Event::DISABLED:
      return PreconditionFailed(
          "EVENT_DISABLED", event.name(),
          "the event is disabled; only an active event can be paused");
    default:
      return SetState(
          name, *stored, v1::Event::PAUSED,
          request.reason().empty() ? "paused by request" : request.reason(),
          context, change, response);
  }
}

absl::Status PlanResumeEvent(const ChildName& name, PlanContext* context,
                             DefinitionChange* change, v1::Event* response) {
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  return SetState(name, *stored, v1::Event::ACTIVE, "", context, change,
                  response);
}

absl::Status PlanDisableEvent(const std::string& account_id,
                              const std::string& event_id,
                              const std::string& reason, PlanContext* context,
                              DefinitionChange* change) {
  const ChildName name{account_id, event_id};
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok() || stored->event->event.state() == v1::Event::DISABLED) {
    return absl::OkStatus();
  }
  v1::Event ignored;
  return SetState(name, *stored, v1::Event::DISABLED, reason, context, change,
                  &ignored);
}

absl::Status PlanRotateSigningSecret(
    const v1::RotateSigningSecretRequest& request, const ChildName& name,
    PlanContext* context, DefinitionChange* change,
    v1::RotateSigningSecretResponse* response) {
  absl::StatusOr<StoredEvent> stored = Find(name, *context);
  if (!stored.ok()) return stored.status();
  FieldProblems problems;
  absl::Duration overlap = kDefaultOverlap;
  if (request.has_overlap()) {
    overlap = delivery::ReadDuration(request.overlap(), absl::ZeroDuration(),
                                     kMaxOverlap, "overlap", &problems);
  }
  if (!problems.empty()) return InvalidFields(problems);
  const v1::Signing::Scheme scheme = stored->event->runtime->signing_scheme;
  if (scheme == v1::Signing::NONE) {
    return PreconditionFailed("EVENT_NOT_SIGNED", stored->event->event.name(),
                              "the event's requests are not signed; update "
                              "event.signing.scheme first");
  }
  std::string secret;
  if (request.secret().empty()) {
    secret = delivery::GenerateSigningSecret();
  } else {
    absl::StatusOr<std::string> parsed =
        delivery::ParseSigningSecret(scheme, request.secret());
    if (!parsed.ok()) {
      return InvalidField("secret", ToStd(parsed.status().message()));
    }
    secret = *std::move(parsed);
  }
  store::EventRecord record = DefinitionBuilder::ToRecord(*stored->event);
  RotateSigningKeys(secret, overlap, context->now, &record);
  response->set_secret(delivery::FormatSigningSecret(scheme, secret));
  return SetNextVersion(name, *stored, std::move(record), Origin::kStored, {},
                        context, change, response->mutable_event());
}

}  // namespace gancho::service
