// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_REQUEST_COMPILER_H_
#define GANCHO_DELIVERY_LANGUAGE_REQUEST_COMPILER_H_

#include <string>
#include <vector>

#include "delivery/language/field_problem.h"
#include "delivery/language/program.h"
#include "delivery/language/url_template.h"
#include "gancho/v1/event.pb.h"

namespace gancho::delivery {

// The limits of docs/variables.md and of the comments in event.proto.
inline constexpr size_t kMaxTemplateBytes = 64 << 10;
inline constexpr size_t kMaxUrlTemplateBytes = 4 << 10;
inline constexpr size_t kMaxBodyBytes = 256 << 10;
inline constexpr size_t kMaxUrlBytes = 8 << 10;
inline constexpr size_t kMaxHeaderBytes = 16 << 10;
inline constexpr int kMaxHeaders = 64;
inline constexpr int kMaxFormFields = 256;
inline constexpr int kMaxJsonDepth = 64;

// The parts of a compiled Request.
struct CompiledRequest {
  struct Header {
    std::string name;
    Program value;
  };
  std::string method;
  UrlTemplate url;
  std::vector<Header> headers;
  std::string content_type;  // empty: no such header
  Program body;
};

// Compiles every part of `request`, adding to `problems` what is wrong. The
// result is complete only if nothing was added.
CompiledRequest CompileRequest(const v1::Request& request,
                               FieldProblems* problems);

// The name of the field that holds the body, for example "json".
std::string BodyField(const v1::Request& request);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_REQUEST_COMPILER_H_
