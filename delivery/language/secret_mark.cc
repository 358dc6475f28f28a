// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/secret_mark.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/escape.h"
#include "delivery/language/value_writer.h"

namespace gancho::delivery {
namespace {

constexpr std::string_view kPrefix = "secret.";
constexpr size_t kMaxNameBytes = 32;

// A mark: kBegin, how the value is escaped, the name, kEnd.
constexpr char kBegin = '\x01';
constexpr char kEnd = '\x02';
enum Escaping : char { kUrl = 'u', kHeader = 'h', kJson = 'j', kForm = 'f' };

// Percent-encoded, but for slashes: a secret may be several segments of a path.
void AppendUrlEncoded(std::string_view text, std::string* out) {
  while (true) {
    const size_t slash = text.find('/');
    AppendPercentEncoded(text.substr(0, slash), out);
    if (slash == std::string_view::npos) return;
    out->push_back('/');
    text.remove_prefix(slash + 1);
  }
}

void AppendEscaped(char escaping, std::string_view value, std::string* out) {
  switch (escaping) {
    case kUrl:
      AppendUrlEncoded(value, out);
      break;
    case kJson:
      AppendJsonEscaped(value, out);
      break;
    case kForm:
      AppendFormEncoded(value, out);
      break;
    default:
      AppendHeaderText(value, out);
  }
}

// Replaces each mark in `text` by what `write(escaping, name, out)` appends.
template <typename Write>
absl::Status ReplaceMarks(std::string* text, const Write& write) {
  size_t begin = text->find(kBegin);
  if (begin == std::string::npos) return absl::OkStatus();
  std::string out;
  size_t done = 0;
  while (begin != std::string::npos) {
    const size_t end = text->find(kEnd, begin);
    if (end == std::string::npos || end < begin + 2) {
      return absl::DataLossError("the request has half the mark of a secret");
    }
    out.append(*text, done, begin - done);
    const std::string name = text->substr(begin + 2, end - begin - 2);
    absl::Status status = write((*text)[begin + 1], name, &out);
    if (!status.ok()) return status;
    done = end + 1;
    begin = text->find(kBegin, done);
  }
  out.append(*text, done, std::string::npos);
  *text = std::move(out);
  return absl::OkStatus();
}

// The same in all parts that have marks.
template <typename Write>
absl::Status ReplaceMarks(store::RenderedRequest* request, const Write& write) {
  if (request->secrets_in_head()) {
    absl::Status status = ReplaceMarks(request->mutable_target(), write);
    if (!status.ok()) return status;
    for (store::RenderedRequest::Header& header : *request->mutable_headers()) {
      status = ReplaceMarks(header.mutable_value(), write);
      if (!status.ok()) return status;
    }
  }
  if (!request->secrets_in_body()) return absl::OkStatus();
  return ReplaceMarks(request->mutable_body(), write);
}

}  // namespace

bool IsSecretName(std::string_view variable) {
  return variable.substr(0, kPrefix.size()) == kPrefix;
}

bool IsProperSecretName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name[0] >= 'a' &&
         name[0] <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool AppendSecretMark(std::string_view variable, Place place, std::string* out,
                      std::string* reason) {
  const std::string_view name = variable.substr(kPrefix.size());
  if (!IsProperSecretName(name)) {
    *reason = absl::StrCat(Quote(variable),
                           " names no secret: names have 1 to 32 characters "
                           "of a-z, 0-9 and _, a letter first");
    return false;
  }
  Escaping escaping = kJson;
  bool quoted = false;
  switch (place) {
    case Place::kText:
      *reason =
          "a secret cannot stand in a text body: use json, "
          "json_template, form, the URL or a header";
      return false;
    case Place::kJsonBare:
    case Place::kJsonTyped:
      quoted = true;
      break;
    case Place::kJsonString:
      break;
    case Place::kUrlPath:
    case Place::kUrlQuery:
      escaping = kUrl;
      break;
    case Place::kForm:
      escaping = kForm;
      break;
    case Place::kHeader:
      escaping = kHeader;
      break;
  }
  if (quoted) out->push_back('"');
  out->push_back(kBegin);
  out->push_back(escaping);
  out->append(name);
  out->push_back(kEnd);
  if (quoted) out->push_back('"');
  return true;
}

absl::StatusOr<store::RenderedRequest> FillSecrets(
    const store::RenderedRequest& rendered, const SecretMap& secrets) {
  store::RenderedRequest filled = rendered;
  absl::Status status = ReplaceMarks(
      &filled, [&](char escaping, const std::string& name, std::string* out) {
        const auto it = secrets.find(name);
        if (it == secrets.end()) {
          return absl::FailedPreconditionError(absl::StrCat(
              "the event has no secret ", Quote(name), " any more"));
        }
        AppendEscaped(escaping, it->second, out);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  filled.clear_secrets_in_head();
  filled.clear_secrets_in_body();
  return filled;
}

store::RenderedRequest NameSecrets(const store::RenderedRequest& rendered) {
  store::RenderedRequest named = rendered;
  ReplaceMarks(&named, [](char, const std::string& name, std::string* out) {
    absl::StrAppend(out, "{{secret.", name, "}}");
    return absl::OkStatus();
  }).IgnoreError();
  return named;
}

}  // namespace gancho::delivery
