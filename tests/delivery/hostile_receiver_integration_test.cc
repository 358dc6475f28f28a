// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Receivers that do everything wrong. Each ends in one result with its reason,
// within the deadline, and leaves the sender as it was.

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/testing/scripted_receiver.h"
#include "tests/testing/sender_fixture.h"

namespace gancho::delivery {
namespace {

using testing::HttpAnswer;
using testing::ReceiverConnection;
using testing::ScriptedReceiver;
using testing::SelfSignedCertificate;
using testing::SenderFixture;

constexpr absl::Duration kTimeout = absl::Milliseconds(600);
constexpr absl::Duration kConnectTimeout = absl::Milliseconds(400);
// Sanitizers and a busy machine; the tick itself is 20 ms.
constexpr absl::Duration kSlack = absl::Milliseconds(1500);

enum class Server {
  kPlain,    // http
  kRawTls,   // https to a receiver whose script does the handshake, or not
  kTls,      // https
  kTls12,    // https, TLS 1.2 only
  kTls11,    // https, TLS 1.1 only
  kExpired,  // https with a certificate of that kind
  kNotYetValid,
  kWrongHost,
  kNoNames,
  kSelfSigned,
  kUnknownIssuer,
  kWantsClientCertificate,
  kWantsClientCertificateTls12,
};

struct HostileCase {
  const char* name;
  Server server;
  ScriptedReceiver::Script script;
  v1::Attempt::Failure failure = v1::Attempt::FAILURE_UNSPECIFIED;
  // Part of the reason; without a failure, the status.
  const char* reason = "";
  int status = 0;
  bool truncated = false;
  // The body to send instead of the small one.
  size_t request_body = 0;
};

constexpr auto kNone = v1::Attempt::FAILURE_UNSPECIFIED;

// Reads the request, sends `bytes` and then neither sends nor closes.
ScriptedReceiver::Script Say(std::string bytes) {
  return [bytes = std::move(bytes)](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;
    connection.Send(bytes);
    connection.Hang();
  };
}

// The same, but closes.
ScriptedReceiver::Script SayAndClose(std::string bytes) {
  return [bytes = std::move(bytes)](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;
    connection.Send(bytes);
    connection.Close();
  };
}

// Says `head`, then `more` for ever.
ScriptedReceiver::Script SayForEver(std::string head, std::string more) {
  return [head = std::move(head),
          more = std::move(more)](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;
    if (connection.Send(head)) connection.SendForEver(more);
  };
}

ScriptedReceiver::Script SayByteByByte(std::string bytes) {
  return [bytes = std::move(bytes)](ReceiverConnection& connection) {
    if (!connection.ReadRequest()) return;
    connection.SendSlowly(bytes, 1, absl::Milliseconds(50));
    connection.Hang();
  };
}

// Without TLS of its own: takes what comes and says `bytes`.
ScriptedReceiver::Script SayRaw(std::string bytes) {
  return [bytes = std::move(bytes)](ReceiverConnection& connection) {
    if (!connection.ReadBytes(1)) return;
    connection.SendRaw(bytes);
    connection.Hang();
  };
}

void Nothing(ReceiverConnection& connection) { connection.Hang(); }

std::string Repeat(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::vector<HostileCase> ConnectionCases() {
  using F = v1::Attempt;
  return {
      {"resets once connected", Server::kPlain,
       [](ReceiverConnection& c) {
         // At once it could come before the connection stands, or after.
         c.Pause(absl::Milliseconds(50));
         c.Reset();
       },
       F::CLOSED, "reset before any answer"},
      {"closes when connected", Server::kPlain,
       [](ReceiverConnection& c) { c.Close(); }, F::CLOSED,
       "closed without an answer"},
      {"never answers", Server::kPlain, Say(""), F::TIMEOUT, "no answer yet"},
      {"never reads", Server::kPlain,
       [](ReceiverConnection& c) { c.Pause(absl::Hours(1)); }, F::TIMEOUT,
       "still sending", 0, false, 8 << 20},
      {"closes after the request", Server::kPlain, SayAndClose(""), F::CLOSED,
       "closed without an answer"},
      {"half-closes after the request", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.CloseWrite();
         c.Hang();
       },
       F::CLOSED, "closed without an answer"},
      {"resets after the request", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Reset();
       },
       F::CLOSED, "reset before any answer"},
      {"resets in the middle of a large request", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadBytes(4096);
         c.Reset();
       },
       F::CLOSED, "reset while the request was sent", 0, false, 8 << 20},
      {"answers before the request is there", Server::kPlain,
       [](ReceiverConnection& c) {
         c.Send(HttpAnswer(413, "too large", "Connection: close\r\n"));
         c.CloseWrite();
         c.Pause(absl::Hours(1));
       },
       kNone, "", 413, false, 8 << 20},
      {"answers early, then resets", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadBytes(4096);
         c.Send(HttpAnswer(413, "too large"));
         c.Pause(absl::Milliseconds(100));
         c.Reset();
       },
       kNone, "", 413, false, 8 << 20},
      {"resets within the head", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send("HTTP/1.1 200 OK\r\nServer: x");
         c.Pause(absl::Milliseconds(50));
         c.Reset();
       },
       F::CLOSED, "reset within the answer"},
      {"closes within the head", Server::kPlain,
       SayAndClose("HTTP/1.1 200 OK\r\nServer: x"), F::CLOSED,
       "within the head"},
      {"resets within the body", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
         c.Pause(absl::Milliseconds(50));
         c.Reset();
       },
       F::CLOSED, "reset within the answer (status 200)"},
  };
}

