// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_ARRIVALS_H_
#define GANCHO_TESTS_MODEL_ARRIVALS_H_

#include <string>
#include <vector>

#include "tests/model/model.h"
#include "tests/testing/load_receiver.h"

namespace gancho::model {

// What is wrong with `requests`, all that the destinations got in the order of
// arrival, given the deliveries of `model`, all of which have ended:
//   - a request of no delivery, or with other bytes than its delivery's;
//   - a delivery that ended as DELIVERED and was never answered 2xx, or that
//     was FAILED from the beginning and was sent;
//   - of one event and one call, a first request ahead of that of a state that
//     was accepted before, or ahead of its success, if it was delivered. Where
//     a person has sent a delivery again, nothing is promised.
std::vector<std::string> JudgeArrivals(
    const Model& model,
    const std::vector<testing::LoadReceiver::Request>& requests);

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_ARRIVALS_H_
