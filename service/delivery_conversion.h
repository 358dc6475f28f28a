// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_CONVERSION_H_
#define GANCHO_SERVICE_DELIVERY_CONVERSION_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "gancho/v1/delivery.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "store/delivery_id.h"
#include "store/record.pb.h"

// From the records of the ledger to the messages of the API. Pure functions.
namespace gancho::service {

// `time_us` is in microseconds since the epoch. Callers leave out what is 0,
// which means "unset" in records.
google::protobuf::Timestamp ToTimestamp(int64_t time_us);
int64_t ToMicros(const google::protobuf::Timestamp& time);
google::protobuf::Duration ToDuration(int64_t duration_us);

// The absolute URL of a request: the port only where it is not the scheme's
// own, brackets around an IPv6 literal.
std::string UrlOf(const store::RenderedRequest& request);

// Secrets are shown by their names.
v1::Delivery::RenderedRequest ToRenderedRequest(
    const store::RenderedRequest& request);

v1::Attempt ToAttempt(const store::AttemptRecord& record);

// Everything but `request` and `attempts`. A null `status` is that of a
// delivery of which no attempt has ended.
v1::Delivery ToDelivery(std::string_view account_id,
                        const store::DeliveryId& id,
                        const store::DeliveryRecord& record,
                        const store::StatusRecord* status);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_CONVERSION_H_
