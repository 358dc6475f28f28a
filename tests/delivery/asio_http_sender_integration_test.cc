// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "delivery/asio_http_sender.h"
#include "tests/testing/scripted_receiver.h"
#include "tests/testing/sender_fixture.h"

namespace gancho::delivery {
namespace {

using testing::AnswerAlways;
using testing::HttpAnswer;
using testing::ReceivedRequest;
using testing::ReceiverConnection;
using testing::ScriptedReceiver;
using testing::SenderFixture;

constexpr auto kNone = v1::Attempt::FAILURE_UNSPECIFIED;

class AsioHttpSenderTest : public ::testing::Test {
 protected:
  ScriptedReceiver::Options Tls(int max_version = 0) const {
    return {.certificate = fixture_.authority.Issue(),
            .max_tls_version = max_version};
  }

  SenderFixture fixture_;
};

TEST_F(AsioHttpSenderTest, SendsTheRequestAndReturnsTheAnswer) {
  for (const bool tls : {false, true}) {
    ScriptedReceiver receiver(
        tls ? Tls() : ScriptedReceiver::Options(),
        AnswerAlways(HttpAnswer(201, "made", "X-Answer: yes\r\n")));
    const HttpResult result = fixture_.Send(tls, receiver.port());
    EXPECT_EQ(result.failure, kNone) << result.reason;
    EXPECT_EQ(result.status_code, 201);
    EXPECT_EQ(result.body, "made");
    EXPECT_EQ(result.headers.back(),
              (std::pair<std::string, std::string>("x-answer", "yes")));
    EXPECT_EQ(result.address, absl::StrCat("127.0.0.1:", receiver.port()));
    EXPECT_GE(result.dns, absl::ZeroDuration());
    EXPECT_GE(result.connect, absl::ZeroDuration());
    EXPECT_EQ(result.tls >= absl::ZeroDuration(), tls);
    const ReceivedRequest request = receiver.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/hook");
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.Header("host"),
              absl::StrCat("localhost:", receiver.port()));
    EXPECT_EQ(request.Header("user-agent"), "Gancho/test");
    EXPECT_EQ(request.Header("webhook-id"), "msg_1");
    EXPECT_EQ(request.Header("content-type"), "text/plain");
  }
}

TEST_F(AsioHttpSenderTest, KeepsConnections) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    ScriptedReceiver receiver(Tls(version), AnswerAlways(HttpAnswer(200)));
    for (int i = 0; i < 5; ++i) {
      const HttpResult result = fixture_.Send(true, receiver.port());
      EXPECT_EQ(result.status_code, 200) << result.reason;
      EXPECT_EQ(result.connection_reused, i > 0);
    }
    EXPECT_EQ(receiver.connections(), 1);
  }
  const HttpSender::Stats stats = fixture_.sender->stats();
  EXPECT_EQ(stats.requests, 10u);
  EXPECT_EQ(stats.reused, 8u);
  EXPECT_EQ(stats.connections_opened, 2u);
  EXPECT_EQ(stats.idle_connections, 2u);
}

TEST_F(AsioHttpSenderTest, DoesNotKeepWhatMustNotBeKept) {
  for (const std::string& answer :
       {HttpAnswer(200, "", "Connection: close\r\n"),
        HttpAnswer(200, "") + "more",
        std::string("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")}) {
    ScriptedReceiver receiver(AnswerAlways(answer));
    for (int i = 1; i <= 2; ++i) {
      const HttpResult result = fixture_.Send(false, receiver.port());
      EXPECT_EQ(result.status_code, 200) << result.reason;
      EXPECT_FALSE(result.connection_reused) << answer;
      EXPECT_EQ(receiver.connections(), i) << answer;
    }
  }
}

