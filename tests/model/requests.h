// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_REQUESTS_H_
#define GANCHO_TESTS_MODEL_REQUESTS_H_

#include <string>

#include "gancho/v1/call_service.pb.h"
#include "gancho/v1/delivery_service.pb.h"
#include "gancho/v1/event_service.pb.h"
#include "gancho/v1/trigger_service.pb.h"
#include "tests/model/operation.h"

// What an operation asks the server for. Pure: the same operation makes the
// same request, but for the etag and the name of a delivery, which are the
// server's to choose.
namespace gancho::model {

inline constexpr char kAccount[] = "accounts/default";

std::string EventName(int event);
std::string TriggerName(int trigger);
std::string CallName(int call);
// The last part of a name.
std::string IdOf(const std::string& name);

// A UUID that no other operation of the scenario has.
std::string RequestIdOf(const Operation& operation);

// `origin` is "http://127.0.0.1:8080"; the path of an event's URL is its id.
v1::CreateEventRequest CreateEventOf(const Operation& operation,
                                     const std::string& origin);
v1::UpdateEventRequest UpdateEventOf(const Operation& operation,
                                     const std::string& origin,
                                     const std::string& etag);
v1::DeleteEventRequest DeleteEventOf(const Operation& operation,
                                     const std::string& etag);
v1::PauseEventRequest PauseEventOf(const Operation& operation);
v1::ResumeEventRequest ResumeEventOf(const Operation& operation);
v1::CreateTriggerRequest CreateTriggerOf(const Operation& operation);
v1::UpdateTriggerRequest UpdateTriggerOf(const Operation& operation,
                                         const std::string& etag);
v1::DeleteTriggerRequest DeleteTriggerOf(const Operation& operation,
                                         const std::string& etag);
v1::ReportCallStateRequest ReportOf(const Operation& operation);
v1::RecoverDeliveriesRequest RecoverOf(const Operation& operation);

// The same request with another argument, for a request_id that is used again.
// False if it has none that could differ.
bool Alter(v1::CreateEventRequest* request);
bool Alter(v1::UpdateEventRequest* request);
bool Alter(v1::DeleteEventRequest* request);
bool Alter(v1::PauseEventRequest* request);
bool Alter(v1::CreateTriggerRequest* request);
bool Alter(v1::UpdateTriggerRequest* request);
template <typename Request>
bool Alter(Request* /*request*/) {
  return false;
}

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_REQUESTS_H_
