// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_ATTEMPT_H_
#define GANCHO_DELIVERY_ATTEMPT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "delivery/address_guard.h"
#include "delivery/http_response_parser.h"
#include "delivery/http_sender.h"
#include "delivery/ip_address.h"
#include "delivery/proxy.h"

namespace gancho::delivery {

// What one attempt is to do. The pointers outlive the attempt.
struct AttemptPlan {
  bool tls = true;
  std::string host;  // as in RenderedRequest
  uint32_t port = 443;
  absl::Duration timeout;
  absl::Duration connect_timeout;
  const AddressGuard* guard = nullptr;
  const EgressProxy* proxy = nullptr;  // null: none
  HttpResponseLimits limits;
};

// One attempt at one request, as a state machine without I/O: it is told what
// happened and answers what to do next. It decides everything that can be
// decided without a socket: deadlines, which address when, whether a failed
// kept-alive connection is replaced, what an answer means, the words of a
// failure. Whoever drives it performs the actions.
//
// `now` is Clock::Steady() and never goes back. Events that come late (for a
// phase that is over) are ignored.
class Attempt {
 public:
  enum class Action {
    // Nothing until the next event; OnTick() at wake_time().
    kWait,
    // Find a connection: a kept-alive one (OnReused), or the leave to open one
    // (OnOpen), which may take until others have ended.
    kAcquire,
    // The same, but the kept-alive ones are not trusted: OnOpen.
    kAcquireFresh,
    // Look up dial_host(): OnResolved.
    kResolve,
    // Begin to connect to endpoint(), beside those under way: OnConnected or
    // OnConnectFailed with its index.
    kConnect,
    // Drop the connections under way but the one that is connected, and send
    // proxy_head() over it: OnSent.
    kSendProxyHead,
    // Drop the connections under way but the one that is connected, and do the
    // TLS handshake: OnHandshake or OnHandshakeFailed.
    kHandshake,
    // Send the request: OnSent. If the peer speaks first, OnData.
    kSend,
    // Read: OnData, OnClosed.
    kReceive,
    // The attempt is over: TakeResult(), then keep_connection().
    kFinish,
  };

  // How a connection ended.
  enum class Closing {
    kOrderly,    // the end of the stream, announced
    kTruncated,  // the end of the TCP stream without the end of the TLS one
    kBroken,     // reset and the like
    kTlsAlert,   // the peer refused something in TLS after the handshake
  };

  struct Endpoint {
    int index = 0;
    IpAddress address;
    uint32_t port = 0;
  };

  Attempt(AttemptPlan plan, absl::Duration now);

  Action Start();
  Action OnReused(std::string address, absl::Duration now);
  Action OnOpen(absl::Duration now);
  Action OnResolved(const absl::StatusOr<std::vector<IpAddress>>& addresses,
                    absl::Duration now);
  Action OnConnected(int index, absl::Duration now);
  // `why` in words: "connection refused". `shortage`: for want of this
  // machine's own means, see shortage.h.
  Action OnConnectFailed(int index, std::string_view why, absl::Duration now,
                         bool shortage = false);
  Action OnHandshake(absl::Duration now);
  Action OnHandshakeFailed(std::string_view why, absl::Duration now);
  Action OnSent(absl::Duration now);
  Action OnData(std::string_view data, absl::Duration now);
  Action OnClosed(Closing closing, std::string_view why, absl::Duration now);
  Action OnTick(absl::Duration now);
  // Ends the attempt before its request was sent, unless it has ended: this
  // machine lacks what it needs.
  Action OnShortage(std::string_view why, absl::Duration now);
  // Ends the attempt for a reason of our own, unless it has ended.
  Action OnInternalError(std::string_view why, absl::Duration now);

  // When OnTick() is due.
  absl::Duration wake_time() const;

  // The name to look up, for kResolve.
  const std::string& dial_host() const;
  // For kConnect.
  Endpoint endpoint() const;
  // For kSendProxyHead.
  const std::string& proxy_head() const { return proxy_head_; }

  const AttemptPlan& plan() const { return plan_; }
  // What is connected, for people.
  const std::string& address() const { return result_.address; }

  bool finished() const { return phase_ == Phase::kFinished; }
  // Whether a byte of an answer has come.
  bool answer_started() const { return parser_.started(); }

  // After kFinish, once.
  HttpResult TakeResult() { return std::move(result_); }
  // Whether the connection may carry another request.
  bool keep_connection() const { return keep_connection_; }
  // How long the receiver said that it keeps the connection;
  // InfiniteDuration() if it said nothing.
  absl::Duration keep_alive() const;

 private:
  enum class Phase {
    kQueued,
    kResolving,
    kConnecting,
    kProxying,
    kHandshaking,
    kSending,
    kWaiting,
    kReceiving,
    kFinished,
  };

  Action Open(absl::Duration now);
  Action SetAddresses(const std::vector<IpAddress>& addresses,
                      absl::Duration now);
  Action ConnectNext(absl::Duration now);
  Action BeginSend(absl::Duration now);
  Action OnProxyData(std::string_view data, absl::Duration now);
  Action RetryFresh();
  Action FinishAnswered(absl::Duration now);
  Action Fail(v1::Attempt::Failure failure, std::string_view reason,
              absl::Duration now);
  // Failures on the way to the proxy are the proxy's.
  v1::Attempt::Failure Blame(v1::Attempt::Failure failure) const;
  std::string_view PhaseInWords() const;
  bool InConnectPhase() const;

  const AttemptPlan plan_;
  const absl::Duration start_;
  const absl::Duration deadline_;

  Phase phase_ = Phase::kQueued;
  absl::Duration phase_start_;
  absl::Duration connect_deadline_ = absl::InfiniteDuration();
  bool retried_ = false;  // after a kept-alive connection had failed

  std::vector<IpAddress> addresses_;
  size_t next_address_ = 0;
  int connecting_ = 0;
  absl::Duration next_connect_ = absl::InfiniteDuration();
  std::string connect_failures_;
  bool shortage_ = false;  // among them

  std::string proxy_head_;
  HttpResponseParser parser_;
  HttpResult result_;
  bool keep_connection_ = false;
};

// The order in which to try addresses: as given, the two families
// taking turns, at most eight.
std::vector<IpAddress> DialOrder(const std::vector<IpAddress>& addresses);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_ATTEMPT_H_
