// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/event_preview.h"

#include <utility>

#include "delivery/language/request_template.h"
#include "openssl/rand.h"
#include "service/authentication_secrets.h"
#include "service/concat.h"
#include "service/definition_builder.h"
#include "service/delivery_conversion.h"
#include "service/proto_time.h"
#include "service/resource_name.h"
#include "service/signing_keys.h"
#include "service/status.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::service {
namespace {

constexpr char kRedacted[] = "REDACTED";

store::DeliveryId NewDeliveryId(absl::Time now) {
  store::DeliveryIdGenerator generator(/*partition=*/0, {}, [] {
    uint64_t random = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof(random));
    return random;
  });
  return generator.Next(now);
}

void AddHeader(std::string_view name, std::string_view value,
               v1::Delivery::RenderedRequest* request) {
  v1::Request::Header* header = request->add_headers();
  header->set_name(std::string(name));
  header->set_value(std::string(value));
}

// The request as it would go out, but for what nobody may see.
v1::Delivery::RenderedRequest Show(const EventDefinition& event,
                                   const store::DeliveryId& id, absl::Time now,
                                   const store::RenderedRequest& request) {
  v1::Delivery::RenderedRequest rendered = ToRenderedRequest(request);
  v1::Delivery::RenderedRequest shown;
  shown.set_method(rendered.method());
  shown.set_url(rendered.url());
  // Those of the server come first.
  AddHeader("webhook-id", id.ToString(), &shown);
  AddHeader("webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(now)),
            &shown);
  if (event.runtime->signing_scheme != v1::Signing::NONE) {
    AddHeader("webhook-signature", kRedacted, &shown);
  }
  const v1::Authentication& authentication = event.event.authentication();
  switch (authentication.kind_case()) {
    case v1::Authentication::kHeader:
      AddHeader(authentication.header().name(), kRedacted, &shown);
      break;
    case v1::Authentication::kClientCertificate:
    case v1::Authentication::KIND_NOT_SET:
      break;
    default:
      AddHeader("authorization", kRedacted, &shown);
      break;
  }
  shown.mutable_headers()->MergeFrom(rendered.headers());
  shown.set_body(std::move(*rendered.mutable_body()));
  return shown;
}

}  // namespace

absl::StatusOr<EventPreviewer::Subject> EventPreviewer::FindEvent(
    const std::string& name) const {
  absl::StatusOr<ChildName> child = ReadEventName(name, "name");
  if (!child.ok()) return child.status();
  Subject subject;
  subject.account_id = child->account;
  subject.account = catalog_.FindAccount(child->account);
  if (subject.account != nullptr) {
    subject.event = catalog_.FindEvent(subject.account->uid, child->id);
  }
  if (subject.event == nullptr) return NotFound(name);
  return subject;
}

absl::StatusOr<EventPreviewer::Subject> EventPreviewer::BuildEvent(
    const v1::Event& event) const {
  absl::StatusOr<ChildName> child = ReadEventName(event.name(), "event.name");
  if (!child.ok()) return child.status();
  Subject subject;
  subject.account_id = child->account;
  subject.account = catalog_.FindAccount(child->account);
  if (subject.account == nullptr) return NotFound(AccountName(child->account));
  const absl::Time now = clock_.Now();
  store::EventRecord stored;
  if (const auto known = catalog_.FindEvent(subject.account->uid, child->id)) {
    // An event that was read has lost its secrets on the way.
    stored = DefinitionBuilder::ToRecord(*known);
  }
  store::EventRecord record;
  *record.mutable_event() = event;
  record.mutable_event()->set_state(v1::Event::ACTIVE);
  *record.mutable_event()->mutable_create_time() = ToTimestamp(now);
  *record.mutable_event()->mutable_update_time() = ToTimestamp(now);
  if (event.has_authentication()) {
    KeepSecrets(stored.event().authentication(),
                record.mutable_event()->mutable_authentication());
  }
  KeepSecrets(stored.event().secrets(),
              record.mutable_event()->mutable_secrets());
  delivery::FieldProblems problems;
  ResolveSigningKeys(stored, now, &record, &problems);
  subject.event = DefinitionBuilder(check_host_)
                      .BuildEvent(child->account, subject.account->uid,
                                  child->id, std::move(record),
                                  DefinitionBuilder::Origin::kNew, &problems);
  if (!problems.empty()) return InvalidFields(problems, "event");
  return subject;
}

