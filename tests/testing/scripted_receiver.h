// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_SCRIPTED_RECEIVER_H_
#define GANCHO_TESTS_TESTING_SCRIPTED_RECEIVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "delivery/socket_poller.h"
#include "tests/testing/test_certificates.h"

struct ssl_ctx_st;
struct ssl_st;

namespace gancho::testing {

// A request that a receiver got.
struct ReceivedRequest {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names
  std::string body;
  int connection = 0;  // 1 for the first

  // The first value of that (lower-case) name; empty if there is none.
  std::string Header(std::string_view name) const;
};

class ScriptedReceiver;

// One accepted connection, as a script sees it. Calls block the script's own
// thread until they are done, the peer is gone or the receiver stops; they
// return false then, and the script should return.
class ReceiverConnection {
 public:
  // From 1, in the order in which connections were accepted.
  int number() const { return number_; }
  // What the client sent as SNI; empty without.
  std::string server_name() const;

  // Reads one request with a Content-Length body or none.
  std::optional<ReceivedRequest> ReadRequest();
  // Reads until at least `size` bytes have come in all.
  bool ReadBytes(size_t size);

  bool Send(std::string_view bytes);
  // The same in pieces, with a pause after each.
  bool SendSlowly(std::string_view bytes, size_t piece, absl::Duration pause);
  // Sends `bytes` again and again, until the peer is gone.
  void SendForEver(std::string_view bytes);
  // Past TLS, straight into the socket.
  bool SendRaw(std::string_view bytes);

  bool Pause(absl::Duration duration);
  // Until the peer closes.
  void Hang();

  // Ends the stream in the proper way.
  void Close();
  // Ends the stream, but goes on reading.
  void CloseWrite();
  // Ends the TCP stream without saying so in TLS.
  void CloseAbruptly();
  // RST.
  void Reset();

  // For what is not foreseen here; null without TLS.
  ssl_st* ssl() { return ssl_; }

 private:
  friend class ScriptedReceiver;

  ReceiverConnection(ScriptedReceiver* receiver, int fd, int stop_fd,
                     int number)
      : receiver_(receiver), fd_(fd), stop_fd_(stop_fd), number_(number) {}
  ~ReceiverConnection();

  bool Handshake(ssl_ctx_st* context);
  // Waits for the socket; false if the receiver stops.
  bool Wait(short events, absl::Duration timeout);
  // Reads what there is into buffer_; false at the end.
  bool ReadMore();
  bool Retry(int result);

  ScriptedReceiver* const receiver_;
  int fd_;
  delivery::PolledSocket tls_socket_;  // of ssl_, with fd_
  const int stop_fd_;
  const int number_;
  ssl_st* ssl_ = nullptr;
  std::string buffer_;
};

// A server on 127.0.0.1 whose behaviour is a function. Every connection has a
// thread of its own and runs the script from its beginning. Thread-safe.
class ScriptedReceiver {
 public:
  using Script = std::function<void(ReceiverConnection&)>;

  struct Options {
    // Serves TLS with this certificate.
    std::optional<TestCertificate> certificate;
    int min_tls_version = 0;  // as TLS1_2_VERSION; 0: any that OpenSSL has
    int max_tls_version = 0;
    // PEM; clients without a certificate of that authority are refused.
    std::string client_ca_pem;
    std::string address = "127.0.0.1";
  };

  ScriptedReceiver(const Options& options, Script script);
  explicit ScriptedReceiver(Script script)
      : ScriptedReceiver(Options(), std::move(script)) {}
  // Ends all scripts.
  ~ScriptedReceiver();

  uint32_t port() const { return port_; }
  // Connections that were accepted so far.
  int connections() const ABSL_LOCKS_EXCLUDED(mu_);
  // What ReadRequest() returned so far.
  std::vector<ReceivedRequest> requests() const ABSL_LOCKS_EXCLUDED(mu_);
  // Waits until that many requests have come; false after ten seconds.
  bool WaitForRequests(size_t count) const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  friend class ReceiverConnection;

  void Record(ReceivedRequest request) ABSL_LOCKS_EXCLUDED(mu_);
  void Accept();
  void Serve(int fd, int number);

  Script script_;
  ssl_ctx_st* tls_ = nullptr;
  int listen_fd_ = -1;
  int stop_read_fd_ = -1;
  int stop_write_fd_ = -1;
  uint32_t port_ = 0;
  std::thread acceptor_;

  mutable absl::Mutex mu_;
  std::list<std::thread> threads_ ABSL_GUARDED_BY(mu_);
  int connections_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<ReceivedRequest> requests_ ABSL_GUARDED_BY(mu_);
};

// "HTTP/1.1 200 OK" with `body` and its length.
std::string HttpAnswer(int status, std::string_view body = "",
                       std::string_view more_headers = "");

// A script that answers every request of a connection alike.
ScriptedReceiver::Script AnswerAlways(std::string answer);

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_SCRIPTED_RECEIVER_H_
