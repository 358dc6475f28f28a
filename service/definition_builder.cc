// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_builder.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "delivery/credentials.h"
#include "delivery/event_runtime.h"
#include "delivery/language/request_template.h"
#include "delivery/language/secret_mark.h"
#include "delivery/language/url_template.h"
#include "delivery/proto_duration.h"
#include "delivery/signing.h"
#include "service/authentication_secrets.h"
#include "service/concat.h"
#include "service/definition_limits.h"
#include "service/delivery_conversion.h"
#include "service/etag.h"
#include "service/region.h"
#include "service/resource_name.h"

namespace gancho::service {
namespace {

using delivery::FieldProblems;

// How many compiled trigger filters are remembered.
constexpr size_t kMaxRememberedFilters = 4'096;

void FillDefaults(v1::Event* event) {
  if (event->request().method() == v1::Request::METHOD_UNSPECIFIED) {
    event->mutable_request()->set_method(v1::Request::POST);
  }
  if (event->has_signing() &&
      event->signing().scheme() == v1::Signing::SCHEME_UNSPECIFIED) {
    event->mutable_signing()->set_scheme(v1::Signing::NONE);
  }
  if (event->has_policy() &&
      event->policy().ordering() == v1::DeliveryPolicy::ORDERING_UNSPECIFIED) {
    event->mutable_policy()->set_ordering(v1::DeliveryPolicy::PER_CALL);
  }
}

// The name of the header that carries the credentials, empty if none does.
std::string_view CredentialHeader(const v1::Authentication& authentication) {
  switch (authentication.kind_case()) {
    case v1::Authentication::kBasic:
    case v1::Authentication::kBearer:
    case v1::Authentication::kOauth2ClientCredentials:
    case v1::Authentication::kOauth2JwtBearer:
      return "authorization";
    case v1::Authentication::kHeader:
      return authentication.header().name();
    default:
      return "";
  }
}

void CheckHeadersAgainstCredentials(const v1::Event& event,
                                    FieldProblems* problems) {
  const std::string_view name = CredentialHeader(event.authentication());
  if (name.empty()) return;
  for (int i = 0; i < event.request().headers_size(); ++i) {
    if (absl::EqualsIgnoreCase(event.request().headers(i).name(),
                               ToAbsl(name))) {
      problems->push_back({Concat("request.headers[", i, "].name"),
                           "is the header that authentication sets"});
    }
  }
}

// `request` is null where it has problems of its own.
void CheckSecrets(const v1::Event& event,
                  const delivery::RequestTemplate* request,
                  FieldProblems* problems) {
  if (event.secrets_size() > static_cast<int>(kMaxSecrets)) {
    problems->push_back(
        {"secrets", Concat("has more than ", kMaxSecrets, " entries")});
    return;
  }
  for (const auto& [name, value] : event.secrets()) {
    if (!delivery::IsProperSecretName(name)) {
      problems->push_back({"secrets",
                           "has a name that is not 1 to 32 characters of a-z, "
                           "0-9 and _, a letter first"});
      return;
    }
    const std::string field = Concat("secrets.", name);
    if (value.empty()) {
      problems->push_back({field, "is empty, and no value is stored for it"});
    } else {
      CheckPlainText(value, kMaxSecretBytes, field, problems);
      // Also with what is before and behind it in a path.
      if (delivery::HasDotSegment(Concat("/", value))) {
        problems->push_back({field, "must not have path segments . or .."});
      }
    }
  }
  if (request == nullptr) return;
  for (const std::string& name : request->secrets()) {
    if (event.secrets().contains(name)) continue;
    problems->push_back(
        {"secrets", Concat("has no ", name, ", which the ",
                           "request writes as {{secret.", name, "}}")});
  }
}

void CheckCallStates(const v1::Trigger& trigger, FieldProblems* problems) {
  if (trigger.call_states().empty()) {
    problems->push_back({"call_states", "needs at least one state"});
  }
  absl::flat_hash_set<int> seen;
  for (int i = 0; i < trigger.call_states_size(); ++i) {
    const int state = trigger.call_states(i);
    const std::string field = Concat("call_states[", i, "]");
    if (state == v1::CallState::STATE_UNSPECIFIED ||
        !v1::CallState::State_IsValid(state)) {
      problems->push_back({field, "is not a known state"});
    } else if (!seen.insert(state).second) {
      problems->push_back({field, "is given twice"});
    }
    if (problems->size() >= 16) return;  // a list of a million bad ones
  }
}

// Fills what is OUTPUT_ONLY in `signing`.
void DescribeSigning(const store::EventRecord& record, v1::Event* event) {
  if (!event->has_signing()) return;
  v1::Signing* signing = event->mutable_signing();
  signing->clear_secret();
  signing->clear_public_key();
  signing->clear_previous_secret_expire_time();
  if (record.signing_keys().empty()) return;
  if (signing->scheme() == v1::Signing::ED25519) {
    signing->set_public_key(
        delivery::FormatSigningPublicKey(record.signing_keys(0).secret()));
  }
  int64_t expire_us = 0;
  for (const store::SigningKey& key : record.signing_keys()) {
    expire_us = std::max(expire_us, key.expire_time_us());
  }
  if (expire_us != 0) {
    *signing->mutable_previous_secret_expire_time() = ToTimestamp(expire_us);
  }
}

}  // namespace

DefinitionBuilder::DefinitionBuilder(HostCheck check_host)
    : check_host_(std::move(check_host)) {}

std::shared_ptr<const AccountDefinition> DefinitionBuilder::BuildAccount(
    std::string_view account_id, store::AccountRecord record,
    FieldProblems* problems) const {
  auto definition = std::make_shared<AccountDefinition>();
  definition->uid = record.uid();
  definition->version = record.version();
  v1::Account& account = definition->account;
  account.Swap(record.mutable_account());
  const size_t problems_before = problems->size();
  CheckPlainText(account.display_name(), kMaxDisplayNameBytes, "display_name",
                 problems);
  CheckLabels(account.labels(), "labels", problems);
  if (account.time_zone().empty()) account.set_time_zone("UTC");
  if (!LoadIanaTimeZone(account.time_zone(), &definition->time_zone)) {
    problems->push_back({"time_zone",
                         "is not a known IANA time zone, such as "
                         "America/Argentina/Buenos_Aires"});
  }
  if (!account.region_code().empty() && !IsRegionCode(account.region_code())) {
    problems->push_back(
        {"region_code",
         "is not an upper-case ISO 3166-1 alpha-2 code, such as AR"});
  }
  if (account.has_retention()) {
    delivery::ReadDuration(account.retention(), absl::Hours(1),
                           absl::Hours(24 * 3650), "retention", problems);
  }
  account.set_name(AccountName(account_id));
  account.set_etag(MakeEtag(definition->uid, definition->version));
  if (problems->size() > problems_before) return nullptr;
  return definition;
}

std::shared_ptr<const EventDefinition> DefinitionBuilder::BuildEvent(
    std::string_view account_id, uint64_t account_uid,
    std::string_view event_id, store::EventRecord record, Origin origin,
    FieldProblems* problems) const {
  auto definition = std::make_shared<EventDefinition>();
  auto runtime = std::make_shared<delivery::EventRuntime>();
  v1::Event& event = definition->event;
  event.Swap(record.mutable_event());
  FillDefaults(&event);
  const size_t problems_before = problems->size();

  CheckPlainText(event.display_name(), kMaxDisplayNameBytes, "display_name",
                 problems);
  CheckLabels(event.labels(), "labels", problems);
  FieldProblems found;
  definition->request =
      delivery::RequestTemplate::Compile(event.request(), &found);
  AppendProblems(found, "request", problems);
  CheckSecrets(event, definition->request.get(), problems);
  CheckHeadersAgainstCredentials(event, problems);
  found.clear();
  runtime->policy = delivery::ResolvePolicy(event.policy(), &found);
  AppendProblems(found, "policy", problems);
  if (event.has_signing() &&
      !v1::Signing::Scheme_IsValid(event.signing().scheme())) {
    problems->push_back({"signing.scheme", "is not a known value"});
  }
  if (origin == Origin::kNew) {
    found.clear();
    delivery::ValidateAuthentication(event.authentication(), &found);
    AppendProblems(found, "authentication", problems);
    if (definition->request != nullptr) {
      const absl::Status status =
          check_host_(definition->request->host(), definition->request->port());
      if (!status.ok()) {
        problems->push_back({"request.url", std::string(status.message())});
      }
    }
  }
  if (problems->size() > problems_before) return nullptr;

  definition->uid = runtime->uid = record.uid();
  definition->version = runtime->version = record.version();
  runtime->account_uid = account_uid;
  runtime->account_id = std::string(account_id);
  runtime->event_id = std::string(event_id);
  runtime->state = event.state();
  runtime->state_reason = event.state_reason();
  runtime->authentication = event.authentication();
  if (event.has_signing()) runtime->signing_scheme = event.signing().scheme();
  DescribeSigning(record, &event);
  runtime->signing_keys.assign(record.signing_keys().begin(),
                               record.signing_keys().end());
  runtime->tls = definition->request->tls();
  runtime->host = definition->request->host();
  runtime->port = definition->request->port();
  event.set_name(EventName(account_id, event_id));
  event.set_etag(MakeEtag(definition->uid, definition->version));
  RemoveSecrets(event.mutable_authentication());
  runtime->secrets.insert(event.secrets().begin(), event.secrets().end());
  RemoveSecrets(event.mutable_secrets());
  if (event.authentication().kind_case() == v1::Authentication::KIND_NOT_SET) {
    event.clear_authentication();
  }
  definition->runtime = std::move(runtime);
  return definition;
}

bool DefinitionBuilder::CompileTriggerFilter(const std::string& text,
                                             delivery::Filter* filter,
                                             FieldProblems* problems) {
  if (auto it = filters_.find(text); it != filters_.end()) {
    *filter = it->second;
    return true;
  }
  if (text.size() > kMaxFilterBytes) {
    problems->push_back(
        {"filter", Concat("is longer than ", kMaxFilterBytes, " bytes")});
    return false;
  }
  absl::StatusOr<delivery::Filter> compiled =
      delivery::Filter::Compile(text, v1::Call::descriptor());
  if (!compiled.ok()) {
    problems->push_back({"filter", std::string(compiled.status().message())});
    return false;
  }
  *filter = *compiled;
  if (filters_.size() >= kMaxRememberedFilters) filters_.clear();
  filters_.emplace(text, *std::move(compiled));
  return true;
}

std::shared_ptr<const TriggerDefinition> DefinitionBuilder::BuildTrigger(
    std::string_view account_id, std::string_view trigger_id,
    store::TriggerRecord record, FieldProblems* problems) {
  auto definition = std::make_shared<TriggerDefinition>();
  definition->uid = record.uid();
  definition->version = record.version();
  v1::Trigger& trigger = definition->trigger;
  trigger.Swap(record.mutable_trigger());
  const size_t problems_before = problems->size();
  CheckPlainText(trigger.display_name(), kMaxDisplayNameBytes, "display_name",
                 problems);
  CheckLabels(trigger.labels(), "labels", problems);
  CheckCallStates(trigger, problems);
  CompileTriggerFilter(trigger.filter(), &definition->filter, problems);
  absl::StatusOr<ChildName> event = ReadEventName(trigger.event(), "event");
  if (!event.ok()) {
    problems->push_back(
        {"event", trigger.event().empty()
                      ? "is required: accounts/{account}/events/{event}"
                      : "must be accounts/{account}/events/{event}"});
  } else if (event->account != account_id) {
    problems->push_back(
        {"event", "must be an event of the trigger's own account"});
  } else {
    definition->event_id = std::move(event->id);
  }
  if (trigger.has_expire_after()) {
    delivery::ReadDuration(trigger.expire_after(), absl::Seconds(1),
                           absl::Hours(24 * 30), "expire_after", problems);
  }
  trigger.set_name(TriggerName(account_id, trigger_id));
  trigger.set_etag(MakeEtag(definition->uid, definition->version));
  if (problems->size() > problems_before) return nullptr;
  return definition;
}

store::AccountRecord DefinitionBuilder::ToRecord(
    const AccountDefinition& definition) {
  store::AccountRecord record;
  record.set_uid(definition.uid);
  record.set_version(definition.version);
  *record.mutable_account() = definition.account;
  record.mutable_account()->clear_name();
  record.mutable_account()->clear_etag();
  return record;
}

store::EventRecord DefinitionBuilder::ToRecord(
    const EventDefinition& definition) {
  store::EventRecord record;
  record.set_uid(definition.uid);
  record.set_version(definition.version);
  v1::Event* event = record.mutable_event();
  *event = definition.event;
  event->clear_name();
  event->clear_etag();
  const delivery::EventRuntime& runtime = *definition.runtime;
  if (runtime.authentication.kind_case() != v1::Authentication::KIND_NOT_SET) {
    *event->mutable_authentication() = runtime.authentication;
  }
  for (const auto& [name, value] : runtime.secrets) {
    (*event->mutable_secrets())[name] = value;
  }
  for (const store::SigningKey& key : runtime.signing_keys) {
    *record.add_signing_keys() = key;
  }
  return record;
}

store::TriggerRecord DefinitionBuilder::ToRecord(
    const TriggerDefinition& definition) {
  store::TriggerRecord record;
  record.set_uid(definition.uid);
  record.set_version(definition.version);
  *record.mutable_trigger() = definition.trigger;
  record.mutable_trigger()->clear_name();
  record.mutable_trigger()->clear_etag();
  return record;
}

}  // namespace gancho::service