// The receiver closes while the connection is idle; the probe sees it.
TEST_F(AsioHttpSenderTest, DiscardsAConnectionThatWasClosedMeanwhile) {
  std::atomic<bool> closed = false;
  ScriptedReceiver receiver(Tls(), [&](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;
    connection.Send(HttpAnswer(200));
    connection.CloseWrite();
    closed = true;
    connection.Hang();
  });
  for (int i = 1; i <= 3; ++i) {
    closed = false;
    const HttpResult result = fixture_.Send(true, receiver.port());
    EXPECT_EQ(result.status_code, 200) << result.reason;
    EXPECT_FALSE(result.connection_reused);
    fixture_.RunUntil([&] { return closed.load(); });
  }
}

// The receiver closes just when the next request comes: neither the probe nor
// the write sees it, and the request goes out again on a new connection.
TEST_F(AsioHttpSenderTest, ReplacesAConnectionThatClosesUnderTheRequest) {
  for (const bool tls : {false, true}) {
    for (const bool reset : {false, true}) {
      ScriptedReceiver receiver(tls ? Tls() : ScriptedReceiver::Options(),
                                [&](ReceiverConnection& connection) {
                                  if (!connection.ReadRequest()) return;
                                  connection.Send(HttpAnswer(200));
                                  if (!connection.ReadRequest()) return;
                                  if (connection.number() > 1) {
                                    connection.Send(HttpAnswer(200));
                                    connection.Hang();
                                  } else if (reset) {
                                    connection.Reset();
                                  } else {
                                    connection.CloseAbruptly();
                                  }
                                });
      EXPECT_EQ(fixture_.Send(tls, receiver.port()).status_code, 200);
      const HttpResult result = fixture_.Send(tls, receiver.port());
      EXPECT_EQ(result.failure, kNone) << result.reason;
      EXPECT_EQ(result.status_code, 200);
      EXPECT_FALSE(result.connection_reused);
      const auto requests = receiver.requests();
      ASSERT_EQ(requests.size(), 3u) << "tls " << tls << " reset " << reset;
      EXPECT_EQ(requests[1].connection, 1);
      EXPECT_EQ(requests[2].connection, 2);
      EXPECT_EQ(requests[2].Header("webhook-id"), "msg_1");
    }
  }
}

TEST_F(AsioHttpSenderTest, ResumesTlsSessions) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    std::vector<bool> resumed;
    absl::Mutex mu;
    ScriptedReceiver receiver(Tls(version), [&](ReceiverConnection& c) {
      {
        absl::MutexLock lock(&mu);
        resumed.push_back(SSL_session_reused(c.ssl()) == 1);
      }
      if (!c.ReadRequest()) return;
      c.Send(HttpAnswer(200, "", "Connection: close\r\n"));
      c.Close();
    });
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(fixture_.Send(true, receiver.port()).status_code, 200);
    }
    absl::MutexLock lock(&mu);
    EXPECT_EQ(resumed, (std::vector<bool>{false, true, true}));
  }
}

TEST_F(AsioHttpSenderTest, SendsTheServerNameButNotForAddresses) {
  std::string name = "none yet";
  ScriptedReceiver receiver(Tls(), [&](ReceiverConnection& connection) {
    name = connection.server_name();
    if (connection.ReadRequest()) connection.Send(HttpAnswer(200));
    connection.Hang();
  });
  EXPECT_EQ(fixture_.Send(true, receiver.port()).status_code, 200);
  EXPECT_EQ(name, "localhost");
  // The certificate names 127.0.0.1; any spelling of it will do.
  for (const char* host : {"127.0.0.1", "0x7f000001"}) {
    auto rendered = SenderFixture::Post(true, receiver.port());
    rendered->set_host(host);
    const HttpResult result = fixture_.Send(SenderFixture::Outbound(rendered));
    EXPECT_EQ(result.status_code, 200) << result.reason;
    EXPECT_EQ(name, "");
  }
}

