// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/attempt.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

// RFC 8305's delay before the next address is tried beside the first.
constexpr absl::Duration kFallbackDelay = absl::Milliseconds(250);
constexpr size_t kMaxAddresses = 8;
// Of the failures that a reason lists.
constexpr size_t kMaxFailureText = 400;

}  // namespace

std::vector<IpAddress> DialOrder(const std::vector<IpAddress>& addresses) {
  std::vector<IpAddress> first;
  std::vector<IpAddress> second;
  for (const IpAddress& address : addresses) {
    const IpAddress plain = address.Unmapped();
    std::vector<IpAddress>& family =
        first.empty() || first.front().is_v4() == plain.is_v4() ? first
                                                                : second;
    if (std::find(family.begin(), family.end(), plain) == family.end()) {
      family.push_back(plain);
    }
  }
  std::vector<IpAddress> result;
  for (size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) result.push_back(first[i]);
    if (i < second.size()) result.push_back(second[i]);
  }
  if (result.size() > kMaxAddresses) result.resize(kMaxAddresses);
  return result;
}

Attempt::Attempt(AttemptPlan plan, absl::Duration now)
    : plan_(std::move(plan)),
      start_(now),
      deadline_(now + plan_.timeout),
      phase_start_(now),
      parser_(plan_.limits) {}

Attempt::Action Attempt::Start() { return Action::kAcquire; }

Attempt::Action Attempt::OnReused(std::string address, absl::Duration now) {
  if (phase_ != Phase::kQueued) return Action::kWait;
  result_.connection_reused = true;
  result_.address = std::move(address);
  return BeginSend(now);
}

Attempt::Action Attempt::OnOpen(absl::Duration now) {
  if (phase_ != Phase::kQueued) return Action::kWait;
  connect_deadline_ = std::min(now + plan_.connect_timeout, deadline_);
  phase_ = Phase::kResolving;
  phase_start_ = now;
  if (plan_.proxy != nullptr) {
    // The proxy looks up names; a literal we can judge ourselves.
    const absl::Status status =
        plan_.guard->CheckLiteral(plan_.host, plan_.port);
    if (!status.ok()) {
      return Fail(v1::Attempt::ADDRESS_REFUSED, StdView(status.message()), now);
    }
  }
  const HostLiteral literal = ParseHostLiteral(dial_host());
  if (!literal.is_literal) return Action::kResolve;
  if (!literal.address) {
    return Fail(Blame(v1::Attempt::ADDRESS_REFUSED),
                StdView(absl::StrCat("'", dial_host(),
                                     "' is neither a name nor an address")),
                now);
  }
  return SetAddresses({*literal.address}, now);
}

Attempt::Action Attempt::OnResolved(
    const absl::StatusOr<std::vector<IpAddress>>& addresses,
    absl::Duration now) {
  if (phase_ != Phase::kResolving) return Action::kWait;
  result_.dns = now - phase_start_;
  if (absl::IsAborted(addresses.status())) {
    return OnShortage(StdView(addresses.status().message()), now);
  }
  if (!addresses.ok()) {
    return Fail(Blame(v1::Attempt::DNS), StdView(addresses.status().message()),
                now);
  }
  return SetAddresses(*addresses, now);
}

Attempt::Action Attempt::SetAddresses(const std::vector<IpAddress>& addresses,
                                      absl::Duration now) {
  if (plan_.proxy == nullptr) {
    const absl::Status status = plan_.guard->CheckAll(addresses, plan_.port);
    if (!status.ok()) {
      return Fail(v1::Attempt::ADDRESS_REFUSED, StdView(status.message()), now);
    }
  }
  addresses_ = DialOrder(addresses);
  if (addresses_.empty()) {
    return Fail(Blame(v1::Attempt::DNS),
                StdView(absl::StrCat("'", dial_host(), "' has no address")),
                now);
  }
  phase_ = Phase::kConnecting;
  phase_start_ = now;
  next_address_ = 0;
  connecting_ = 0;
  connect_failures_.clear();
  shortage_ = false;
  return ConnectNext(now);
}

Attempt::Action Attempt::ConnectNext(absl::Duration now) {
  ++next_address_;
  ++connecting_;
  next_connect_ = next_address_ < addresses_.size() ? now + kFallbackDelay
                                                    : absl::InfiniteDuration();
  return Action::kConnect;
}

Attempt::Action Attempt::OnConnected(int index, absl::Duration now) {
  if (phase_ != Phase::kConnecting) return Action::kWait;
  result_.connect = now - phase_start_;
  phase_start_ = now;
  next_connect_ = absl::InfiniteDuration();
  if (plan_.proxy != nullptr) {
    result_.address =
        absl::StrCat("proxy ", plan_.proxy->host, ":", plan_.proxy->port);
    phase_ = Phase::kProxying;
    proxy_head_ = ProxyConnectHead(*plan_.proxy, plan_.host, plan_.port);
    parser_.Reset();
    parser_.SetConnectMethod();
    return Action::kSendProxyHead;
  }
  result_.address = addresses_[index].ToString(plan_.port);
  if (!plan_.tls) return BeginSend(now);
  phase_ = Phase::kHandshaking;
  return Action::kHandshake;
}

