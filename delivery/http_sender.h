// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_HTTP_SENDER_H_
#define GANCHO_DELIVERY_HTTP_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "gancho/v1/delivery.pb.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// A certificate with which deliveries of an event present themselves; compared
// by address, so one event version has one object.
struct ClientIdentity {
  std::string certificate_pem;
  std::string private_key_pem;
};

// One request to be sent, once.
struct OutboundRequest {
  // Method, origin, target, headers and body; not copied.
  std::shared_ptr<const store::RenderedRequest> rendered;
  // webhook-id, webhook-timestamp, signature, credentials. Sent before the
  // headers of `rendered`.
  std::vector<std::pair<std::string, std::string>> headers;
  absl::Duration timeout;          // of everything
  absl::Duration connect_timeout;  // DNS, connect and TLS
  std::shared_ptr<const ClientIdentity> client_identity;  // may be null
  // How much of the answer's body is kept, at most 64 KiB. Attempts keep 4 KiB;
  // a token may be larger.
  size_t kept_body_bytes = 4 * 1024;
};

// What came back, or did not.
struct HttpResult {
  // FAILURE_UNSPECIFIED if a complete answer was read (or its body was cut at
  // a limit, which counts as answered).
  v1::Attempt::Failure failure = v1::Attempt::FAILURE_UNSPECIFIED;
  // For people, e.g. "certificate has expired"; empty without a failure.
  std::string reason;
  // With INTERNAL: this machine lacked a descriptor, or the like; the request
  // was not sent.
  bool shortage = false;

  int status_code = 0;
  // Lower-case names, at most 64 headers within 16 KiB.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // the first `kept_body_bytes`
  bool body_truncated = false;

  std::string address;  // that was dialled, "203.0.113.7:443"
  bool connection_reused = false;
  // The phases; negative for one that did not take place.
  absl::Duration dns = -absl::Seconds(1);
  absl::Duration connect = -absl::Seconds(1);
  absl::Duration tls = -absl::Seconds(1);
  absl::Duration send = -absl::Seconds(1);
  absl::Duration wait = -absl::Seconds(1);
  absl::Duration receive = -absl::Seconds(1);
  absl::Duration total;
};

// Sends requests from one engine shard. All methods and callbacks on the
// shard's thread.
class HttpSender {
 public:
  using Done = absl::AnyInvocable<void(HttpResult)>;

  virtual ~HttpSender() = default;

  // Never calls back before it returns; always calls back once, at the latest
  // when the time-out has passed.
  virtual void Send(OutboundRequest request, Done done) = 0;

  // Whether the origin has a free or openable connection. Send() beyond that
  // waits inside the sender until one is free (the wait counts against the
  // time-out), so callers ask first.
  virtual bool HasCapacity(const store::RenderedRequest& request) const = 0;

  // Called when an origin that had no capacity has some again.
  virtual void SetCapacityCallback(absl::AnyInvocable<void()> callback) = 0;

  // Ends what is under way with INTERNAL "server is shutting down" and closes
  // all connections.
  virtual void Abort() = 0;

  struct Stats {
    uint64_t requests = 0;
    uint64_t reused = 0;  // went over a kept-alive connection
    uint64_t connections_opened = 0;
    uint64_t idle_connections = 0;
  };
  virtual Stats stats() const = 0;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_HTTP_SENDER_H_
