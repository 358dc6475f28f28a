// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_request_head.h"

#include <gtest/gtest.h>

#include <string>

#include "delivery/http_url.h"
#include "delivery/proxy.h"

namespace gancho::delivery {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

store::RenderedRequest Request() {
  store::RenderedRequest request;
  request.set_method("POST");
  request.set_tls(true);
  request.set_host("hooks.example");
  request.set_port(443);
  request.set_target("/path?a=b");
  auto* header = request.add_headers();
  header->set_name("Content-Type");
  header->set_value("application/json");
  request.set_body("{}");
  return request;
}

TEST(HttpRequestHeadTest, WritesHeadAndBodyInOnePiece) {
  std::string wire = "old";
  ASSERT_TRUE(SerializeRequest(Request(), {{"webhook-id", "msg_1"}},
                               "Gancho/1.0", &wire)
                  .ok());
  EXPECT_EQ(wire,
            "POST /path?a=b HTTP/1.1\r\n"
            "Host: hooks.example\r\n"
            "User-Agent: Gancho/1.0\r\n"
            "Accept: */*\r\n"
            "Content-Length: 2\r\n"
            "webhook-id: msg_1\r\n"
            "Content-Type: application/json\r\n"
            "\r\n"
            "{}");
}

TEST(HttpRequestHeadTest, HostNamesThePortOnlyIfItIsNotTheSchemes) {
  EXPECT_EQ(HostHeader(true, "a.example", 443), "a.example");
  EXPECT_EQ(HostHeader(true, "a.example", 80), "a.example:80");
  EXPECT_EQ(HostHeader(false, "a.example", 80), "a.example");
  EXPECT_EQ(HostHeader(false, "2001:db8::7", 8080), "[2001:db8::7]:8080");
}

TEST(HttpRequestHeadTest, TheEventsOwnHeadersReplaceOurs) {
  store::RenderedRequest request = Request();
  auto* header = request.add_headers();
  header->set_name("user-agent");
  header->set_value("mine");
  header = request.add_headers();
  header->set_name("AUTHORIZATION");
  header->set_value("from the event");
  std::string wire;
  ASSERT_TRUE(SerializeRequest(request, {{"Authorization", "Bearer t"}},
                               "Gancho/1.0", &wire)
                  .ok());
  EXPECT_EQ(wire.find("Gancho/1.0"), std::string::npos);
  EXPECT_NE(wire.find("user-agent: mine\r\n"), std::string::npos);
  EXPECT_EQ(wire.find("from the event"), std::string::npos);
  EXPECT_NE(wire.find("Authorization: Bearer t\r\n"), std::string::npos);
}

TEST(HttpRequestHeadTest, GetWithoutBodyHasNoLengthAndPostHas) {
  store::RenderedRequest request = Request();
  request.clear_body();
  std::string wire;
  ASSERT_TRUE(SerializeRequest(request, {}, "a", &wire).ok());
  EXPECT_NE(wire.find("Content-Length: 0\r\n"), std::string::npos);
  request.set_method("GET");
  ASSERT_TRUE(SerializeRequest(request, {}, "a", &wire).ok());
  EXPECT_EQ(wire.find("Content-Length"), std::string::npos);
}

TEST(HttpRequestHeadTest, RefusesWhatCouldSmuggleAnotherRequest) {
  using Change = void (*)(store::RenderedRequest*);
  constexpr Change kChanges[] = {
      [](auto* r) { r->set_target("/a\r\nX: y"); },
      [](auto* r) { r->set_target("/a b"); },
      [](auto* r) { r->set_target("a"); },
      [](auto* r) { r->set_target(""); },
      [](auto* r) { r->set_target(std::string("/\0", 2)); },
      [](auto* r) { r->set_method("GET / HTTP/1.1\r\n"); },
      [](auto* r) { r->set_method("CONNECT"); },
      [](auto* r) { r->set_method(""); },
      [](auto* r) { r->set_host("a\r\nb"); },
      [](auto* r) { r->set_host("a/b"); },
      [](auto* r) { r->set_host(""); },
      [](auto* r) { r->set_port(0); },
      [](auto* r) { r->set_port(65536); },
      [](auto* r) { r->mutable_headers(0)->set_value("a\nb"); },
      [](auto* r) { r->mutable_headers(0)->set_value("a\rb"); },
      [](auto* r) { r->mutable_headers(0)->set_value(std::string("\0", 1)); },
      [](auto* r) { r->mutable_headers(0)->set_name("a b"); },
      [](auto* r) { r->mutable_headers(0)->set_name("a:"); },
      [](auto* r) { r->mutable_headers(0)->set_name(""); },
      [](auto* r) { r->mutable_headers(0)->set_name("Content-Length"); },
      [](auto* r) { r->mutable_headers(0)->set_name("Transfer-Encoding"); },
      [](auto* r) { r->mutable_headers(0)->set_name("HOST"); },
  };
  std::string wire;
  for (size_t i = 0; i < std::size(kChanges); ++i) {
    store::RenderedRequest request = Request();
    kChanges[i](&request);
    EXPECT_FALSE(SerializeRequest(request, {}, "a", &wire).ok()) << i;
  }
  EXPECT_FALSE(SerializeRequest(Request(), {{"a", "b\r\nc"}}, "a", &wire).ok());
}

TEST(HttpRequestHeadTest, RefusalsDoNotShowSecrets) {
  std::string wire;
  const absl::Status status = SerializeRequest(
      Request(), {{"Authorization", "Bearer s3cret\n"}}, "a", &wire);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(status.ToString().find("s3cret"), std::string::npos);
}

TEST(HttpUrlTest, CutsAUrl) {
  const auto url = ParseHttpUrl("HTTPS://Auth.Example:8443/token?x=y");
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "auth.example");
  EXPECT_EQ(url->port, 8443u);
  EXPECT_EQ(url->target, "/token?x=y");
  EXPECT_EQ(ParseHttpUrl("http://[2001:db8::7]")->host, "2001:db8::7");
  EXPECT_EQ(ParseHttpUrl("http://a.example")->port, 80u);
  EXPECT_EQ(ParseHttpUrl("https://a.example?q")->target, "/?q");
}

