// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_URL_TEMPLATE_H_
#define GANCHO_DELIVERY_LANGUAGE_URL_TEMPLATE_H_

#include <string>
#include <string_view>

#include "delivery/language/mustache.h"
#include "delivery/language/program.h"

namespace gancho::delivery {

// A compiled URL: a fixed origin, and a program that renders path and query.
struct UrlTemplate {
  bool tls = false;
  // Lower-case DNS name or address literal, an IPv6 one without brackets.
  std::string host;
  int port = 0;
  Program target;
  size_t origin_bytes = 0;  // of `https://host:port` in the template
};

// Compiles `text`. False if it is no URL that requests may be sent to; then
// `problem` says why.
bool CompileUrl(std::string_view text, UrlTemplate* url,
                TemplateProblem* problem);

// Whether some segment of the path of `target` is `.` or `..`, also
// percent-encoded.
bool HasDotSegment(std::string_view target);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_URL_TEMPLATE_H_
