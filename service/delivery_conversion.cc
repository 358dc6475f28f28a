// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_conversion.h"

#include "absl/strings/str_cat.h"
#include "delivery/language/secret_mark.h"
#include "service/resource_name.h"

namespace gancho::service {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;

v1::Request::Method ToMethod(const std::string& method) {
  v1::Request::Method value;
  // The ledger holds only methods that the API has.
  return v1::Request::Method_Parse(method, &value)
             ? value
             : v1::Request::METHOD_UNSPECIFIED;
}

using MutableDuration = google::protobuf::Duration* (v1::Attempt::*)();

// Phases that did not take place are -1 and stay unset.
void SetPhase(int64_t duration_us, MutableDuration mutable_phase,
              v1::Attempt* attempt) {
  if (duration_us < 0) return;
  *(attempt->*mutable_phase)() = ToDuration(duration_us);
}

}  // namespace

google::protobuf::Timestamp ToTimestamp(int64_t time_us) {
  google::protobuf::Timestamp time;
  int64_t seconds = time_us / kMicrosPerSecond;
  int64_t rest = time_us % kMicrosPerSecond;
  if (rest < 0) {  // before 1970: nanos count forwards
    seconds -= 1;
    rest += kMicrosPerSecond;
  }
  time.set_seconds(seconds);
  time.set_nanos(static_cast<int32_t>(rest * 1000));
  return time;
}

int64_t ToMicros(const google::protobuf::Timestamp& time) {
  return time.seconds() * kMicrosPerSecond + time.nanos() / 1000;
}

google::protobuf::Duration ToDuration(int64_t duration_us) {
  google::protobuf::Duration duration;
  duration.set_seconds(duration_us / kMicrosPerSecond);
  duration.set_nanos(
      static_cast<int32_t>(duration_us % kMicrosPerSecond * 1000));
  return duration;
}

std::string UrlOf(const store::RenderedRequest& request) {
  const bool is_ipv6 = request.host().find(':') != std::string::npos;
  const uint32_t default_port = request.tls() ? 443 : 80;
  return absl::StrCat(
      request.tls() ? "https://" : "http://", is_ipv6 ? "[" : "",
      request.host(), is_ipv6 ? "]" : "",
      request.port() == default_port ? "" : absl::StrCat(":", request.port()),
      request.target());
}

v1::Delivery::RenderedRequest ToRenderedRequest(
    const store::RenderedRequest& stored) {
  store::RenderedRequest named;
  const bool has_secrets = stored.secrets_in_head() || stored.secrets_in_body();
  if (has_secrets) named = delivery::NameSecrets(stored);
  const store::RenderedRequest& request = has_secrets ? named : stored;
  v1::Delivery::RenderedRequest rendered;
  rendered.set_method(ToMethod(request.method()));
  rendered.set_url(UrlOf(request));
  for (const store::RenderedRequest::Header& from : request.headers()) {
    v1::Request::Header* header = rendered.add_headers();
    header->set_name(from.name());
    header->set_value(from.value());
  }
  rendered.set_body(request.body());
  return rendered;
}

v1::Attempt ToAttempt(const store::AttemptRecord& record) {
  v1::Attempt attempt;
  attempt.set_number(record.number());
  *attempt.mutable_start_time() = ToTimestamp(record.start_time_us());
  *attempt.mutable_duration() = ToDuration(record.duration_us());
  SetPhase(record.dns_us(), &v1::Attempt::mutable_dns_duration, &attempt);
  SetPhase(record.connect_us(), &v1::Attempt::mutable_connect_duration,
           &attempt);
  SetPhase(record.tls_us(), &v1::Attempt::mutable_tls_duration, &attempt);
  SetPhase(record.send_us(), &v1::Attempt::mutable_send_duration, &attempt);
  SetPhase(record.wait_us(), &v1::Attempt::mutable_wait_duration, &attempt);
  SetPhase(record.receive_us(), &v1::Attempt::mutable_receive_duration,
           &attempt);
  SetPhase(record.retry_after_us(), &v1::Attempt::mutable_retry_after,
           &attempt);
  attempt.set_address(record.address());
  attempt.set_connection_reused(record.connection_reused());
  attempt.set_status_code(record.status_code());
  attempt.set_response_body(record.response_body());
  attempt.set_response_body_truncated(record.response_body_truncated());
  attempt.set_outcome(static_cast<v1::Attempt::Outcome>(record.outcome()));
  attempt.set_failure(static_cast<v1::Attempt::Failure>(record.failure()));
  attempt.set_reason(record.reason());
  return attempt;
}

v1::Delivery ToDelivery(std::string_view account_id,
                        const store::DeliveryId& id,
                        const store::DeliveryRecord& record,
                        const store::StatusRecord* status) {
  v1::Delivery delivery;
  delivery.set_name(DeliveryName(account_id, id));
  delivery.set_event(EventName(account_id, record.event_id()));
  delivery.set_trigger(TriggerName(account_id, record.trigger_id()));
  delivery.set_call(CallName(account_id, record.call_id()));
  delivery.set_call_state(record.call_state());
  *delivery.mutable_create_time() = ToTimestamp(record.create_time_us());
  if (record.expire_time_us() != 0) {
    *delivery.mutable_expire_time() = ToTimestamp(record.expire_time_us());
  }
  if (status == nullptr) {
    delivery.set_state(v1::Delivery::PENDING);
    // Its first attempt has been due since it was accepted.
    *delivery.mutable_next_attempt_time() = delivery.create_time();
    return delivery;
  }
  delivery.set_state(static_cast<v1::Delivery::State>(status->state()));
  delivery.set_state_reason(status->reason());
  delivery.set_attempt_count(status->attempt_count());
  if (status->next_attempt_time_us() != 0 &&
      status->state() == v1::Delivery::PENDING) {
    *delivery.mutable_next_attempt_time() =
        ToTimestamp(status->next_attempt_time_us());
  }
  if (status->end_time_us() != 0 && status->state() != v1::Delivery::PENDING) {
    *delivery.mutable_end_time() = ToTimestamp(status->end_time_us());
  }
  return delivery;
}

}  // namespace gancho::service
