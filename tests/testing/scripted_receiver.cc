// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/testing/scripted_receiver.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "delivery/absl_view.h"
#include "delivery/tls_socket_bio.h"

namespace gancho::testing {
namespace {

using delivery::AbslView;

constexpr absl::Duration kForEver = absl::Hours(1);
constexpr absl::Duration kWaitForRequests = absl::Seconds(10);

// What fails here is the test's own fault.
void Require(bool good) {
  if (!good) std::abort();
}

X509* ReadCertificate(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  Require(certificate != nullptr);
  return certificate;
}

SSL_CTX* ServerContext(const ScriptedReceiver::Options& options) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  // Level 0: a test may want what nobody should accept.
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, options.min_tls_version);
  SSL_CTX_set_max_proto_version(context, options.max_tls_version);
  SSL_CTX_set_mode(context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_ENABLE_PARTIAL_WRITE);
  X509* certificate = ReadCertificate(options.certificate->certificate_pem);
  Require(SSL_CTX_use_certificate(context, certificate) == 1);
  X509_free(certificate);
  const std::string& key_pem = options.certificate->private_key_pem;
  BIO* bio = BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  Require(SSL_CTX_use_PrivateKey(context, key) == 1);
  EVP_PKEY_free(key);
  if (!options.client_ca_pem.empty()) {
    X509* root = ReadCertificate(options.client_ca_pem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root);
    X509_free(root);
    SSL_CTX_set_verify(
        context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  const unsigned char id[] = "test";
  SSL_CTX_set_session_id_context(context, id, sizeof(id));
  return context;
}

}  // namespace

std::string ReceivedRequest::Header(std::string_view name) const {
  for (const auto& [own, value] : headers) {
    if (own == name) return value;
  }
  return "";
}

ReceiverConnection::~ReceiverConnection() {
  if (ssl_ != nullptr) SSL_free(ssl_);
  if (fd_ >= 0) close(fd_);
}

std::string ReceiverConnection::server_name() const {
  const char* name = ssl_ == nullptr
                         ? nullptr
                         : SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? "" : name;
}

bool ReceiverConnection::Wait(short events, absl::Duration timeout) {
  pollfd fds[2] = {{.fd = fd_, .events = events, .revents = 0},
                   {.fd = stop_fd_, .events = POLLIN, .revents = 0}};
  // ppoll rather than poll for pauses below a millisecond.
  const timespec time = absl::ToTimespec(timeout);
  while (ppoll(fds, 2, &time, nullptr) < 0 && errno == EINTR) {
  }
  return fds[1].revents == 0;
}

bool ReceiverConnection::Retry(int result) {
  const int error = SSL_get_error(ssl_, result);
  if (error == SSL_ERROR_WANT_READ) return Wait(POLLIN, kForEver);
  if (error == SSL_ERROR_WANT_WRITE) return Wait(POLLOUT, kForEver);
  ERR_clear_error();
  return false;
}

bool ReceiverConnection::Handshake(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  tls_socket_.fd = fd_;
  BIO* bio = delivery::NewTlsSocketBio(&tls_socket_);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
  for (;;) {
    const int result = SSL_do_handshake(ssl_);
    if (result == 1) return true;
    if (!Retry(result)) return false;
  }
}

bool ReceiverConnection::ReadMore() {
  char buffer[16 * 1024];
  for (;;) {
    if (ssl_ != nullptr) {
      const int result = SSL_read(ssl_, buffer, sizeof(buffer));
      if (result > 0) {
        buffer_.append(buffer, static_cast<size_t>(result));
        return true;
      }
      if (!Retry(result)) return false;
      continue;
    }
    const ssize_t result = recv(fd_, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (result > 0) {
      buffer_.append(buffer, static_cast<size_t>(result));
      return true;
    }
    if (result == 0 || (errno != EAGAIN && errno != EINTR) ||
        !Wait(POLLIN, kForEver)) {
      return false;
    }
  }
}

bool ReceiverConnection::ReadBytes(size_t size) {
  while (buffer_.size() < size) {
    if (!ReadMore()) return false;
  }
  return true;
}

std::optional<ReceivedRequest> ReceiverConnection::ReadRequest() {
  size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!ReadMore()) return std::nullopt;
  }
  ReceivedRequest request;
  request.connection = number_;
  const std::vector<std::string> lines =
      absl::StrSplit(buffer_.substr(0, end), "\r\n");
  const std::vector<std::string> start = absl::StrSplit(lines[0], ' ');
  request.method = start[0];
  if (start.size() > 1) request.target = start[1];
  size_t length = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<std::string, std::string> header =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    request.headers.emplace_back(absl::AsciiStrToLower(header.first),
                                 header.second);
    if (absl::EqualsIgnoreCase(header.first, "content-length")) {
      Require(absl::SimpleAtoi(header.second, &length));
    }
  }
  const size_t body = end + 4;
  while (buffer_.size() < body + length) {
    if (!ReadMore()) return std::nullopt;
  }
  request.body = buffer_.substr(body, length);
  buffer_.erase(0, body + length);
  receiver_->Record(request);
  return request;
}

