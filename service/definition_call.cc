// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_call.h"

#include "openssl/rand.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {

std::string NewResourceId() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kAll = "abcdefghijklmnopqrstuvwxyz0123456789";
  unsigned char random[20];
  RAND_bytes(random, sizeof(random));
  std::string id;
  for (const unsigned char byte : random) {
    const std::string_view alphabet = id.empty() ? kLetters : kAll;
    id.push_back(alphabet[byte % alphabet.size()]);
  }
  return id;
}

absl::StatusOr<std::string> ReadOrMakeId(std::string_view id,
                                         std::string_view field) {
  if (id.empty()) return NewResourceId();
  if (!IsResourceId(id)) {
    return InvalidField(field, "must match [a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  }
  return std::string(id);
}

PendingAnswer* AnswerFrom(DefinitionStore* store, Mutation mutation) {
  auto* answer = new PendingAnswer;
  if (absl::Status status = CheckRequestId(mutation.request_id); !status.ok()) {
    answer->Answer(status);
    return answer;
  }
  mutation.done = [answer](const absl::Status& status) {
    answer->Answer(status);
  };
  store->Submit(std::move(mutation));
  return answer;
}

}  // namespace gancho::service