Attempt::Action Attempt::OnConnectFailed(int index, std::string_view why,
                                         absl::Duration now, bool shortage) {
  if (phase_ != Phase::kConnecting) return Action::kWait;
  shortage_ |= shortage;
  const uint32_t port = plan_.proxy ? plan_.proxy->port : plan_.port;
  if (connect_failures_.size() < kMaxFailureText) {
    absl::StrAppend(&connect_failures_, connect_failures_.empty() ? "" : "; ",
                    addresses_[index].ToString(port), ": ", AbslView(why));
  }
  result_.address = addresses_[index].ToString(port);
  --connecting_;
  if (next_address_ < addresses_.size()) return ConnectNext(now);
  if (connecting_ > 0) return Action::kWait;
  result_.connect = now - phase_start_;
  // One address that was not tried may have been the good one.
  if (shortage_) return OnShortage(connect_failures_, now);
  return Fail(Blame(v1::Attempt::CONNECT), connect_failures_, now);
}

Attempt::Action Attempt::OnHandshake(absl::Duration now) {
  if (phase_ != Phase::kHandshaking) return Action::kWait;
  result_.tls = now - phase_start_;
  return BeginSend(now);
}

Attempt::Action Attempt::OnHandshakeFailed(std::string_view why,
                                           absl::Duration now) {
  if (phase_ != Phase::kHandshaking) return Action::kWait;
  result_.tls = now - phase_start_;
  return Fail(v1::Attempt::TLS, why, now);
}

Attempt::Action Attempt::BeginSend(absl::Duration now) {
  phase_ = Phase::kSending;
  phase_start_ = now;
  connect_deadline_ = absl::InfiniteDuration();
  return Action::kSend;
}

Attempt::Action Attempt::OnSent(absl::Duration now) {
  if (phase_ == Phase::kProxying) return Action::kReceive;
  if (phase_ != Phase::kSending) return Action::kWait;
  result_.send = now - phase_start_;
  phase_start_ = now;
  phase_ = parser_.started() ? Phase::kReceiving : Phase::kWaiting;
  return Action::kReceive;
}

Attempt::Action Attempt::OnData(std::string_view data, absl::Duration now) {
  if (phase_ == Phase::kProxying) return OnProxyData(data, now);
  if (phase_ == Phase::kWaiting) {
    result_.wait = now - phase_start_;
    phase_start_ = now;
    phase_ = Phase::kReceiving;
  }
  if (phase_ != Phase::kReceiving && phase_ != Phase::kSending) {
    return Action::kWait;
  }
  switch (parser_.Feed(data)) {
    case HttpResponseParser::State::kMore:
      return phase_ == Phase::kSending ? Action::kWait : Action::kReceive;
    case HttpResponseParser::State::kError:
      return Fail(v1::Attempt::PROTOCOL, parser_.error(), now);
    case HttpResponseParser::State::kDone:
      break;
  }
  return FinishAnswered(now);
}

Attempt::Action Attempt::OnProxyData(std::string_view data,
                                     absl::Duration now) {
  switch (parser_.Feed(data)) {
    case HttpResponseParser::State::kMore:
      return Action::kReceive;
    case HttpResponseParser::State::kError:
      return Fail(v1::Attempt::PROXY, parser_.error(), now);
    case HttpResponseParser::State::kDone:
      break;
  }
  if (parser_.status() >= 300) {
    return Fail(
        v1::Attempt::PROXY,
        StdView(absl::StrCat(
            "the proxy answered ", parser_.status(),
            parser_.status() == 407 ? " (it wants other credentials)" : "")),
        now);
  }
  if (parser_.has_leftover()) {
    return Fail(v1::Attempt::PROXY, "the proxy sent more than its answer", now);
  }
  parser_.Reset();
  phase_start_ = now;
  if (!plan_.tls) return BeginSend(now);
  phase_ = Phase::kHandshaking;
  return Action::kHandshake;
}

Attempt::Action Attempt::OnClosed(Closing closing, std::string_view why,
                                  absl::Duration now) {
  if (phase_ == Phase::kProxying) {
    return Fail(v1::Attempt::PROXY,
                StdView(absl::StrCat("the proxy closed the connection: ",
                                     AbslView(why))),
                now);
  }
  if (phase_ != Phase::kSending && phase_ != Phase::kWaiting &&
      phase_ != Phase::kReceiving) {
    return Action::kWait;
  }
  if (!parser_.started()) {
    // The receiver closed a kept-alive connection just as we used it. Nothing
    // of an answer came, so one more try belongs to this attempt.
    if (result_.connection_reused && !retried_) return RetryFresh();
    if (closing == Closing::kTlsAlert) return Fail(v1::Attempt::TLS, why, now);
  }
  if (closing == Closing::kOrderly &&
      parser_.FeedEof() == HttpResponseParser::State::kDone) {
    return FinishAnswered(now);
  }
  std::string reason;
  if (closing == Closing::kOrderly) {
    reason = parser_.error();
  } else if (phase_ == Phase::kSending) {
    reason = absl::StrCat(AbslView(why), " while the request was sent");
  } else if (!parser_.started()) {
    reason = absl::StrCat(AbslView(why), " before any answer");
  } else {
    reason = absl::StrCat(AbslView(why), " within the answer");
    if (parser_.status() != 0) {
      absl::StrAppend(&reason, " (status ", parser_.status(), ")");
    }
  }
  return Fail(v1::Attempt::CLOSED, reason, now);
}

