// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ATTEMPT_RECORD_H_
#define GANCHO_DELIVERY_ATTEMPT_RECORD_H_

#include <cstdint>

#include "delivery/http_sender.h"
#include "delivery/verdict.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// The durable record of attempt `number`, begun at `start_us`.
store::AttemptRecord MakeAttemptRecord(int number, int64_t start_us,
                                       const Verdict& verdict,
                                       HttpResult result);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ATTEMPT_RECORD_H_
