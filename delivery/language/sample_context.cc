// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/sample_context.h"

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace gancho::delivery {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kStart = 1772377200;  // 2026-03-01T15:00:00Z

// Quotes, brackets, line breaks, NUL, DEL, a right-to-left mark, an emoji,
// U+2028, a lone continuation byte, markup of chats, a formula, a path.
constexpr char kHostileText[] =
    "\"},{\"x\":\"\\\r\nX-Evil: 1\r\n\r\n\0\x7f\xe2\x80\x8f\xf0\x9f\x98\x80"
    "\xe2\x80\xa8\x80<!channel>=IMPORTXML(/../..&a=b#%00{{call.caller}}";
// With the NUL inside, without the one at the end.
constexpr std::string_view kHostile(kHostileText, sizeof(kHostileText) - 1);

void FillTexts(Message* message) {
  const auto* const type = message->GetDescriptor();
  const auto* const reflection = message->GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* const field = type->field(i);
    if (field->type() == FieldDescriptor::TYPE_STRING &&
        !field->is_repeated() && field->name() != "name") {
      reflection->SetString(message, field, std::string(kHostile));
    }
  }
}

}  // namespace

SampleContext::SampleContext(SampleKind kind) {
  account.set_name("accounts/default");
  event.set_name("accounts/default/events/sample");
  trigger.set_name("accounts/default/triggers/sample");
  call.set_name("accounts/default/calls/sample-1");
  call.set_call_id("sample-1");
  state.set_call_id("sample-1");
  delivery.set_name(
      "accounts/default/deliveries/019cabcd-0000-7000-8000-000000000001");
  context_.account = &account;
  context_.event = &event;
  context_.trigger = &trigger;
  context_.call = &call;
  context_.state = &state;
  context_.delivery = &delivery;
  context_.time_zone = absl::UTCTimeZone();
  if (kind == SampleKind::kEmpty) return;
  FillTypical();
  if (kind == SampleKind::kHostile) FillHostile();
}

void SampleContext::FillTypical() {
  account.set_display_name("Sample account");
  account.set_time_zone("UTC");
  account.set_region_code("AR");
  event.set_display_name("Sample event");
  trigger.set_display_name("Sample trigger");
  trigger.add_call_states(v1::CallState::END);
  trigger.set_event(event.name());

  state.set_state(v1::CallState::END);
  state.set_sequence(4);
  state.mutable_occur_time()->set_seconds(kStart + 95);
  call.set_state(v1::CallState::END);
  call.set_direction(v1::CallState::INBOUND);
  call.set_caller("+5491143210000");
  call.set_caller_name("Ana Pérez");
  call.set_called("+541150001000");
  call.set_called_name("Ventas");
  call.set_extension("101");
  call.set_terminal("101-desk");
  call.set_queue("sales");
  call.set_agent("Juan Gómez");
  call.set_trunk("trunk-1");
  call.set_hangup_cause("NORMAL_CLEARING");
  call.set_cost("12.50");
  call.set_currency_code("ARS");
  call.set_recording_url("https://recordings.example.com/sample-1.mp3");
  (*call.mutable_labels())["queue_id"] = "15";
  (*call.mutable_labels())["custom1"] = "A-1001";
  call.mutable_start_time()->set_seconds(kStart);
  call.mutable_ring_time()->set_seconds(kStart + 2);
  call.mutable_talk_time()->set_seconds(kStart + 10);
  call.mutable_talk_time()->set_nanos(250000000);
  call.mutable_end_time()->set_seconds(kStart + 95);
  call.mutable_duration()->set_seconds(95);
  call.mutable_ring_duration()->set_seconds(8);
  call.mutable_ring_duration()->set_nanos(250000000);
  call.mutable_talk_duration()->set_seconds(84);
  call.mutable_talk_duration()->set_nanos(750000000);
  call.set_answered(true);
  call.set_state_count(4);
  call.mutable_create_time()->set_seconds(kStart);
  call.mutable_update_time()->set_seconds(kStart + 95);
  delivery.mutable_create_time()->set_seconds(kStart + 95);

  // The phone platform says again with END what it knows.
  state.set_direction(call.direction());
  state.set_caller(call.caller());
  state.set_caller_name(call.caller_name());
  state.set_called(call.called());
  state.set_called_name(call.called_name());
  state.set_extension(call.extension());
  state.set_terminal(call.terminal());
  state.set_queue(call.queue());
  state.set_agent(call.agent());
  state.set_trunk(call.trunk());
  state.set_hangup_cause(call.hangup_cause());
  state.set_cost(call.cost());
  state.set_currency_code(call.currency_code());
  state.set_recording_url(call.recording_url());
}

void SampleContext::FillHostile() {
  const std::string call_id = call.call_id();
  FillTexts(&account);
  FillTexts(&event);
  FillTexts(&trigger);
  FillTexts(&call);
  FillTexts(&state);
  call.set_call_id(call_id);
  state.set_call_id(call_id);
  const std::string hostile(kHostile);
  for (auto* labels :
       {call.mutable_labels(), state.mutable_labels(), event.mutable_labels(),
        trigger.mutable_labels(), account.mutable_labels()}) {
    (*labels)[hostile] = hostile;
    (*labels)["a"] = "..";
    (*labels)["b"] = std::string(1024, '"');
  }
}

}  // namespace gancho::delivery
