// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_REQUEST_SHAPE_H_
#define GANCHO_TESTS_TESTING_REQUEST_SHAPE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "store/record.pb.h"

// What of a rendered request no value may change: two requests of one template
// have the same shape, whatever the calls say that they are rendered from (as
// long as the same values are empty).
namespace gancho::testing {

// Those characters of `text` that are in `characters`.
inline std::string Only(std::string_view characters, std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) kept += c;
  }
  return kept;
}

// What of a JSON text is no value.
inline std::string JsonShape(std::string_view json) {
  std::string shape;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    if (in_string && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      shape += Only("{}[],:", json.substr(i, 1));
    }
  }
  return shape;
}

// Where it goes, the parts of path and query, the names of the headers and the
// parts of a body that is JSON or a form.
inline std::string ShapeOf(const store::RenderedRequest& request) {
  std::string shape = request.method() +
                      (request.tls() ? " https " : " http ") + request.host() +
                      ":" + std::to_string(request.port()) +
                      Only("/?&=;", request.target());
  std::string_view content_type;
  for (const auto& header : request.headers()) {
    shape += "\n" + header.name();
    if (header.name() == "Content-Type") content_type = header.value();
  }
  shape += "\n\n";
  if (content_type == "application/json") {
    shape += JsonShape(request.body());
  } else if (content_type == "application/x-www-form-urlencoded") {
    shape += Only("&=", request.body());
  }
  return shape;
}

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_REQUEST_SHAPE_H_