std::vector<HostileCase> SlowAndEndlessCases() {
  using F = v1::Attempt;
  return {
      {"status line byte by byte", Server::kPlain,
       SayByteByByte("HTTP/1.1 200 OK and a very long reason\r\n\r\n"),
       F::TIMEOUT, "not complete"},
      {"headers byte by byte", Server::kPlain,
       SayByteByByte(absl::StrCat("HTTP/1.1 200 OK\r\n", std::string(500, 'h'),
                                  ": x\r\n\r\n")),
       F::TIMEOUT, "not complete"},
      {"body byte by byte", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
         c.SendSlowly(std::string(1000, 'b'), 1, absl::Milliseconds(50));
       },
       F::TIMEOUT, "not complete"},
      {"chunks byte by byte", Server::kPlain,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
         c.SendSlowly(Repeat("1\r\nx\r\n", 100), 1, absl::Milliseconds(50));
       },
       F::TIMEOUT, "not complete"},
      {"endless headers", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\n", "X-Header: value\r\n"), F::PROTOCOL,
       "headers of the answer exceed 16 KiB"},
      {"one endless header", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nX: ", std::string(1000, 'x')),
       F::PROTOCOL, "headers of the answer exceed 16 KiB"},
      {"an endless status line", Server::kPlain,
       SayForEver("HTTP/1.1 200 ", std::string(1000, 'x')), F::PROTOCOL,
       "headers of the answer exceed 16 KiB"},
      {"a body of 1 GiB", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n",
                  std::string(10000, 'b')),
       kNone, "", 200, true},
      {"a body without end", Server::kPlain,
       SayForEver("HTTP/1.1 500 Oops\r\n\r\n", std::string(10000, 'b')), kNone,
       "", 500, true},
      {"chunks without end", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                  absl::StrCat("1000\r\n", std::string(4096, 'c'), "\r\n")),
       kNone, "", 200, true},
      {"tiny chunks with long extensions", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                  absl::StrCat("1;", std::string(900, 'e'), "\r\nx\r\n")),
       kNone, "", 200, true},
      {"one endless chunk extension", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                  std::string(1000, 'e')),
       F::PROTOCOL, "size of a chunk exceeds"},
      {"endless trailers", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                  "X-Trailer: value\r\n"),
       F::PROTOCOL, "headers of the answer exceed 16 KiB"},
      {"a gzip bomb", Server::kPlain,
       SayForEver("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                  absl::StrCat("\x1f\x8b", std::string(1000, '\0'))),
       kNone, "", 200, true},
      {"five interim answers", Server::kPlain,
       Say(absl::StrCat(
           Repeat("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", 5),
           HttpAnswer(201, "made"))),
       kNone, "", 201},
      {"a flood of interim answers", Server::kPlain,
       SayForEver("", "HTTP/1.1 102 Processing\r\n\r\n"), F::PROTOCOL,
       "more than 5 interim"},
      {"an interim answer, then silence", Server::kPlain,
       Say("HTTP/1.1 102 Processing\r\n\r\n"), F::TIMEOUT, "not complete"},
  };
}

