// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RESOURCE_NAME_H_
#define GANCHO_SERVICE_RESOURCE_NAME_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "store/delivery_id.h"

// Resource names: made and read here only. Readers return INVALID_ARGUMENT
// that names `field` (the path of the name in the request) and the pattern.
namespace gancho::service {

// The account that is there from the first start.
inline constexpr std::string_view kDefaultAccount = "default";

// [a-z]([a-z0-9-]{0,61}[a-z0-9])?
bool IsResourceId(std::string_view id);
// 1 to 128 characters of visible ASCII except '/'.
bool IsCallId(std::string_view id);

std::string AccountName(std::string_view account);
std::string EventName(std::string_view account, std::string_view event);
std::string TriggerName(std::string_view account, std::string_view trigger);
std::string CallName(std::string_view account, std::string_view call);
std::string DeliveryName(std::string_view account, const store::DeliveryId& id);

struct ChildName {
  std::string account;
  std::string id;
};
struct DeliveryRef {
  std::string account;
  store::DeliveryId id;
};

absl::StatusOr<std::string> ReadAccountName(std::string_view name,
                                            std::string_view field);
// Also accepts "accounts/-", which reads as "-".
absl::StatusOr<std::string> ReadAccountOrAllName(std::string_view name,
                                                 std::string_view field);
absl::StatusOr<ChildName> ReadEventName(std::string_view name,
                                        std::string_view field);
absl::StatusOr<ChildName> ReadTriggerName(std::string_view name,
                                          std::string_view field);
absl::StatusOr<ChildName> ReadCallName(std::string_view name,
                                       std::string_view field);
absl::StatusOr<DeliveryRef> ReadDeliveryName(std::string_view name,
                                             std::string_view field);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RESOURCE_NAME_H_