Attempt::Action Attempt::RetryFresh() {
  retried_ = true;
  result_ = HttpResult();
  parser_.Reset();
  phase_ = Phase::kQueued;
  return Action::kAcquireFresh;
}

Attempt::Action Attempt::OnTick(absl::Duration now) {
  if (phase_ == Phase::kFinished) return Action::kWait;
  if (now >= deadline_) {
    return Fail(Blame(v1::Attempt::TIMEOUT),
                StdView(absl::StrCat("not done within ",
                                     absl::FormatDuration(plan_.timeout), ": ",
                                     AbslView(PhaseInWords()))),
                now);
  }
  if (InConnectPhase() && now >= connect_deadline_) {
    return Fail(
        Blame(v1::Attempt::TIMEOUT),
        StdView(absl::StrCat("no connection within ",
                             absl::FormatDuration(plan_.connect_timeout), ": ",
                             AbslView(PhaseInWords()))),
        now);
  }
  if (phase_ == Phase::kConnecting && now >= next_connect_) {
    return ConnectNext(now);
  }
  return Action::kWait;
}

Attempt::Action Attempt::OnShortage(std::string_view why, absl::Duration now) {
  if (phase_ == Phase::kFinished) return Action::kWait;
  result_.shortage = true;
  return Fail(v1::Attempt::INTERNAL, why, now);
}

Attempt::Action Attempt::OnInternalError(std::string_view why,
                                         absl::Duration now) {
  if (phase_ == Phase::kFinished) return Action::kWait;
  return Fail(v1::Attempt::INTERNAL, why, now);
}

absl::Duration Attempt::wake_time() const {
  return std::min(deadline_, std::min(connect_deadline_, next_connect_));
}

const std::string& Attempt::dial_host() const {
  return plan_.proxy != nullptr ? plan_.proxy->host : plan_.host;
}

Attempt::Endpoint Attempt::endpoint() const {
  const size_t index = next_address_ - 1;
  return {.index = static_cast<int>(index),
          .address = addresses_[index],
          .port = plan_.proxy != nullptr ? plan_.proxy->port : plan_.port};
}

absl::Duration Attempt::keep_alive() const {
  return parser_.keep_alive_timeout().value_or(absl::InfiniteDuration());
}

Attempt::Action Attempt::FinishAnswered(absl::Duration now) {
  if (phase_ == Phase::kReceiving) result_.receive = now - phase_start_;
  // An answer to half a request leaves the other half in the way.
  keep_connection_ = phase_ == Phase::kReceiving && parser_.reusable();
  result_.status_code = parser_.status();
  result_.headers = std::move(parser_.headers());
  result_.body = std::move(parser_.body());
  result_.body_truncated = parser_.body_truncated();
  result_.total = now - start_;
  phase_ = Phase::kFinished;
  return Action::kFinish;
}

Attempt::Action Attempt::Fail(v1::Attempt::Failure failure,
                              std::string_view reason, absl::Duration now) {
  result_.failure = failure;
  result_.reason = std::string(reason);
  result_.total = now - start_;
  keep_connection_ = false;
  phase_ = Phase::kFinished;
  return Action::kFinish;
}

v1::Attempt::Failure Attempt::Blame(v1::Attempt::Failure failure) const {
  const bool towards_proxy =
      plan_.proxy != nullptr &&
      (phase_ == Phase::kResolving || phase_ == Phase::kConnecting ||
       phase_ == Phase::kProxying);
  return towards_proxy ? v1::Attempt::PROXY : failure;
}

bool Attempt::InConnectPhase() const {
  return phase_ == Phase::kResolving || phase_ == Phase::kConnecting ||
         phase_ == Phase::kProxying || phase_ == Phase::kHandshaking;
}

std::string_view Attempt::PhaseInWords() const {
  const bool proxy = plan_.proxy != nullptr;
  switch (phase_) {
    case Phase::kQueued:
      return "waited for a free connection to the destination";
    case Phase::kResolving:
      return proxy ? "still looking up the proxy's name"
                   : "still looking up the name";
    case Phase::kConnecting:
      return proxy ? "still connecting to the proxy" : "still connecting";
    case Phase::kProxying:
      return "still waiting for the proxy to connect";
    case Phase::kHandshaking:
      return "still in the TLS handshake";
    case Phase::kSending:
      return "still sending the request";
    case Phase::kWaiting:
      return "no answer yet";
    case Phase::kReceiving:
      return "the answer was not complete";
    case Phase::kFinished:
      break;
  }
  return "";
}

}  // namespace gancho::delivery
