// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/metrics_listener.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "service/concat.h"
#include "store/stop_flag.h"

namespace gancho::service {
namespace {

constexpr int kThreads = 4;
constexpr int kTimeoutSeconds = 5;
constexpr int kKeepAliveSeconds = 2;
constexpr absl::Duration kListenAgain = absl::Seconds(1);
// There is nothing to send to this listener.
constexpr size_t kMaxPayloadBytes = 1 << 10;
constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr char kPrometheusText[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace

class MetricsListener::Impl {
 public:
  explicit Impl(Sources sources) : sources_(std::move(sources)) {
    http_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_.set_read_timeout(kTimeoutSeconds);
    http_.set_write_timeout(kTimeoutSeconds);
    http_.set_keep_alive_timeout(kKeepAliveSeconds);
    http_.set_payload_max_length(kMaxPayloadBytes);
    // The library's default would share a port with another process.
    http_.set_socket_options([](socket_t socket) {
      const int on = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    });
    http_.Get("/metrics",
              [this](const httplib::Request&, httplib::Response& response) {
                response.set_content(sources_.metrics(), kPrometheusText);
              });
    http_.Get("/healthz",
              [](const httplib::Request&, httplib::Response& response) {
                response.set_content("ok\n", kPlainText);
              });
    http_.Get("/readyz", [this](const httplib::Request&,
                                httplib::Response& response) {
      const absl::Status status = sources_.readiness();
      if (!status.ok()) response.status = 503;
      response.set_content(
          status.ok() ? "ok\n" : Concat(ToStd(status.message()), "\n"),
          kPlainText);
    });
  }

  ~Impl() {
    if (!thread_.joinable()) return;
    ending_.Set();
    // Again and again: it does nothing while the library does not listen yet.
    do {
      http_.stop();
    } while (!ended_.WaitFor(absl::Milliseconds(10)));
    thread_.join();
  }

  absl::Status Listen(HostPort address) {
    if (address.port == 0) {
      address.port = http_.bind_to_any_port(address.host.c_str());
    } else if (!http_.bind_to_port(address.host.c_str(), address.port)) {
      address.port = -1;
    }
    if (address.port <= 0) {
      return absl::UnavailableError(Concat("--metrics_address: cannot listen"));
    }
    address_ = address.ToString();
    thread_ = std::thread([this, address] { Run(address); });
    return absl::OkStatus();
  }

  const std::string& address() const { return address_; }

 private:
  // The library waits out EMFILE, but ends at any other error of accept().
  void Run(const HostPort& address) {
    do {
      http_.listen_after_bind();
      while (!ending_.WaitFor(kListenAgain)) {
        if (http_.bind_to_port(address.host.c_str(), address.port)) break;
      }
    } while (!ending_.WaitFor(absl::ZeroDuration()));
    ended_.Set();
  }

  const Sources sources_;
  store::StopFlag ending_;
  store::StopFlag ended_;
  httplib::Server http_;
  std::string address_;
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<MetricsListener>> MetricsListener::Start(
    const HostPort& address, Sources sources) {
  auto impl = std::make_unique<Impl>(std::move(sources));
  if (absl::Status status = impl->Listen(address); !status.ok()) {
    return status;
  }
  return std::unique_ptr<MetricsListener>(new MetricsListener(std::move(impl)));
}

MetricsListener::MetricsListener(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}

MetricsListener::~MetricsListener() = default;

const std::string& MetricsListener::address() const { return impl_->address(); }

}  // namespace gancho::service
