// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/sender_fixture.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace gancho::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

}  // namespace

SenderFixture::SenderFixture() : SenderFixture(Setup()) {}

SenderFixture::SenderFixture(const Setup& setup) {
  const TestFile roots(authority.root_pem());
  guard = std::make_unique<delivery::AddressGuard>(
      *delivery::AddressGuard::Create(setup.guard));
  tls = *delivery::TlsContexts::Create(
      {.ca_file = roots.path(), .use_system_roots = false});
  delivery::AsioHttpSender::Options options = setup.options;
  if (options.user_agent.empty()) options.user_agent = "Gancho/test";
  sender = std::make_unique<delivery::AsioHttpSender>(
      io, &resolver, guard.get(), tls.get(), &clock, std::move(options));
}

SenderFixture::~SenderFixture() {
  sender.reset();
  io.poll();
}

std::shared_ptr<store::RenderedRequest> SenderFixture::Post(
    bool use_tls, uint32_t port, const std::string& target) {
  auto request = std::make_shared<store::RenderedRequest>();
  request->set_method("POST");
  request->set_tls(use_tls);
  request->set_host("localhost");
  request->set_port(port);
  request->set_target(target);
  auto* header = request->add_headers();
  header->set_name("Content-Type");
  header->set_value("text/plain");
  request->set_body("hello");
  return request;
}

delivery::OutboundRequest SenderFixture::Outbound(
    std::shared_ptr<const store::RenderedRequest> rendered) {
  delivery::OutboundRequest request;
  request.rendered = std::move(rendered);
  request.headers = {{"webhook-id", "msg_1"}, {"webhook-timestamp", "1"}};
  request.timeout = absl::Seconds(5);
  request.connect_timeout = absl::Seconds(5);
  return request;
}

delivery::HttpResult SenderFixture::Send(delivery::OutboundRequest request) {
  std::vector<delivery::OutboundRequest> requests;
  requests.push_back(std::move(request));
  return std::move(SendAll(std::move(requests))[0]);
}

delivery::HttpResult SenderFixture::Send(bool use_tls, uint32_t port) {
  return Send(Outbound(Post(use_tls, port)));
}

std::vector<delivery::HttpResult> SenderFixture::SendAll(
    std::vector<delivery::OutboundRequest> requests) {
  std::vector<delivery::HttpResult> results(requests.size());
  size_t done = 0;
  for (size_t i = 0; i < requests.size(); ++i) {
    sender->Send(std::move(requests[i]),
                 [&results, &done, i](delivery::HttpResult result) {
                   results[i] = std::move(result);
                   ++done;
                 });
  }
  RunUntil([&] { return done == results.size(); });
  return results;
}

void SenderFixture::RunUntil(const std::function<bool()>& condition) {
  const absl::Duration end = clock.Steady() + kPatience;
  while (!condition()) {
    if (clock.Steady() > end) {
      std::fprintf(stderr, "nothing came within 30 s\n");
      std::abort();
    }
    if (io.stopped()) io.restart();
    io.run_one_for(std::chrono::milliseconds(100));
  }
}

}  // namespace gancho::testing
