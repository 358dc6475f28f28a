// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_FILTER_H_
#define GANCHO_DELIVERY_LANGUAGE_FILTER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace gancho::delivery {

// An AIP-160 expression over the fields of one message type, type-checked by
// reflection when it is compiled. Immutable, thread-safe; copies share.
// docs/filters.md describes the language.
class Filter {
 public:
  // Limits of one filter: its text, nested parentheses, comparisons. Each
  // value of a group `a = (1 OR 2)` is a comparison.
  static constexpr size_t kMaxBytes = 8192;
  static constexpr int kMaxNesting = 32;
  static constexpr size_t kMaxTerms = 256;

  // Matches everything.
  Filter();

  // INVALID_ARGUMENT with line, column and reason in the message. An empty or
  // blank text matches everything. `descriptor` outlives the filter.
  static absl::StatusOr<Filter> Compile(
      std::string_view text, const google::protobuf::Descriptor* descriptor);

  // `message` is of the compiled type. Does not allocate.
  bool Matches(const google::protobuf::Message& message) const;

  bool matches_everything() const;

  // A condition that holds whenever the filter matches: `path = value`, with
  // the names of the proto and the key of a map as the last part.
  struct EqualityTerm {
    std::string path;   // "direction", "labels.queue"
    std::string value;  // canonical text: enum name, number, "true", string
  };
  // Terms that an index can use: those of the outermost conjunction on
  // booleans, enums, whole numbers and texts outside of lists. Strings with
  // wildcards and values under OR or NOT are left out, and so are other types,
  // whose values have more than one spelling.
  const std::vector<EqualityTerm>& equality_terms() const;

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_FILTER_H_