std::vector<HostileCase> MalformedCases() {
  using F = v1::Attempt;
  const auto ok = [](const char* headers, const char* body) {
    return absl::StrCat("HTTP/1.1 200 OK\r\n", headers, "\r\n", body);
  };
  return {
      {"switches protocols", Server::kPlain,
       Say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: ws\r\n\r\n"),
       F::PROTOCOL, "101"},
      {"body shorter than its length", Server::kPlain,
       SayAndClose(ok("Content-Length: 10\r\n", "abc")), F::CLOSED,
       "within the body of the answer (status 200, 3 bytes read)"},
      {"body longer than its length", Server::kPlain,
       Say(ok("Content-Length: 3\r\n", "abcdef")), kNone, "", 200},
      {"a body with 204", Server::kPlain,
       Say("HTTP/1.1 204 No Content\r\n\r\nsurprise"), kNone, "", 204},
      {"two answers at once", Server::kPlain,
       Say(absl::StrCat(HttpAnswer(200, "one"), HttpAnswer(500, "two"))), kNone,
       "", 200},
      {"two equal lengths", Server::kPlain,
       Say(ok("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")), kNone, "",
       200},
      {"two different lengths", Server::kPlain,
       Say(ok("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")),
       F::PROTOCOL, "two different Content-Lengths"},
      {"two different lengths in one header", Server::kPlain,
       Say(ok("Content-Length: 3, 4\r\n", "abcd")), F::PROTOCOL,
       "two different Content-Lengths"},
      {"a negative length", Server::kPlain,
       Say(ok("Content-Length: -1\r\n", "")), F::PROTOCOL, "not a number"},
      {"a length in words", Server::kPlain,
       Say(ok("Content-Length: three\r\n", "abc")), F::PROTOCOL,
       "not a number"},
      {"a length beyond 64 bits", Server::kPlain,
       Say(ok("Content-Length: 99999999999999999999999\r\n", "")), F::PROTOCOL,
       "not a number"},
      {"length and chunks", Server::kPlain,
       Say(ok("Content-Length: 99\r\nTransfer-Encoding: chunked\r\n",
              "3\r\nabc\r\n0\r\n\r\n")),
       kNone, "", 200},
      {"chunked twice", Server::kPlain,
       Say(ok("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")),
       F::PROTOCOL, "Transfer-Encoding"},
      {"the size of a chunk in words", Server::kPlain,
       Say(ok("Transfer-Encoding: chunked\r\n", "three\r\nabc\r\n")),
       F::PROTOCOL, "size of a chunk"},
      {"a chunk size beyond 64 bits", Server::kPlain,
       Say(ok("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n")),
       F::PROTOCOL, "size of a chunk"},
      {"a chunk longer than its size", Server::kPlain,
       Say(ok("Transfer-Encoding: chunked\r\n", "3\r\nabcdef\r\n0\r\n\r\n")),
       F::PROTOCOL, "longer than it says"},
      {"chunks cut off", Server::kPlain,
       SayAndClose(ok("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n")),
       F::CLOSED, "within the body"},
      {"HTTP/0.9", Server::kPlain, SayAndClose("<html>hello</html>\n"),
       F::PROTOCOL, "not HTTP"},
      {"HTTP/2", Server::kPlain, Say(std::string("\0\0\x12\4\0\0\0\0\0", 9)),
       F::PROTOCOL, "HTTP/2"},
      {"HTTP/3.0 in the status line", Server::kPlain,
       Say("HTTP/3.0 200 OK\r\n\r\n"), F::PROTOCOL, "version"},
      {"an SSH server", Server::kPlain, Say("SSH-2.0-OpenSSH_9.2\r\n"),
       F::PROTOCOL, "not HTTP"},
      {"a TLS server on an http URL", Server::kPlain,
       Say(std::string("\x15\x03\x01\x00\x02\x02\x46", 7)), F::PROTOCOL,
       "speaks TLS"},
      {"random bytes", Server::kPlain, Say("\x9e\xd1\x03\xfe\x88"), F::PROTOCOL,
       "not HTTP"},
      {"a status in words", Server::kPlain, Say("HTTP/1.1 abc OK\r\n\r\n"),
       F::PROTOCOL, "status"},
      {"status 099", Server::kPlain, Say("HTTP/1.1 099 Low\r\n\r\n"),
       F::PROTOCOL, "status"},
      {"status 2000", Server::kPlain, Say("HTTP/1.1 2000 OK\r\n\r\n"),
       F::PROTOCOL, "malformed"},
      {"NUL in a header", Server::kPlain,
       Say(std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 26)), F::PROTOCOL,
       "control characters"},
      {"CR in a header", Server::kPlain,
       Say("HTTP/1.1 200 OK\r\nX: a\rContent-Length: 1\r\n\r\n"), F::PROTOCOL,
       "control characters"},
      {"a header without colon", Server::kPlain,
       Say("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"), F::PROTOCOL,
       "header of the answer is malformed"},
      {"a space before the colon", Server::kPlain,
       Say("HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc"), F::PROTOCOL,
       "header of the answer is malformed"},
      {"a folded length", Server::kPlain,
       Say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n 3\r\n\r\nabc"),
       F::PROTOCOL, "header of the answer is malformed"},
      {"a redirect", Server::kPlain,
       Say(HttpAnswer(302, "", "Location: http://169.254.169.254/\r\n")), kNone,
       "", 302},
      {"an HTTP/1.0 answer that ends with the connection", Server::kPlain,
       SayAndClose("HTTP/1.0 200 OK\r\n\r\nhello"), kNone, "", 200},
      {"lines that end with LF alone", Server::kPlain,
       Say("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), kNone, "", 200},
  };
}

std::vector<HostileCase> TlsCases() {
  using F = v1::Attempt;
  return {
      {"an HTTP server on an https URL", Server::kRawTls,
       SayRaw("HTTP/1.1 400 Bad Request\r\n\r\n"), F::TLS,
       "does not speak TLS"},
      {"closes in the handshake", Server::kRawTls,
       [](ReceiverConnection& c) {
         c.ReadBytes(1);
         c.Close();
       },
       F::TLS, "closed in the TLS handshake"},
      {"resets in the handshake", Server::kRawTls,
       [](ReceiverConnection& c) {
         c.ReadBytes(1);
         c.Reset();
       },
       F::TLS, "reset in the TLS handshake"},
      {"hangs in the handshake", Server::kRawTls, Nothing, F::TIMEOUT,
       "no connection within 400ms: still in the TLS handshake"},
      {"garbage in the handshake", Server::kRawTls,
       SayRaw(std::string(200, 'g')), F::TLS, "does not speak TLS"},
      {"a handshake record cut off", Server::kRawTls,
       SayRaw(std::string("\x16\x03\x03\x40\x00\x02", 6)), F::TIMEOUT,
       "still in the TLS handshake"},
      {"handshake byte by byte", Server::kRawTls,
       [](ReceiverConnection& c) {
         c.ReadBytes(1);
         for (int i = 0; i < 100 && c.SendRaw(i == 0  ? "\x16"
                                              : i < 3 ? "\x03"
                                                      : "\x01");
              ++i) {
           c.Pause(absl::Milliseconds(50));
         }
       },
       F::TIMEOUT, "still in the TLS handshake"},
      {"alert: handshake failure", Server::kRawTls,
       SayRaw(std::string("\x15\x03\x03\x00\x02\x02\x28", 7)), F::TLS,
       "refused the handshake"},
      {"alert: protocol version", Server::kRawTls,
       SayRaw(std::string("\x15\x03\x03\x00\x02\x02\x46", 7)), F::TLS,
       "refused TLS 1.2 and 1.3"},
      {"alert: unrecognized name", Server::kRawTls,
       SayRaw(std::string("\x15\x03\x03\x00\x02\x02\x70", 7)), F::TLS,
       "does not serve this host"},
      {"TLS 1.1 only", Server::kTls11, Nothing, F::TLS, "refused TLS 1.2"},
      {"an expired certificate", Server::kExpired, Nothing, F::TLS,
       "has expired"},
      {"a certificate of tomorrow", Server::kNotYetValid, Nothing, F::TLS,
       "not valid yet"},
      {"a certificate for another host", Server::kWrongHost, Nothing, F::TLS,
       "not valid for host localhost (it is for other.example, 192.0.2.1)"},
      {"a certificate without names", Server::kNoNames, Nothing, F::TLS,
       "not valid for host localhost (it names none)"},
      {"a self-signed certificate", Server::kSelfSigned, Nothing, F::TLS,
       "issuer is unknown (self-signed)"},
      {"a certificate of an unknown issuer", Server::kUnknownIssuer, Nothing,
       F::TLS, "issuer is unknown"},
      {"wants a client certificate, TLS 1.3", Server::kWantsClientCertificate,
       Say(HttpAnswer(200)), F::TLS, "wants a client certificate"},
      {"wants a client certificate, TLS 1.2",
       Server::kWantsClientCertificateTls12, Say(HttpAnswer(200)), F::TLS,
       "client certificate"},
      {"an answer, then no end of TLS", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send(HttpAnswer(200, "ok"));
         c.CloseAbruptly();
       },
       kNone, "", 200},
      {"a body that ends without the end of TLS", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.Send("HTTP/1.1 200 OK\r\n\r\nhalf of");
         c.CloseAbruptly();
       },
       F::CLOSED, "closed within the answer (status 200)"},
      {"a body that ends with the end of TLS", Server::kTls,
       SayAndClose("HTTP/1.1 200 OK\r\n\r\nall of it"), kNone, "", 200},
      {"closes TLS without an answer", Server::kTls, SayAndClose(""), F::CLOSED,
       "closed without an answer"},
      {"breaks off without an answer", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.CloseAbruptly();
       },
       F::CLOSED, "closed before any answer"},
      {"plain bytes within TLS", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.SendRaw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
         c.Hang();
       },
       F::CLOSED, "TLS failed"},
      {"a forged record within TLS", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         c.SendRaw(absl::StrCat(std::string("\x17\x03\x03\x00\x20", 5),
                                std::string(32, 'f')));
         c.Hang();
       },
       F::CLOSED, "TLS failed"},
      {"new keys again and again", Server::kTls,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         for (int i = 0; i < 20; ++i) {
           SSL_key_update(c.ssl(), SSL_KEY_UPDATE_REQUESTED);
           SSL_do_handshake(c.ssl());
         }
         c.Send(HttpAnswer(200, "ok"));
         c.Hang();
       },
       kNone, "", 200},
      {"wants to renegotiate", Server::kTls12,
       [](ReceiverConnection& c) {
         c.ReadRequest();
         SSL_renegotiate(c.ssl());
         SSL_do_handshake(c.ssl());
         c.Hang();
       },
       F::TLS, "refused the handshake"},
      {"a slow answer over TLS", Server::kTls,
       SayByteByByte("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
       F::TIMEOUT, "not complete"},
      {"a body without end over TLS", Server::kTls,
       SayForEver("HTTP/1.1 200 OK\r\n\r\n", std::string(10000, 'b')), kNone,
       "", 200, true},
      {"never reads, over TLS", Server::kTls,
       [](ReceiverConnection& c) { c.Pause(absl::Hours(1)); }, F::TIMEOUT,
       "still sending", 0, false, 8 << 20},
  };
}