absl::StatusOr<FiredCall> EventPreviewer::ReadCall(
    const Subject& subject, const std::string& name) const {
  absl::StatusOr<ChildName> child = ReadCallName(name, "call");
  if (!child.ok()) return child.status();
  if (child->account != subject.account_id) {
    return InvalidField("call", "must be a call of the event's account");
  }
  const uint64_t uid = subject.account->uid;
  absl::StatusOr<std::string> value = ledger_.Get(
      store::Table::kCall,
      store::CallKey(store::PartitionOf(uid, child->id, partitions_), uid,
                     child->id));
  if (absl::IsNotFound(value.status())) return NotFound(name);
  if (!value.ok()) return FromLedger(value.status());
  store::CallRecord record;
  if (!record.ParseFromString(*value)) {
    return FromLedger(absl::DataLossError("call record"));
  }
  return FireStoredCall(subject.account_id, std::move(*record.mutable_call()));
}

absl::StatusOr<v1::Trigger> EventPreviewer::FindTrigger(
    const Subject& subject, const std::string& name,
    const v1::CallState& state) const {
  if (name.empty()) {
    v1::Trigger sample;
    sample.set_name(TriggerName(subject.account_id, "sample"));
    sample.set_display_name("Sample");
    sample.add_call_states(state.state());
    sample.set_event(subject.event->event.name());
    return sample;
  }
  absl::StatusOr<ChildName> child = ReadTriggerName(name, "trigger");
  if (!child.ok()) return child.status();
  if (child->account != subject.account_id) {
    return InvalidField("trigger", "must be a trigger of the event's account");
  }
  const auto trigger = catalog_.FindTrigger(subject.account->uid, child->id);
  if (trigger == nullptr) return NotFound(name);
  return trigger->trigger;
}

absl::StatusOr<Preview> EventPreviewer::RenderFor(
    const Subject& subject, const std::string& call,
    const CallStates& call_states, const std::string& trigger_name) const {
  if (!call.empty() && !call_states.empty()) {
    return InvalidField("call", "cannot be given beside call_states");
  }
  const absl::Time now = clock_.Now();
  absl::StatusOr<FiredCall> fired =
      call.empty() ? MakeSampleCall(subject.account_id, call_states, now)
                   : ReadCall(subject, call);
  if (!fired.ok()) return fired.status();
  absl::StatusOr<v1::Trigger> trigger =
      FindTrigger(subject, trigger_name, fired->state);
  if (!trigger.ok()) return trigger.status();

  Preview preview;
  preview.event = subject.event;
  preview.delivery_id = NewDeliveryId(now);
  v1::Delivery delivery;
  delivery.set_name(DeliveryName(subject.account_id, preview.delivery_id));
  *delivery.mutable_create_time() = ToTimestamp(now);
  delivery::RenderContext context;
  context.account = &subject.account->account;
  context.event = &subject.event->event;
  context.trigger = &*trigger;
  context.call = &fired->call;
  context.state = &fired->state;
  context.delivery = &delivery;
  context.time_zone = subject.account->time_zone;
  auto request = std::make_shared<store::RenderedRequest>();
  absl::Status status = subject.event->request->Render(context, request.get());
  if (!status.ok()) {
    // Too large or not fit to be sent: with this call, at least.
    return InvalidField("event.request", ToStd(status.message()));
  }
  preview.shown = Show(*subject.event, preview.delivery_id, now, *request);
  preview.request = std::move(request);
  return preview;
}

absl::StatusOr<Preview> EventPreviewer::Render(
    const v1::PreviewEventRequest& request) const {
  if (request.has_event() != request.name().empty()) {
    return InvalidField("name", request.has_event()
                                    ? "cannot be given beside event"
                                    : "is required where event is not given");
  }
  absl::StatusOr<Subject> subject = request.has_event()
                                        ? BuildEvent(request.event())
                                        : FindEvent(request.name());
  if (!subject.ok()) return subject.status();
  return RenderFor(*subject, request.call(), request.call_states(),
                   request.trigger());
}

absl::StatusOr<Preview> EventPreviewer::Render(
    const v1::TestEventRequest& request) const {
  absl::StatusOr<Subject> subject = FindEvent(request.name());
  if (!subject.ok()) return subject.status();
  return RenderFor(*subject, request.call(), request.call_states(),
                   request.trigger());
}

}  // namespace gancho::service
