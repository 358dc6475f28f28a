// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_VALUE_WRITER_H_
#define GANCHO_DELIVERY_LANGUAGE_VALUE_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "delivery/language/evaluator.h"

namespace gancho::delivery {

// Where a variable stands, which decides how it is escaped.
enum class Place : uint8_t {
  kText,        // nothing is escaped
  kJsonString,  // between the quotes of a JSON string
  kJsonBare,    // in JSON, outside quotes: null, numbers, true and false as
                // they are, a text that looks like one of them too, any other
                // text in quotes
  kJsonTyped,   // a leaf of a `json` body: as kJsonBare, but a text is always
                // in quotes
  kUrlPath,
  kUrlQuery,
  kForm,
  kHeader,
};

// Appends the value, escaped for its place.
void AppendValue(const Value& value, Place place, std::string* out);

// Appends what a template says literally, so that its meaning in the place is
// that of the text: JSON strings and forms are escaped, in URLs what may not
// stand there is percent-encoded, the rest is copied.
void AppendLiteral(std::string_view text, Place place, std::string* out);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_VALUE_WRITER_H_
