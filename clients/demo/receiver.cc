// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-receiver: an HTTP or HTTPS receiver to try webhooks with. Answers
// every request with 200 and writes it to stdout as one line of JSON. Ends
// with SIGINT or SIGTERM.

#include <httplib.h>

#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, certificate, "",
          "PEM file with the certificate; without one it speaks plain HTTP.");
ABSL_FLAG(std::string, key, "", "PEM file with the private key.");
ABSL_FLAG(int, port, 0, "Port on 127.0.0.1; 0 takes a free one.");
ABSL_FLAG(std::string, fail_once, "",
          "Answers 503 to the first request of each webhook-id whose path"
          " begins with this; empty: never.");

namespace {

// A page of a webhook is small; more is a mistake.
constexpr size_t kMaxBodyBytes = 1 << 20;
constexpr int kThreads = 16;
constexpr int kKeepAliveSeconds = 1;

std::string ToJsonLine(const httplib::Request& request, int status) {
  google::protobuf::Struct line;
  auto& fields = *line.mutable_fields();
  fields["method"].set_string_value(request.method);
  fields["target"].set_string_value(request.target);
  fields["status"].set_number_value(status);
  fields["body"].set_string_value(request.body);
  auto& headers = *fields["headers"].mutable_struct_value();
  for (const auto& [name, value] : request.headers) {
    // The library adds who connected.
    if (name.rfind("REMOTE_", 0) == 0 || name.rfind("LOCAL_", 0) == 0) continue;
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    (*headers.mutable_fields())[lower].set_string_value(value);
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(line, &json).ok()) {
    return "{\"error\": \"the body is not UTF-8\"}";
  }
  return json;
}

std::unique_ptr<httplib::Server> MakeServer(const std::string& certificate,
                                            const std::string& key) {
  if (certificate.empty()) return std::make_unique<httplib::Server>();
  return std::make_unique<httplib::SSLServer>(certificate.c_str(), key.c_str());
}

class Receiver {
 public:
  Receiver(const std::string& certificate, const std::string& key,
           std::string fail_once)
      : http_(MakeServer(certificate, key)), fail_once_(std::move(fail_once)) {
    http_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_->set_payload_max_length(kMaxBodyBytes);
    http_->set_tcp_nodelay(true);
    // Stopping waits for idle connections.
    http_->set_keep_alive_timeout(kKeepAliveSeconds);
    const auto handle = [this](const httplib::Request& request,
                               httplib::Response& response) {
      Handle(request, &response);
    };
    http_->Get(".*", handle);
    http_->Post(".*", handle);
    http_->Put(".*", handle);
    http_->Patch(".*", handle);
    http_->Delete(".*", handle);
  }

  bool is_valid() { return http_->is_valid(); }
  // The port, or -1.
  int Bind(int port) {
    if (port == 0) return http_->bind_to_any_port("127.0.0.1");
    return http_->bind_to_port("127.0.0.1", port) ? port : -1;
  }
  void Serve() { http_->listen_after_bind(); }
  void Stop() { http_->stop(); }

 private:
  void Handle(const httplib::Request& request, httplib::Response* response) {
    absl::MutexLock lock(&mu_);
    const bool fails =
        !fail_once_.empty() && request.path.rfind(fail_once_, 0) == 0 &&
        failed_.insert(request.get_header_value("webhook-id")).second;
    response->status = fails ? 503 : 200;
    response->set_content(fails ? "try again\n" : "ok\n", "text/plain");
    std::printf("%s\n", ToJsonLine(request, response->status).c_str());
    std::fflush(stdout);
  }

  const std::unique_ptr<httplib::Server> http_;
  const std::string fail_once_;
  absl::Mutex mu_;
  std::set<std::string> failed_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "gancho-receiver [--port=N] [--certificate=FILE --key=FILE]");
  absl::ParseCommandLine(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Receiver receiver(absl::GetFlag(FLAGS_certificate), absl::GetFlag(FLAGS_key),
                    absl::GetFlag(FLAGS_fail_once));
  if (!receiver.is_valid()) {
    std::fprintf(stderr, "gancho-receiver: cannot use --certificate, --key\n");
    return EXIT_FAILURE;
  }
  const int port = receiver.Bind(absl::GetFlag(FLAGS_port));
  if (port <= 0) {
    std::fprintf(stderr, "gancho-receiver: the port is in use\n");
    return EXIT_FAILURE;
  }
  std::fprintf(stderr, "listening on 127.0.0.1:%d\n", port);
  std::thread server([&receiver] { receiver.Serve(); });
  int signal = 0;
  sigwait(&signals, &signal);
  receiver.Stop();
  server.join();
  return EXIT_SUCCESS;
}
