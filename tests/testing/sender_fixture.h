// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SENDER_FIXTURE_H_
#define GANCHO_TESTS_TESTING_SENDER_FIXTURE_H_

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "delivery/address_guard.h"
#include "delivery/asio_http_sender.h"
#include "delivery/http_sender.h"
#include "delivery/tls_context.h"
#include "store/clock.h"
#include "tests/testing/fake_resolver.h"
#include "tests/testing/test_certificates.h"

namespace gancho::testing {

// A real sender on an io_context that runs while somebody waits. Loopback is
// allowed, and the only trust root is `authority`.
class SenderFixture {
 public:
  struct Setup {
    delivery::AsioHttpSender::Options options = {};
    delivery::AddressGuard::Options guard = {
        .allow = {"127.0.0.0/8", "::1/128"}, .own_listeners = {}};
  };

  SenderFixture();
  explicit SenderFixture(const Setup& setup);
  ~SenderFixture();

  // A POST of a small body to https (or http) localhost.
  static std::shared_ptr<store::RenderedRequest> Post(
      bool use_tls, uint32_t port, const std::string& target = "/hook");
  // With time-outs of five seconds.
  static delivery::OutboundRequest Outbound(
      std::shared_ptr<const store::RenderedRequest> rendered);

  // Sends and waits for the result. The test ends if none comes within 30 s.
  delivery::HttpResult Send(delivery::OutboundRequest request);
  delivery::HttpResult Send(bool use_tls, uint32_t port);
  // Sends all at once.
  std::vector<delivery::HttpResult> SendAll(
      std::vector<delivery::OutboundRequest> requests);

  // Runs until `condition`, at most 30 s.
  void RunUntil(const std::function<bool()>& condition);

  TestAuthority authority;
  FakeResolver resolver;
  store::SystemClock clock;
  boost::asio::io_context io{1};
  std::unique_ptr<delivery::AddressGuard> guard;
  std::unique_ptr<delivery::TlsContexts> tls;
  std::unique_ptr<delivery::AsioHttpSender> sender;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SENDER_FIXTURE_H_