ScriptedReceiver::Options ReceiverOptions(Server server,
                                          const testing::TestAuthority& trusted,
                                          const testing::TestAuthority& other) {
  ScriptedReceiver::Options options;
  switch (server) {
    case Server::kPlain:
    case Server::kRawTls:
      return options;
    case Server::kTls:
      break;
    case Server::kTls12:
      options.max_tls_version = TLS1_2_VERSION;
      break;
    case Server::kTls11:
      options.max_tls_version = TLS1_1_VERSION;
      break;
    case Server::kExpired:
      options.certificate = trusted.Issue({.valid_until = -absl::Hours(1)});
      break;
    case Server::kNotYetValid:
      options.certificate = trusted.Issue({.valid_from = absl::Hours(12)});
      break;
    case Server::kWrongHost:
      options.certificate =
          trusted.Issue({.names = {"other.example", "192.0.2.1"}});
      break;
    case Server::kNoNames:
      options.certificate =
          trusted.Issue({.names = {}, .common_name = "localhost"});
      break;
    case Server::kSelfSigned:
      options.certificate = SelfSignedCertificate();
      break;
    case Server::kUnknownIssuer:
      options.certificate = other.Issue();
      break;
    case Server::kWantsClientCertificateTls12:
      options.max_tls_version = TLS1_2_VERSION;
      [[fallthrough]];
    case Server::kWantsClientCertificate:
      options.client_ca_pem = trusted.root_pem();
      break;
  }
  if (!options.certificate) options.certificate = trusted.Issue();
  return options;
}

