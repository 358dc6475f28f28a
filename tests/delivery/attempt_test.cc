// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/attempt.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"

namespace gancho::delivery {
namespace {

using Action = Attempt::Action;
using Closing = Attempt::Closing;

constexpr absl::Duration kStart = absl::Seconds(1000);
constexpr char kOk[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

absl::Duration At(int ms) { return kStart + absl::Milliseconds(ms); }

std::vector<IpAddress> Addresses(const std::vector<std::string>& texts) {
  std::vector<IpAddress> result;
  result.reserve(texts.size());
  for (const auto& text : texts) result.push_back(*IpAddress::Parse(text));
  return result;
}

class AttemptTest : public ::testing::Test {
 protected:
  AttemptTest() : guard_(*AddressGuard::Create({})) {}

  Attempt Make(bool tls = true, const std::string& host = "a.example") {
    AttemptPlan plan;
    plan.tls = tls;
    plan.host = host;
    plan.port = tls ? 443 : 80;
    plan.timeout = absl::Seconds(15);
    plan.connect_timeout = absl::Seconds(5);
    plan.guard = &guard_;
    plan.proxy = use_proxy_ ? &proxy_ : nullptr;
    return Attempt(plan, kStart);
  }

  // Up to the point where the request is to be sent over a new connection.
  Attempt MakeConnected(bool tls = true) {
    Attempt attempt = Make(tls);
    EXPECT_EQ(attempt.Start(), Action::kAcquire);
    EXPECT_EQ(attempt.OnOpen(At(0)), Action::kResolve);
    EXPECT_EQ(attempt.OnResolved(Addresses({"8.8.8.8"}), At(10)),
              Action::kConnect);
    if (!tls) {
      EXPECT_EQ(attempt.OnConnected(0, At(30)), Action::kSend);
      return attempt;
    }
    EXPECT_EQ(attempt.OnConnected(0, At(30)), Action::kHandshake);
    EXPECT_EQ(attempt.OnHandshake(At(60)), Action::kSend);
    return attempt;
  }

  static void ExpectFailure(Attempt* attempt, v1::Attempt::Failure failure,
                            const std::string& reason) {
    EXPECT_TRUE(attempt->finished());
    EXPECT_FALSE(attempt->keep_connection());
    const HttpResult result = attempt->TakeResult();
    EXPECT_EQ(result.failure, failure) << result.reason;
    EXPECT_EQ(result.status_code, 0);
    EXPECT_TRUE(absl::StrContains(result.reason, reason)) << result.reason;
  }

  const AddressGuard guard_;
  bool use_proxy_ = false;
  EgressProxy proxy_ = {
      .host = "proxy.example", .port = 3128, .authorization = ""};
};

TEST_F(AttemptTest, MeasuresEveryPhaseOfANewConnection) {
  Attempt attempt = MakeConnected();
  EXPECT_EQ(attempt.OnSent(At(61)), Action::kReceive);
  EXPECT_EQ(attempt.OnData("HTTP/1.1 200 OK\r\nContent-", At(100)),
            Action::kReceive);
  EXPECT_EQ(attempt.OnData("Length: 2\r\n\r\nok", At(105)), Action::kFinish);
  EXPECT_TRUE(attempt.keep_connection());
  const HttpResult result = attempt.TakeResult();
  EXPECT_EQ(result.failure, v1::Attempt::FAILURE_UNSPECIFIED);
  EXPECT_EQ(result.status_code, 200);
  EXPECT_EQ(result.body, "ok");
  EXPECT_EQ(result.address, "8.8.8.8:443");
  EXPECT_FALSE(result.connection_reused);
  EXPECT_EQ(result.dns, absl::Milliseconds(10));
  EXPECT_EQ(result.connect, absl::Milliseconds(20));
  EXPECT_EQ(result.tls, absl::Milliseconds(30));
  EXPECT_EQ(result.send, absl::Milliseconds(1));
  EXPECT_EQ(result.wait, absl::Milliseconds(39));
  EXPECT_EQ(result.receive, absl::Milliseconds(5));
  EXPECT_EQ(result.total, absl::Milliseconds(105));
}

TEST_F(AttemptTest, AReusedConnectionHasNoPhasesOfItsOwn) {
  Attempt attempt = Make();
  attempt.Start();
  EXPECT_EQ(attempt.OnReused("8.8.8.8:443", At(0)), Action::kSend);
  EXPECT_EQ(attempt.OnSent(At(1)), Action::kReceive);
  EXPECT_EQ(attempt.OnData(kOk, At(2)), Action::kFinish);
  const HttpResult result = attempt.TakeResult();
  EXPECT_TRUE(result.connection_reused);
  EXPECT_LT(result.dns, absl::ZeroDuration());
  EXPECT_LT(result.connect, absl::ZeroDuration());
  EXPECT_LT(result.tls, absl::ZeroDuration());
}

TEST_F(AttemptTest, AStaleConnectionIsReplacedOnce) {
  for (const Closing closing : {Closing::kOrderly, Closing::kTruncated,
                                Closing::kBroken, Closing::kTlsAlert}) {
    for (const bool sent : {false, true}) {
      Attempt attempt = Make();
      attempt.Start();
      attempt.OnReused("8.8.8.8:443", At(0));
      if (sent) attempt.OnSent(At(1));
      EXPECT_EQ(attempt.OnClosed(closing, "closed", At(2)),
                Action::kAcquireFresh);
      // Even if it is given a kept one again, there is no second time.
      EXPECT_EQ(attempt.OnReused("8.8.8.8:443", At(3)), Action::kSend);
      EXPECT_EQ(attempt.OnClosed(closing, "closed", At(4)), Action::kFinish);
      EXPECT_TRUE(attempt.TakeResult().failure != 0);
    }
  }
}

TEST_F(AttemptTest, TheReplacementIsPartOfTheSameAttempt) {
  Attempt attempt = Make();
  attempt.Start();
  attempt.OnReused("8.8.8.8:443", At(0));
  attempt.OnSent(At(1));
  ASSERT_EQ(attempt.OnClosed(Closing::kBroken, "reset", At(5)),
            Action::kAcquireFresh);
  EXPECT_EQ(attempt.OnOpen(At(5)), Action::kResolve);
  EXPECT_EQ(attempt.OnResolved(Addresses({"8.8.4.4"}), At(6)),
            Action::kConnect);
  attempt.OnConnected(0, At(7));
  attempt.OnHandshake(At(8));
  attempt.OnSent(At(9));
  EXPECT_EQ(attempt.OnData(kOk, At(10)), Action::kFinish);
  const HttpResult result = attempt.TakeResult();
  EXPECT_EQ(result.status_code, 200);
  EXPECT_FALSE(result.connection_reused);
  EXPECT_EQ(result.address, "8.8.4.4:443");
  EXPECT_EQ(result.total, absl::Milliseconds(10)) << "counted from the start";
}

TEST_F(AttemptTest, AFirstByteOfTheAnswerForbidsTheReplacement) {
  Attempt attempt = Make();
  attempt.Start();
  attempt.OnReused("8.8.8.8:443", At(0));
  attempt.OnSent(At(1));
  EXPECT_EQ(attempt.OnData("H", At(2)), Action::kReceive);
  EXPECT_EQ(
      attempt.OnClosed(Closing::kBroken, "the connection was reset", At(3)),
      Action::kFinish);
  ExpectFailure(&attempt, v1::Attempt::CLOSED, "reset within the answer");
}

TEST_F(AttemptTest, AFreshConnectionThatClosesIsNotReplaced) {
  Attempt attempt = MakeConnected();
  attempt.OnSent(At(61));
  EXPECT_EQ(attempt.OnClosed(Closing::kOrderly, "closed", At(62)),
            Action::kFinish);
  ExpectFailure(&attempt, v1::Attempt::CLOSED, "closed without an answer");
}

TEST_F(AttemptTest, ATimeOutOnAReusedConnectionIsNotRepeated) {
  Attempt attempt = Make();
  attempt.Start();
  attempt.OnReused("8.8.8.8:443", At(0));
  attempt.OnSent(At(1));
  EXPECT_EQ(attempt.wake_time(), At(15'000));
  EXPECT_EQ(attempt.OnTick(At(14'999)), Action::kWait);
  EXPECT_EQ(attempt.OnTick(At(15'000)), Action::kFinish);
  ExpectFailure(&attempt, v1::Attempt::TIMEOUT, "not done within 15s");
}

TEST_F(AttemptTest, EveryPhaseHasADeadlineAndSaysWhichItWas) {
  Attempt queued = Make();
  queued.Start();
  queued.OnTick(At(15'000));
  ExpectFailure(&queued, v1::Attempt::TIMEOUT, "free connection");

  Attempt resolving = Make();
  resolving.OnOpen(At(1000));
  EXPECT_EQ(resolving.wake_time(), At(6000));
  EXPECT_EQ(resolving.OnTick(At(6000)), Action::kFinish);
  ExpectFailure(&resolving, v1::Attempt::TIMEOUT,
                "no connection within 5s: still looking up the name");

  Attempt connecting = Make();
  connecting.OnOpen(At(0));
  connecting.OnResolved(Addresses({"8.8.8.8"}), At(0));
  connecting.OnTick(At(5000));
  ExpectFailure(&connecting, v1::Attempt::TIMEOUT, "still connecting");

  Attempt handshaking = Make();
  handshaking.OnOpen(At(0));
  handshaking.OnResolved(Addresses({"8.8.8.8"}), At(0));
  handshaking.OnConnected(0, At(1));
  handshaking.OnTick(At(5000));
  ExpectFailure(&handshaking, v1::Attempt::TIMEOUT, "in the TLS handshake");

  Attempt sending = MakeConnected();
  EXPECT_EQ(sending.OnTick(At(5000)), Action::kWait) << "it stands";
  sending.OnTick(At(15'000));
  ExpectFailure(&sending, v1::Attempt::TIMEOUT, "still sending");

  Attempt receiving = MakeConnected();
  receiving.OnSent(At(61));
  receiving.OnData("HTTP/1.1 200 OK\r\n", At(62));
  receiving.OnTick(At(15'000));
  ExpectFailure(&receiving, v1::Attempt::TIMEOUT, "was not complete");
}

TEST_F(AttemptTest, TriesAddressesInTurnAndBesideEachOther) {
  Attempt attempt = Make();
  attempt.OnOpen(At(0));
  ASSERT_EQ(
      attempt.OnResolved(Addresses({"2a00::1", "2a00::2", "8.8.8.8"}), At(0)),
      Action::kConnect);
  EXPECT_EQ(attempt.endpoint().address.ToString(), "2a00::1");
  // After a quarter of a second the other family is tried beside it.
  EXPECT_EQ(attempt.wake_time(), At(250));
  EXPECT_EQ(attempt.OnTick(At(249)), Action::kWait);
  EXPECT_EQ(attempt.OnTick(At(250)), Action::kConnect);
  EXPECT_EQ(attempt.endpoint().index, 1);
  EXPECT_EQ(attempt.endpoint().address.ToString(), "8.8.8.8");
  // A failure brings the next at once.
  EXPECT_EQ(attempt.OnConnectFailed(0, "no route to the host", At(260)),
            Action::kConnect);
  EXPECT_EQ(attempt.endpoint().address.ToString(), "2a00::2");
  EXPECT_EQ(attempt.OnConnected(1, At(300)), Action::kHandshake);
  EXPECT_EQ(attempt.OnConnected(2, At(301)), Action::kWait) << "too late";
  EXPECT_EQ(attempt.address(), "8.8.8.8:443");
}

TEST_F(AttemptTest, NamesAllAddressesThatFailed) {
  Attempt attempt = Make(false);
  attempt.OnOpen(At(0));
  attempt.OnResolved(Addresses({"8.8.8.8", "8.8.4.4"}), At(0));
  EXPECT_EQ(attempt.OnTick(At(250)), Action::kConnect);
  EXPECT_EQ(attempt.OnConnectFailed(1, "connection refused", At(251)),
            Action::kWait);
  EXPECT_EQ(attempt.OnConnectFailed(0, "no route to the host", At(252)),
            Action::kFinish);
  ExpectFailure(&attempt, v1::Attempt::CONNECT,
                "8.8.4.4:80: connection refused; 8.8.8.8:80: no route");
}

// The address that could not be tried may have been the good one.
TEST_F(AttemptTest, AShortageOfOursIsNotTheDestinationsFailure) {
  Attempt attempt = Make(false);
  attempt.OnOpen(At(0));
  attempt.OnResolved(Addresses({"8.8.8.8", "8.8.4.4"}), At(0));
  EXPECT_EQ(attempt.OnConnectFailed(0, "too many open files", At(1), true),
            Action::kConnect);
  EXPECT_EQ(attempt.OnConnectFailed(1, "connection refused", At(2)),
            Action::kFinish);
  const HttpResult result = attempt.TakeResult();
  EXPECT_EQ(result.failure, v1::Attempt::INTERNAL);
  EXPECT_TRUE(result.shortage);
}

TEST_F(AttemptTest, AShortageOfOursIsNotTheNamesFailure) {
  Attempt attempt = Make(false);
  attempt.OnOpen(At(0));
  EXPECT_EQ(
      attempt.OnResolved(absl::AbortedError("too many open files"), At(0)),
      Action::kFinish);
  const HttpResult result = attempt.TakeResult();
  EXPECT_EQ(result.failure, v1::Attempt::INTERNAL);
  EXPECT_TRUE(result.shortage);
}

TEST_F(AttemptTest, DialOrderTakesTurnsAndIsBounded) {
  std::vector<std::string> many;
  many.reserve(22);
  for (int i = 0; i < 20; ++i) many.push_back("8.8.8." + std::to_string(i));
  many.push_back("2a00::1");
  many.push_back("::ffff:8.8.8.0");  // the first one again
  const std::vector<IpAddress> order = DialOrder(Addresses(many));
  EXPECT_EQ(order.size(), 8u);
  EXPECT_EQ(order[0].ToString(), "8.8.8.0");
  EXPECT_EQ(order[1].ToString(), "2a00::1");
  EXPECT_EQ(order[2].ToString(), "8.8.8.1");
}

TEST_F(AttemptTest, RefusesBadAddressesBeforeDialling) {
  Attempt mixed = Make();
  mixed.OnOpen(At(0));
  EXPECT_EQ(mixed.OnResolved(Addresses({"8.8.8.8", "169.254.169.254"}), At(1)),
            Action::kFinish);
  ExpectFailure(&mixed, v1::Attempt::ADDRESS_REFUSED, "169.254.169.254");

  for (const char* literal : {"127.0.0.1", "0x7f.1", "::1", "1.2.3.256"}) {
    Attempt attempt = Make(true, literal);
    EXPECT_EQ(attempt.OnOpen(At(0)), Action::kFinish) << literal;
    ExpectFailure(&attempt, v1::Attempt::ADDRESS_REFUSED, "");
  }
}

TEST_F(AttemptTest, ANameThatTurnsPrivateIsRefusedAtTheNextDial) {
  Attempt attempt = Make();
  attempt.OnReused("8.8.8.8:443", At(0));
  attempt.OnSent(At(1));
  ASSERT_EQ(attempt.OnClosed(Closing::kOrderly, "closed", At(2)),
            Action::kAcquireFresh);
  attempt.OnOpen(At(3));
  EXPECT_EQ(attempt.OnResolved(Addresses({"10.0.0.1"}), At(4)),
            Action::kFinish);
  ExpectFailure(&attempt, v1::Attempt::ADDRESS_REFUSED, "10.0.0.1");
}

TEST_F(AttemptTest, LiteralsNeedNoLookUp) {
  Attempt attempt = Make(false, "134744072");
  EXPECT_EQ(attempt.OnOpen(At(0)), Action::kConnect);
  EXPECT_EQ(attempt.endpoint().address.ToString(), "8.8.8.8");
  EXPECT_LT(attempt.TakeResult().dns, absl::ZeroDuration());
}

TEST_F(AttemptTest, FailuresKeepTheirReasons) {
  Attempt dns = Make();
  dns.OnOpen(At(0));
  EXPECT_EQ(
      dns.OnResolved(absl::NotFoundError("no such name: a.example"), At(1)),
      Action::kFinish);
  ExpectFailure(&dns, v1::Attempt::DNS, "no such name: a.example");

  Attempt tls = Make();
  tls.OnOpen(At(0));
  tls.OnResolved(Addresses({"8.8.8.8"}), At(0));
  tls.OnConnected(0, At(1));
  EXPECT_EQ(tls.OnHandshakeFailed("certificate has expired", At(2)),
            Action::kFinish);
  ExpectFailure(&tls, v1::Attempt::TLS, "certificate has expired");

  Attempt alert = MakeConnected();
  alert.OnSent(At(61));
  alert.OnClosed(Closing::kTlsAlert, "wants a client certificate", At(62));
  ExpectFailure(&alert, v1::Attempt::TLS, "wants a client certificate");

  Attempt garbage = MakeConnected(false);
  garbage.OnSent(At(61));
  EXPECT_EQ(garbage.OnData("SSH-2.0", At(62)), Action::kFinish);
  ExpectFailure(&garbage, v1::Attempt::PROTOCOL, "not HTTP");

  Attempt stopped = MakeConnected();
  EXPECT_EQ(stopped.OnInternalError("server is shutting down", At(70)),
            Action::kFinish);
  EXPECT_EQ(stopped.OnInternalError("again", At(71)), Action::kWait);
  ExpectFailure(&stopped, v1::Attempt::INTERNAL, "shutting down");
}

TEST_F(AttemptTest, ABodyThatEndsAtTheEndMustEndProperly) {
  Attempt good = MakeConnected();
  good.OnSent(At(61));
  good.OnData("HTTP/1.1 200 OK\r\n\r\nhello", At(62));
  EXPECT_EQ(good.OnClosed(Closing::kOrderly, "closed", At(63)),
            Action::kFinish);
  EXPECT_FALSE(good.keep_connection());
  EXPECT_EQ(good.TakeResult().body, "hello");

  Attempt bad = MakeConnected();
  bad.OnSent(At(61));
  bad.OnData("HTTP/1.1 200 OK\r\n\r\nhello", At(62));
  bad.OnClosed(Closing::kTruncated, "the connection was closed", At(63));
  ExpectFailure(&bad, v1::Attempt::CLOSED, "closed within the answer");
}

TEST_F(AttemptTest, AnEarlyAnswerCountsButEndsTheConnection) {
  Attempt attempt = MakeConnected();
  EXPECT_EQ(attempt.OnData("HTTP/1.1 413 Too ", At(61)), Action::kWait);
  EXPECT_EQ(attempt.OnData("Large\r\nContent-Length: 0\r\n\r\n", At(62)),
            Action::kFinish);
  EXPECT_FALSE(attempt.keep_connection());
  EXPECT_EQ(attempt.TakeResult().status_code, 413);
}

TEST_F(AttemptTest, LateEventsAreIgnored) {
  Attempt attempt = MakeConnected();
  attempt.OnSent(At(61));
  attempt.OnData(kOk, At(62));
  EXPECT_EQ(attempt.OnOpen(At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnReused("x", At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnResolved(Addresses({"8.8.8.8"}), At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnConnected(0, At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnConnectFailed(0, "x", At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnHandshake(At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnHandshakeFailed("x", At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnSent(At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnData("x", At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnClosed(Closing::kBroken, "x", At(70)), Action::kWait);
  EXPECT_EQ(attempt.OnTick(At(20'000)), Action::kWait);
  EXPECT_EQ(attempt.TakeResult().status_code, 200);
}

TEST_F(AttemptTest, GoesThroughTheProxy) {
  use_proxy_ = true;
  Attempt attempt = Make();
  EXPECT_EQ(attempt.OnOpen(At(0)), Action::kResolve);
  EXPECT_EQ(attempt.dial_host(), "proxy.example");
  // The proxy's own address is not judged.
  EXPECT_EQ(attempt.OnResolved(Addresses({"10.0.0.9"}), At(1)),
            Action::kConnect);
  EXPECT_EQ(attempt.endpoint().port, 3128u);
  EXPECT_EQ(attempt.OnConnected(0, At(2)), Action::kSendProxyHead);
  EXPECT_TRUE(absl::StrContains(attempt.proxy_head(),
                                "CONNECT a.example:443 HTTP/1.1\r\n"));
  EXPECT_EQ(attempt.OnSent(At(3)), Action::kReceive);
  EXPECT_EQ(
      attempt.OnData("HTTP/1.1 200 Connection established\r\n\r\n", At(4)),
      Action::kHandshake);
  EXPECT_EQ(attempt.OnHandshake(At(5)), Action::kSend);
  attempt.OnSent(At(6));
  EXPECT_EQ(attempt.OnData(kOk, At(7)), Action::kFinish);
  EXPECT_TRUE(attempt.keep_connection());
  EXPECT_EQ(attempt.TakeResult().address, "proxy proxy.example:3128");
}

TEST_F(AttemptTest, TheProxysFailuresAreTheProxys) {
  use_proxy_ = true;
  const auto to_proxying = [&] {
    Attempt attempt = Make();
    attempt.OnOpen(At(0));
    attempt.OnResolved(Addresses({"10.0.0.9"}), At(1));
    attempt.OnConnected(0, At(2));
    attempt.OnSent(At(3));
    return attempt;
  };
  Attempt dns = Make();
  dns.OnOpen(At(0));
  dns.OnResolved(absl::NotFoundError("no such name"), At(1));
  ExpectFailure(&dns, v1::Attempt::PROXY, "no such name");

  Attempt refused = Make();
  refused.OnOpen(At(0));
  refused.OnResolved(Addresses({"10.0.0.9"}), At(1));
  refused.OnConnectFailed(0, "connection refused", At(2));
  ExpectFailure(&refused, v1::Attempt::PROXY, "connection refused");

  Attempt denied = to_proxying();
  denied.OnData("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", At(4));
  ExpectFailure(&denied, v1::Attempt::PROXY, "407");

  Attempt closed = to_proxying();
  closed.OnClosed(Closing::kOrderly, "the connection was closed", At(4));
  ExpectFailure(&closed, v1::Attempt::PROXY, "closed");

  Attempt late = to_proxying();
  late.OnTick(At(5000));
  ExpectFailure(&late, v1::Attempt::PROXY, "waiting for the proxy");

  Attempt chatty = to_proxying();
  chatty.OnData("HTTP/1.1 200 OK\r\n\r\nextra", At(4));
  ExpectFailure(&chatty, v1::Attempt::PROXY, "more than its answer");

  // A literal destination is judged here: the proxy might let it pass.
  Attempt literal = Make(true, "127.0.0.1");
  literal.OnOpen(At(0));
  ExpectFailure(&literal, v1::Attempt::ADDRESS_REFUSED, "loopback");
}

}  // namespace
}  // namespace gancho::delivery
