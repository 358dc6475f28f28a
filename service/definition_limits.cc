// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_limits.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "service/concat.h"
#include "service/status.h"

namespace gancho::service {
namespace {

bool HasControlCharacters(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    // C1, U+0080 to U+009F, is C2 80 to C2 9F in UTF-8.
    if (byte == 0xC2 && i + 1 < text.size() &&
        static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

}  // namespace

void CheckPlainText(std::string_view text, size_t max_bytes,
                    std::string_view field, delivery::FieldProblems* problems) {
  if (text.size() > max_bytes) {
    problems->push_back(
        {std::string(field), Concat("is longer than ", max_bytes, " bytes")});
  } else if (HasControlCharacters(text)) {
    problems->push_back({std::string(field), "has control characters"});
  }
}

void CheckLabels(const google::protobuf::Map<std::string, std::string>& labels,
                 std::string_view field, delivery::FieldProblems* problems) {
  if (labels.size() > kMaxLabels) {
    problems->push_back(
        {std::string(field), Concat("has more than ", kMaxLabels, " entries")});
    return;
  }
  for (const auto& [key, value] : labels) {
    const std::string path =
        Concat(field, "[\"", absl::Utf8SafeCEscape(key), "\"]");
    if (key.empty() || key.size() > kMaxLabelKeyBytes) {
      problems->push_back({path, Concat("has a key that is not of 1 to ",
                                        kMaxLabelKeyBytes, " bytes")});
    }
    if (value.size() > kMaxLabelValueBytes) {
      problems->push_back(
          {path, Concat("is longer than ", kMaxLabelValueBytes, " bytes")});
    }
  }
}

void AppendProblems(const delivery::FieldProblems& from,
                    std::string_view prefix, delivery::FieldProblems* to) {
  for (const delivery::FieldProblem& problem : from) {
    const bool joins = problem.field.empty() || problem.field.front() == '[';
    to->push_back(
        {Concat(prefix, joins ? "" : ".", problem.field), problem.description});
  }
}

absl::Status CheckRequestId(std::string_view request_id) {
  if (request_id.empty()) return absl::OkStatus();
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  bool is_uuid = request_id.size() == kForm.size();
  for (size_t i = 0; is_uuid && i < kForm.size(); ++i) {
    is_uuid = kForm[i] == '-' ? request_id[i] == '-'
                              : absl::ascii_isxdigit(request_id[i]);
  }
  if (!is_uuid) {
    return InvalidField("request_id",
                        "must be a UUID, such as "
                        "1b4e28ba-2fa1-4d1e-8f3a-6d2c5b0a7e91");
  }
  return absl::OkStatus();
}

absl::Status CheckEtag(std::string_view given, std::string_view current,
                       std::string_view name) {
  if (given.empty() || given == current) return absl::OkStatus();
  return EtagMismatch(name);
}

}  // namespace gancho::service