class HostileReceiverTest : public ::testing::Test {
 protected:
  void Run(const std::vector<HostileCase>& cases) {
    ScriptedReceiver healthy({.certificate = fixture_.authority.Issue()},
                             testing::AnswerAlways(HttpAnswer(200, "ok")));
    for (const HostileCase& hostile : cases) {
      RunOne(hostile);
      const HttpResult after = fixture_.Send(true, healthy.port());
      EXPECT_EQ(after.status_code, 200)
          << "a healthy receiver after: " << hostile.name;
    }
    // All but one found the same connection: nothing was disturbed.
    EXPECT_EQ(healthy.connections(), 1);
  }

 private:
  void RunOne(const HostileCase& hostile) {
    ScriptedReceiver receiver(
        ReceiverOptions(hostile.server, fixture_.authority, other_),
        hostile.script);
    auto rendered =
        SenderFixture::Post(hostile.server != Server::kPlain, receiver.port());
    if (hostile.request_body > 0) {
      rendered->set_body(std::string(hostile.request_body, 'r'));
    }
    OutboundRequest request = SenderFixture::Outbound(rendered);
    request.timeout = kTimeout;
    request.connect_timeout = kConnectTimeout;
    const uint64_t idle = fixture_.sender->stats().idle_connections;
    const HttpResult result = fixture_.Send(std::move(request));

    std::printf("%-46s %-17s %3d  %6.1f ms  %s\n", hostile.name,
                result.failure == kNone
                    ? "answered"
                    : v1::Attempt::Failure_Name(result.failure).c_str(),
                result.status_code, absl::ToDoubleMilliseconds(result.total),
                result.body_truncated && result.failure == kNone
                    ? "(body cut off)"
                    : result.reason.c_str());
    SCOPED_TRACE(hostile.name);
    EXPECT_EQ(result.failure, hostile.failure);
    EXPECT_EQ(result.status_code, hostile.status);
    EXPECT_EQ(result.body_truncated, hostile.truncated);
    EXPECT_EQ(result.reason.empty(), hostile.failure == kNone);
    EXPECT_TRUE(absl::StrContains(result.reason, hostile.reason))
        << result.reason << "\nexpected: " << hostile.reason;
    EXPECT_LT(result.total, kTimeout + kSlack);
    EXPECT_LE(result.body.size(), 4u * 1024);
    if (hostile.failure != kNone) {
      EXPECT_LE(fixture_.sender->stats().idle_connections, idle);
    }
  }

  SenderFixture fixture_;
  const testing::TestAuthority other_;
};

TEST_F(HostileReceiverTest, BrokenConnections) { Run(ConnectionCases()); }
TEST_F(HostileReceiverTest, SlowAndEndlessAnswers) {
  Run(SlowAndEndlessCases());
}
TEST_F(HostileReceiverTest, MalformedAnswers) { Run(MalformedCases()); }
TEST_F(HostileReceiverTest, Tls) { Run(TlsCases()); }

}  // namespace
}  // namespace gancho::delivery