TEST_F(AsioHttpSenderTest, PresentsClientCertificates) {
  ScriptedReceiver::Options options = Tls();
  options.client_ca_pem = fixture_.authority.root_pem();
  ScriptedReceiver receiver(options, AnswerAlways(HttpAnswer(200)));
  const auto issued = fixture_.authority.Issue({.common_name = "client"});
  const auto send = [&](std::string certificate, std::string key) {
    OutboundRequest request =
        SenderFixture::Outbound(SenderFixture::Post(true, receiver.port()));
    request.client_identity = std::make_shared<const ClientIdentity>(
        ClientIdentity{.certificate_pem = std::move(certificate),
                       .private_key_pem = std::move(key)});
    return fixture_.Send(std::move(request));
  };
  EXPECT_EQ(send(issued.certificate_pem, issued.private_key_pem).status_code,
            200);
  // Another identity, even of the same certificate, has its own connections.
  EXPECT_FALSE(
      send(issued.certificate_pem, issued.private_key_pem).connection_reused);
  const HttpResult anonymous = fixture_.Send(true, receiver.port());
  EXPECT_EQ(anonymous.failure, v1::Attempt::TLS);
  const HttpResult stranger = [&] {
    const auto other = testing::SelfSignedCertificate();
    return send(other.certificate_pem, other.private_key_pem);
  }();
  EXPECT_EQ(stranger.failure, v1::Attempt::TLS) << stranger.reason;
  const HttpResult broken = send("nonsense", "nonsense");
  EXPECT_EQ(broken.failure, v1::Attempt::CREDENTIALS);
  EXPECT_EQ(broken.reason, "client certificate: the certificate is not PEM");
}

TEST_F(AsioHttpSenderTest, LimitsConnectionsPerOrigin) {
  SenderFixture::Setup setup;
  setup.options.pool.max_per_origin = 2;
  SenderFixture fixture(setup);
  ScriptedReceiver receiver(AnswerAlways(HttpAnswer(200)));
  int capacity_calls = 0;
  fixture.sender->SetCapacityCallback([&] { ++capacity_calls; });
  const auto rendered = SenderFixture::Post(false, receiver.port());
  std::vector<OutboundRequest> requests;
  for (int i = 0; i < 20; ++i) {
    requests.push_back(SenderFixture::Outbound(rendered));
  }
  EXPECT_TRUE(fixture.sender->HasCapacity(*rendered));
  const auto results = fixture.SendAll(std::move(requests));
  for (const HttpResult& result : results) EXPECT_EQ(result.status_code, 200);
  EXPECT_EQ(receiver.connections(), 2);

  ScriptedReceiver hanging([](ReceiverConnection& c) { c.Hang(); });
  const auto to_hanging = SenderFixture::Post(false, hanging.port());
  std::vector<HttpResult> ended;
  for (int i = 0; i < 3; ++i) {
    OutboundRequest request = SenderFixture::Outbound(to_hanging);
    request.timeout = absl::Milliseconds(200);
    fixture.sender->Send(std::move(request), [&](HttpResult result) {
      ended.push_back(std::move(result));
    });
  }
  EXPECT_FALSE(fixture.sender->HasCapacity(*to_hanging));
  EXPECT_TRUE(fixture.sender->HasCapacity(*rendered));
  fixture.RunUntil([&] { return ended.size() == 3; });
  for (const HttpResult& result : ended) {
    EXPECT_EQ(result.failure, v1::Attempt::TIMEOUT);
  }
  fixture.RunUntil([&] { return capacity_calls > 0; });
  EXPECT_TRUE(fixture.sender->HasCapacity(*to_hanging));
}

