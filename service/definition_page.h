// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DEFINITION_PAGE_H_
#define GANCHO_SERVICE_DEFINITION_PAGE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "delivery/language/filter.h"
#include "service/definition_limits.h"
#include "service/page_token.h"
#include "service/status.h"

namespace gancho::service {

inline constexpr int kDefaultDefinitionPage = 50;
inline constexpr int kMaxDefinitionPage = 1'000;

// The `filter` of a List over resources of the type; INVALID_ARGUMENT naming
// it.
absl::StatusOr<delivery::Filter> CompileListFilter(
    const std::string& text, const google::protobuf::Descriptor* descriptor);

// A definition and its place in the order of the list.
template <typename Definition>
struct Listed {
  std::string key;
  std::shared_ptr<const Definition> definition;
};

// At most `limit` definitions behind `after`, in order; empty at the end.
template <typename Definition>
using ListSource = absl::FunctionRef<std::vector<Listed<Definition>>(
    const std::string& after, size_t limit)>;

// Fills one page of a List: what `source` has behind the request's page_token
// and the filter matches, within page_size, kMaxPageBytes and
// kMaxExaminedPerPage. `resource` is the shown part of a definition, `add` the
// response's repeated field.
template <typename Definition, typename Request, typename Response,
          typename Resource>
absl::Status FillPage(const Request& request, ListSource<Definition> source,
                      Resource Definition::*resource,
                      Resource* (Response::*add)(), Response* response) {
  constexpr size_t kChunk = 256;
  // Tag and length of a repeated field's element.
  constexpr size_t kElementBytes = 6;
  absl::StatusOr<int> page_size = ReadPageSize(
      request.page_size(), kDefaultDefinitionPage, kMaxDefinitionPage);
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<delivery::Filter> filter =
      CompileListFilter(request.filter(), Resource::descriptor());
  if (!filter.ok()) return filter.status();
  absl::StatusOr<std::string> key =
      ReadPageToken(request.page_token(), request);
  if (!key.ok()) return key.status();

  int count = 0;
  int examined = 0;
  size_t bytes = 0;
  while (true) {
    const auto chunk = source(*key, kChunk);
    if (chunk.empty()) return absl::OkStatus();
    for (const Listed<Definition>& item : chunk) {
      const Resource& shown = (*item.definition).*resource;
      if (filter->Matches(shown)) {
        bytes += shown.ByteSizeLong() + kElementBytes;
        if (count == *page_size || (count > 0 && bytes > kMaxPageBytes)) {
          response->set_next_page_token(MakePageToken(*key, request));
          return absl::OkStatus();
        }
        *(response->*add)() = shown;
        ++count;
      }
      *key = item.key;
      if (++examined >= kMaxExaminedPerPage) {
        response->set_next_page_token(MakePageToken(*key, request));
        return absl::OkStatus();
      }
    }
  }
}

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DEFINITION_PAGE_H_
