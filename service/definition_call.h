// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_CALL_H_
#define GANCHO_SERVICE_DEFINITION_CALL_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "service/definition_limits.h"
#include "service/definition_store.h"
#include "service/pending_answer.h"

// How the services of definitions answer.
namespace gancho::service {

// Answers at once.
inline PendingAnswer* AnswerNow(const absl::Status& status) {
  auto* answer = new PendingAnswer;
  answer->Answer(status);
  return answer;
}

// A random id of 20 characters that matches the pattern of resource ids.
std::string NewResourceId();

// `id` if it is one, a new one if it is empty; INVALID_ARGUMENT naming `field`
// for anything else.
absl::StatusOr<std::string> ReadOrMakeId(std::string_view id,
                                         std::string_view field);

// A mutation for `request`, without its accesses and its plan.
template <typename Request, typename Response>
Mutation NewMutation(std::string method, std::string account_id,
                     const Request& request, Response* response) {
  Mutation mutation;
  mutation.method = std::move(method);
  mutation.account_id = std::move(account_id);
  mutation.request_id = request.request_id();
  mutation.request = &request;
  mutation.response = response;
  if constexpr (requires { request.validate_only(); }) {
    mutation.validate_only = request.validate_only();
  }
  return mutation;
}

// Hands `mutation` to `store` and answers with what comes of it.
PendingAnswer* AnswerFrom(DefinitionStore* store, Mutation mutation);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_CALL_H_
