// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_SECRET_MARK_H_
#define GANCHO_DELIVERY_LANGUAGE_SECRET_MARK_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/record.pb.h"

// Secrets of an event in its templates, {{secret.NAME}}. What is rendered and
// stored has a mark in their place; the value is put in when the request is
// sent, and what is shown has the name.
//
// A mark begins with a control character, which nothing else can bring into
// the places that secrets may stand in: there all values are escaped, and
// templates with control characters are refused.
namespace gancho::delivery {

enum class Place : uint8_t;

using SecretMap = std::map<std::string, std::string>;

// Whether a variable of this name is a secret, known or not.
bool IsSecretName(std::string_view variable);

// Appends the mark of the secret that `variable` names. False if no secret may
// stand in `place`, or if it has no proper name; then `reason` is a sentence.
bool AppendSecretMark(std::string_view variable, Place place, std::string* out,
                      std::string* reason);

// Whether `name` is 1 to 32 characters of a-z, 0-9 and _, a letter first.
bool IsProperSecretName(std::string_view name);

// `rendered` with the values in the place of their marks. FAILED_PRECONDITION
// if there is no such secret (any more).
absl::StatusOr<store::RenderedRequest> FillSecrets(
    const store::RenderedRequest& rendered, const SecretMap& secrets);

// `rendered` with {{secret.NAME}} in the place of the marks.
store::RenderedRequest NameSecrets(const store::RenderedRequest& rendered);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_SECRET_MARK_H_
