// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FIELD_PROBLEM_H_
#define GANCHO_DELIVERY_LANGUAGE_FIELD_PROBLEM_H_

#include <string>
#include <vector>

namespace gancho::delivery {

// What is wrong with one field of a request; becomes a
// google.rpc.BadRequest.FieldViolation.
struct FieldProblem {
  // Path from the checked message, for example `headers[2].value`,
  // `form.fields["name"]` or, within a JSON body, `json.customer.phones[0]`;
  // empty for the message itself. The caller puts its own path in front.
  std::string field;
  // One sentence without the field's name; where it is about text, with line
  // and column (both from 1, the column in characters).
  std::string description;
};

using FieldProblems = std::vector<FieldProblem>;

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FIELD_PROBLEM_H_
