// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_REQUEST_TEMPLATE_H_
#define GANCHO_DELIVERY_LANGUAGE_REQUEST_TEMPLATE_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "delivery/language/field_problem.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/trigger.pb.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// What the variables of a template stand for. All pointers are set and outlive
// the rendering; resource names are filled in.
struct RenderContext {
  const v1::Account* account = nullptr;
  const v1::Event* event = nullptr;
  const v1::Trigger* trigger = nullptr;
  const v1::Call* call = nullptr;
  const v1::CallState* state = nullptr;
  // `name` and `create_time` are set, and nothing that is known only later.
  const v1::Delivery* delivery = nullptr;
  absl::TimeZone time_zone;  // of the account
};

// An Event's request, compiled: checked once, rendered for every delivery.
// Immutable, thread-safe.
class RequestTemplate {
 public:
  virtual ~RequestTemplate() = default;

  // Compiles and checks `request`. Null if there is any problem; then
  // `problems` has at least one entry, its fields relative to `request`.
  static std::shared_ptr<const RequestTemplate> Compile(
      const v1::Request& request, FieldProblems* problems);

  // Renders into `out` (overwritten). RESOURCE_EXHAUSTED if a limit on the
  // rendered size is passed, INVALID_ARGUMENT if what comes out cannot be sent;
  // the message is for people and names the part. Nothing that comes from a
  // variable can add a header, change the host, or make JSON invalid.
  virtual absl::Status Render(const RenderContext& context,
                              store::RenderedRequest* out) const = 0;

  // The names of the secrets that templates write, in order, each once. What is
  // rendered has marks in their place, see delivery/language/secret_mark.h.
  virtual const std::set<std::string>& secrets() const = 0;

  // The fixed origin of the URL: scheme, host and port are never templated.
  virtual bool tls() const = 0;
  virtual const std::string& host() const = 0;  // as RenderedRequest.host
  virtual int port() const = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_REQUEST_TEMPLATE_H_