TEST_F(AsioHttpSenderTest, FallsBackToTheNextAddress) {
  ScriptedReceiver receiver({.address = "127.0.0.2"},
                            AnswerAlways(HttpAnswer(200)));
  // Nobody listens at the first two on that port.
  fixture_.resolver.Set("localhost", {"127.0.0.3", "::1", "127.0.0.2"});
  const HttpResult result = fixture_.Send(false, receiver.port());
  EXPECT_EQ(result.status_code, 200) << result.reason;
  EXPECT_EQ(result.address, absl::StrCat("127.0.0.2:", receiver.port()));

  fixture_.resolver.Set("localhost", {"127.0.0.4", "127.0.0.3"});
  ScriptedReceiver other({.address = "127.0.0.2"}, AnswerAlways(""));
  const HttpResult refused = fixture_.Send(false, other.port());
  EXPECT_EQ(refused.failure, v1::Attempt::CONNECT);
  EXPECT_TRUE(absl::StrContains(
      refused.reason,
      absl::StrCat("127.0.0.4:", other.port(), ": connection refused; ",
                   "127.0.0.3:", other.port(), ": connection refused")))
      << refused.reason;
}

TEST_F(AsioHttpSenderTest, LookUpsFailAndHangByThemselves) {
  ScriptedReceiver receiver(AnswerAlways(HttpAnswer(200)));
  auto missing = SenderFixture::Post(false, receiver.port());
  missing->set_host("missing.example");
  const HttpResult none = fixture_.Send(SenderFixture::Outbound(missing));
  EXPECT_EQ(none.failure, v1::Attempt::DNS);
  EXPECT_EQ(none.reason, "no such name: missing.example");

  fixture_.resolver.Hang("slow.example");
  auto slow = SenderFixture::Post(false, receiver.port());
  slow->set_host("slow.example");
  OutboundRequest request = SenderFixture::Outbound(slow);
  request.connect_timeout = absl::Milliseconds(200);
  bool ended = false;
  fixture_.sender->Send(std::move(request), [&](HttpResult result) {
    EXPECT_EQ(result.failure, v1::Attempt::TIMEOUT);
    EXPECT_TRUE(absl::StrContains(result.reason, "looking up the name"));
    ended = true;
  });
  EXPECT_EQ(fixture_.Send(false, receiver.port()).status_code, 200);
  EXPECT_FALSE(ended);
  fixture_.RunUntil([&] { return ended; });
}

TEST_F(AsioHttpSenderTest, RefusesAddressesAtEveryDial) {
  SenderFixture::Setup setup;
  setup.guard.allow = {"127.0.0.0/30"};
  SenderFixture fixture(setup);
  ScriptedReceiver receiver(
      AnswerAlways(HttpAnswer(200, "", "Connection: close\r\n")));
  EXPECT_EQ(fixture.Send(false, receiver.port()).status_code, 200);
  // The name flips between two look-ups.
  fixture.resolver.Set("localhost", {"127.0.0.1", "10.0.0.1"});
  const HttpResult result = fixture.Send(false, receiver.port());
  EXPECT_EQ(result.failure, v1::Attempt::ADDRESS_REFUSED);
  EXPECT_TRUE(absl::StrContains(result.reason, "10.0.0.1 is a private"))
      << result.reason;
  EXPECT_EQ(receiver.connections(), 1);
}

TEST_F(AsioHttpSenderTest, RefusesRequestsThatCannotBeSent) {
  auto rendered = SenderFixture::Post(false, 80);
  rendered->mutable_headers(0)->set_value("a\r\nb");
  const HttpResult result = fixture_.Send(SenderFixture::Outbound(rendered));
  EXPECT_EQ(result.failure, v1::Attempt::INTERNAL);
  EXPECT_TRUE(absl::StrContains(result.reason, "control characters"));
}

TEST_F(AsioHttpSenderTest, AbortEndsWhatIsUnderWay) {
  ScriptedReceiver hanging([](ReceiverConnection& c) {
    c.ReadRequest();
    c.Hang();
  });
  std::vector<HttpResult> ended;
  const auto collect = [&](HttpResult result) {
    ended.push_back(std::move(result));
  };
  fixture_.sender->Send(
      SenderFixture::Outbound(SenderFixture::Post(false, hanging.port())),
      collect);
  fixture_.RunUntil([&] { return !hanging.requests().empty(); });
  fixture_.sender->Abort();
  fixture_.sender->Send(
      SenderFixture::Outbound(SenderFixture::Post(false, hanging.port())),
      collect);
  fixture_.RunUntil([&] { return ended.size() == 2; });
  for (const HttpResult& result : ended) {
    EXPECT_EQ(result.failure, v1::Attempt::INTERNAL);
    EXPECT_EQ(result.reason, "server is shutting down");
  }
  EXPECT_EQ(fixture_.sender->stats().idle_connections, 0u);
}