TEST(HttpUrlTest, RefusesOtherUrls) {
  for (const char* url :
       {"", "a.example", "ftp://a.example", "https://", "https:///path",
        "https://user:pw@a.example/", "https://a.example/#f",
        "https://a b.example/", "https://a.example:0/",
        "https://a.example:65536/", "https://a.example:x/", "https://[::1",
        "https://[::g]/", "https://a..example/", "https://a.example\\@b/",
        "https://a.example/\n", "https://a.example:80:90/"}) {
    EXPECT_FALSE(ParseHttpUrl(url).ok()) << url;
  }
}

TEST(HttpUrlTest, EncodesForms) {
  EXPECT_EQ(FormEncode("a b&c=d/ü"), "a+b%26c%3Dd%2F%C3%BC");
}

TEST(ProxyTest, ReadsItsUrl) {
  const auto proxy =
      ParseEgressProxy("http://us%40r:p%3Aw@Proxy.example:8080/");
  ASSERT_TRUE(proxy.ok()) << proxy.status();
  EXPECT_EQ(proxy->host, "proxy.example");
  EXPECT_EQ(proxy->port, 8080u);
  EXPECT_EQ(proxy->authorization, "Basic dXNAcjpwOnc=");
  EXPECT_EQ(ProxyConnectHead(*proxy, "a.example", 443),
            "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n"
            "Proxy-Authorization: Basic dXNAcjpwOnc=\r\n\r\n");
  EXPECT_EQ(ParseEgressProxy("http://[::1]:1")->host, "::1");
  EXPECT_EQ(ParseEgressProxy("http://[::1]")->port, 3128u);
  EXPECT_EQ(ProxyConnectHead(*ParseEgressProxy("http://p"), "::7", 1),
            "CONNECT [::7]:1 HTTP/1.1\r\nHost: [::7]:1\r\n\r\n");
  for (const char* url :
       {"", "proxy", "https://proxy", "http://", "http://:1", "http://p:0",
        "http://p:x", "http://u@p", "http://u:%zz@p", "http://p/path"}) {
    const auto bad = ParseEgressProxy(url);
    EXPECT_FALSE(bad.ok()) << url;
  }
}

}  // namespace
}  // namespace gancho::delivery
