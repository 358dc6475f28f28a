// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/resource_name.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "service/concat.h"
#include "service/status.h"

namespace gancho::service {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kIdRule =
    "where an id matches [a-z]([a-z0-9-]{0,61}[a-z0-9])?";

absl::Status BadName(std::string_view name, std::string_view field,
                     std::string_view pattern, std::string_view rule) {
  if (name.empty()) {
    return InvalidField(
        field, Concat("is required and must be ", pattern, ", ", rule));
  }
  return InvalidField(field, Concat("must be ", pattern, ", ", rule));
}

// The parts of accounts/{a}/{collection}/{id}, unchecked but for the account.
std::optional<ChildName> SplitChild(std::string_view name,
                                    std::string_view collection) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(ToAbsl(name), absl::MaxSplits('/', 4));
  if (parts.size() != 4 || parts[0] != ToAbsl(kAccounts) ||
      parts[2] != ToAbsl(collection) || !IsResourceId(ToStd(parts[1]))) {
    return std::nullopt;
  }
  return ChildName{std::string(parts[1]), std::string(parts[3])};
}

absl::StatusOr<ChildName> ReadDefinitionName(std::string_view name,
                                             std::string_view field,
                                             std::string_view collection,
                                             std::string_view pattern) {
  std::optional<ChildName> child = SplitChild(name, collection);
  if (!child || !IsResourceId(child->id)) {
    return BadName(name, field, pattern, kIdRule);
  }
  return *std::move(child);
}

}  // namespace

bool IsResourceId(std::string_view id) {
  const auto is_inner = [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  };
  return !id.empty() && id.size() <= 63 && absl::ascii_islower(id.front()) &&
         id.back() != '-' && std::all_of(id.begin(), id.end(), is_inner);
}

bool IsCallId(std::string_view id) {
  const auto is_allowed = [](char c) {
    return absl::ascii_isgraph(c) && c != '/';
  };
  return !id.empty() && id.size() <= 128 &&
         std::all_of(id.begin(), id.end(), is_allowed);
}

std::string AccountName(std::string_view account) {
  return Concat("accounts/", account);
}

std::string EventName(std::string_view account, std::string_view event) {
  return Concat("accounts/", account, "/events/", event);
}

std::string TriggerName(std::string_view account, std::string_view trigger) {
  return Concat("accounts/", account, "/triggers/", trigger);
}

std::string CallName(std::string_view account, std::string_view call) {
  return Concat("accounts/", account, "/calls/", call);
}

std::string DeliveryName(std::string_view account,
                         const store::DeliveryId& id) {
  return Concat("accounts/", account, "/deliveries/", id.ToString());
}

absl::StatusOr<std::string> ReadAccountName(std::string_view name,
                                            std::string_view field) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(ToAbsl(name), absl::MaxSplits('/', 2));
  if (parts.size() != 2 || parts[0] != ToAbsl(kAccounts) ||
      !IsResourceId(ToStd(parts[1]))) {
    return BadName(name, field, "accounts/{account}", kIdRule);
  }
  return std::string(parts[1]);
}

absl::StatusOr<std::string> ReadAccountOrAllName(std::string_view name,
                                                 std::string_view field) {
  if (name == "accounts/-") return "-";
  return ReadAccountName(name, field);
}

absl::StatusOr<ChildName> ReadEventName(std::string_view name,
                                        std::string_view field) {
  return ReadDefinitionName(name, field, "events",
                            "accounts/{account}/events/{event}");
}

absl::StatusOr<ChildName> ReadTriggerName(std::string_view name,
                                          std::string_view field) {
  return ReadDefinitionName(name, field, "triggers",
                            "accounts/{account}/triggers/{trigger}");
}

absl::StatusOr<ChildName> ReadCallName(std::string_view name,
                                       std::string_view field) {
  std::optional<ChildName> child = SplitChild(name, "calls");
  if (!child || !IsCallId(child->id)) {
    return BadName(name, field, "accounts/{account}/calls/{call}",
                   "where a call id has 1 to 128 characters of visible ASCII "
                   "except '/'");
  }
  return *std::move(child);
}

absl::StatusOr<DeliveryRef> ReadDeliveryName(std::string_view name,
                                             std::string_view field) {
  std::optional<ChildName> child = SplitChild(name, "deliveries");
  if (child) {
    if (auto id = store::DeliveryId::Parse(child->id)) {
      return DeliveryRef{std::move(child->account), *id};
    }
  }
  return BadName(name, field, "accounts/{account}/deliveries/{delivery}",
                 "where a delivery id is a UUID of version 7");
}

}  // namespace gancho::service