bool ReceiverConnection::Send(std::string_view bytes) {
  if (ssl_ == nullptr) return SendRaw(bytes);
  while (!bytes.empty()) {
    const int result =
        SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    if (result > 0) {
      bytes.remove_prefix(static_cast<size_t>(result));
    } else if (!Retry(result)) {
      return false;
    }
  }
  return true;
}

bool ReceiverConnection::SendRaw(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t result =
        send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (result > 0) {
      bytes.remove_prefix(static_cast<size_t>(result));
    } else if ((errno != EAGAIN && errno != EINTR) ||
               !Wait(POLLOUT, kForEver)) {
      return false;
    }
  }
  return true;
}

bool ReceiverConnection::SendSlowly(std::string_view bytes, size_t piece,
                                    absl::Duration pause) {
  while (!bytes.empty()) {
    const size_t size = std::min(piece, bytes.size());
    if (!Send(bytes.substr(0, size)) || !Pause(pause)) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

void ReceiverConnection::SendForEver(std::string_view bytes) {
  while (Send(bytes)) {
  }
}

bool ReceiverConnection::Pause(absl::Duration duration) {
  return Wait(0, duration);
}

void ReceiverConnection::Hang() {
  while (ReadMore()) buffer_.clear();
}

void ReceiverConnection::Close() {
  CloseWrite();
  Hang();
}

void ReceiverConnection::CloseWrite() {
  if (ssl_ != nullptr) SSL_shutdown(ssl_);
  shutdown(fd_, SHUT_WR);
}

void ReceiverConnection::CloseAbruptly() {
  shutdown(fd_, SHUT_WR);
  Hang();
}

void ReceiverConnection::Reset() {
  const linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  close(fd_);
  fd_ = -1;
}

ScriptedReceiver::ScriptedReceiver(const Options& options, Script script)
    : script_(std::move(script)) {
  if (options.certificate) tls_ = ServerContext(options);
  int fds[2];
  Require(pipe2(fds, O_CLOEXEC) == 0);
  stop_read_fd_ = fds[0];
  stop_write_fd_ = fds[1];

  sockaddr_storage address = {};
  socklen_t size = 0;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
  if (inet_pton(AF_INET, options.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    size = sizeof(*v4);
  } else {
    Require(inet_pton(AF_INET6, options.address.c_str(), &v6->sin6_addr) == 1);
    v6->sin6_family = AF_INET6;
    size = sizeof(*v6);
  }
  listen_fd_ = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Require(bind(listen_fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
  Require(listen(listen_fd_, SOMAXCONN) == 0);
  Require(getsockname(listen_fd_, reinterpret_cast<sockaddr*>(&address),
                      &size) == 0);
  port_ = ntohs(address.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptedReceiver::~ScriptedReceiver() {
  close(stop_write_fd_);  // wakes everybody for good
  acceptor_.join();
  std::list<std::thread> threads;
  {
    absl::MutexLock lock(&mu_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
  close(listen_fd_);
  close(stop_read_fd_);
  if (tls_ != nullptr) SSL_CTX_free(tls_);
}

void ScriptedReceiver::Accept() {
  for (;;) {
    pollfd fds[2] = {{.fd = listen_fd_, .events = POLLIN, .revents = 0},
                     {.fd = stop_read_fd_, .events = POLLIN, .revents = 0}};
    poll(fds, 2, -1);
    if (fds[1].revents != 0) return;
    const int fd =
        accept4(listen_fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) continue;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    absl::MutexLock lock(&mu_);
    const int number = ++connections_;
    threads_.emplace_back([this, fd, number] { Serve(fd, number); });
  }
}

void ScriptedReceiver::Serve(int fd, int number) {
  ReceiverConnection connection(this, fd, stop_read_fd_, number);
  if (tls_ == nullptr || connection.Handshake(tls_)) script_(connection);
}

int ScriptedReceiver::connections() const {
  absl::MutexLock lock(&mu_);
  return connections_;
}

std::vector<ReceivedRequest> ScriptedReceiver::requests() const {
  absl::MutexLock lock(&mu_);
  return requests_;
}

bool ScriptedReceiver::WaitForRequests(size_t count) const {
  const auto enough = [&]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return requests_.size() >= count;
  };
  absl::MutexLock lock(&mu_);
  return mu_.AwaitWithTimeout(absl::Condition(&enough), kWaitForRequests);
}

void ScriptedReceiver::Record(ReceivedRequest request) {
  absl::MutexLock lock(&mu_);
  requests_.push_back(std::move(request));
}

std::string HttpAnswer(int status, std::string_view body,
                       std::string_view more_headers) {
  return absl::StrCat("HTTP/1.1 ", status,
                      " Status\r\nContent-Length: ", body.size(), "\r\n",
                      AbslView(more_headers), "\r\n", AbslView(body));
}

ScriptedReceiver::Script AnswerAlways(std::string answer) {
  return [answer = std::move(answer)](ReceiverConnection& connection) {
    while (connection.ReadRequest()) {
      if (!connection.Send(answer)) return;
    }
  };
}

}  // namespace gancho::testing
