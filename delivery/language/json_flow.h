// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_JSON_FLOW_H_
#define GANCHO_DELIVERY_LANGUAGE_JSON_FLOW_H_

#include <vector>

#include "delivery/language/mustache.h"
#include "delivery/language/value_writer.h"

namespace gancho::delivery {

// Follows a `json_template` along every way that its sections allow and finds
// out whether all that it can render is valid JSON. The same condition is taken
// to be the same throughout, so {{#x}}a{{/x}}{{^x}}b{{/x}} is one value.
// Sections whose body may be repeated are followed until nothing new comes up.
//
// `conditions` has for each node that opens a section a number that is equal
// for equal conditions, or -1 if the condition may change between two looks (it
// depends on a loop). `loops` tells which of them are loops.
//
// On success `places` has kJsonString or kJsonBare for every variable and kText
// for what is written as it is. False if
// some way leads to invalid JSON, with the place where it shows.
bool FollowJson(const std::vector<MustacheNode>& nodes,
                const std::vector<int>& conditions,
                const std::vector<bool>& loops, std::vector<Place>* places,
                TemplateProblem* problem);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_JSON_FLOW_H_