TEST_F(AsioHttpSenderTest, SendsLargeBodiesAndKeepsTheConnection) {
  ScriptedReceiver receiver(Tls(), AnswerAlways(HttpAnswer(200)));
  for (int i = 0; i < 3; ++i) {
    auto rendered = SenderFixture::Post(true, receiver.port());
    rendered->set_body(std::string(4 << 20, static_cast<char>('a' + i)));
    const HttpResult result = fixture_.Send(SenderFixture::Outbound(rendered));
    EXPECT_EQ(result.status_code, 200) << result.reason;
    EXPECT_EQ(receiver.requests().back().body, rendered->body());
  }
  EXPECT_EQ(receiver.connections(), 1);
}

// A proxy that answers CONNECT and then, instead of a tunnel, serves the
// destination's part itself, which is the same on the wire.
TEST_F(AsioHttpSenderTest, GoesThroughTheProxy) {
  ScriptedReceiver proxy([](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;  // CONNECT
    connection.Send("HTTP/1.1 200 Connection established\r\n\r\n");
    AnswerAlways(HttpAnswer(200, "through"))(connection);
  });
  SenderFixture::Setup setup;
  setup.options.proxy = *ParseEgressProxy(
      absl::StrCat("http://user:secret@127.0.0.1:", proxy.port()));
  SenderFixture fixture(setup);
  auto rendered = SenderFixture::Post(false, 80);
  rendered->set_host("inside.example");  // known to the proxy alone
  for (int i = 0; i < 2; ++i) {
    const HttpResult result = fixture.Send(SenderFixture::Outbound(rendered));
    EXPECT_EQ(result.failure, kNone) << result.reason;
    EXPECT_EQ(result.body, "through");
    EXPECT_EQ(result.connection_reused, i == 1);
  }
  const auto requests = proxy.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].method, "CONNECT");
  EXPECT_EQ(requests[0].target, "inside.example:80");
  EXPECT_EQ(requests[0].Header("proxy-authorization"),
            "Basic dXNlcjpzZWNyZXQ=");
  EXPECT_EQ(requests[1].Header("proxy-authorization"), "");
  EXPECT_EQ(requests[1].Header("host"), "inside.example");
  EXPECT_EQ(fixture.resolver.look_ups(), 0);
}

TEST_F(AsioHttpSenderTest, TheProxysFailuresAreTheProxys) {
  ScriptedReceiver proxy(AnswerAlways(HttpAnswer(407, "no")));
  SenderFixture::Setup setup;
  setup.options.proxy =
      *ParseEgressProxy(absl::StrCat("http://u:p@127.0.0.1:", proxy.port()));
  SenderFixture fixture(setup);
  const HttpResult result = fixture.Send(true, 443);
  EXPECT_EQ(result.failure, v1::Attempt::PROXY);
  EXPECT_TRUE(absl::StrContains(result.reason, "407")) << result.reason;
}

// What is under way when the sender ends is told, and late events find
// nothing.
TEST_F(AsioHttpSenderTest, MayEndWithLookUpsUnderWay) {
  fixture_.resolver.Hang("slow.example");
  auto slow = SenderFixture::Post(false, 80);
  slow->set_host("slow.example");
  int ended = 0;
  fixture_.sender->Send(SenderFixture::Outbound(slow),
                        [&](HttpResult) { ++ended; });
  fixture_.sender.reset();
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace gancho::delivery
