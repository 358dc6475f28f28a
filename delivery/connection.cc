// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/connection.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "delivery/tls_failure.h"
#include "delivery/tls_socket_bio.h"

namespace gancho::delivery {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint ToEndpoint(const IpAddress& address, uint32_t port) {
  const auto port_number = static_cast<uint16_t>(port);
  if (address.is_v4()) {
    return tcp::endpoint(asio::ip::address_v4(address.v4()), port_number);
  }
  asio::ip::address_v6::bytes_type bytes;
  std::copy(address.bytes().begin(), address.bytes().end(), bytes.begin());
  return tcp::endpoint(asio::ip::address_v6(bytes), port_number);
}

}  // namespace

std::string SocketErrorInWords(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "connection refused";
    case ECONNRESET:
    case EPIPE:
      return "the connection was reset";
    case ETIMEDOUT:
      return "no reply to TCP";
    case ENETUNREACH:
      return "network is unreachable";
    case EHOSTUNREACH:
      return "no route to the host";
    case EMFILE:
    case ENFILE:
      return "too many open files";
    default:
      return absl::AsciiStrToLower(std::strerror(error));
  }
}

Connection::Connection(asio::io_context& io,
                       std::shared_ptr<SocketPoller> poller)
    : connecting_(io), poller_(std::move(poller)) {}

Connection::~Connection() { Close(); }

void Connection::Connect(const IpAddress& address, uint32_t port) {
  const tcp::endpoint endpoint = ToEndpoint(address, port);
  address_ = address.ToString(port);
  error_code error;
  connecting_.open(endpoint.protocol(), error);
  if (!error) connecting_.non_blocking(true, error);
  // A request is one write; waiting for more would only delay it.
  if (!error) connecting_.set_option(tcp::no_delay(true), error);
  const auto done = [self = shared_from_this()](const error_code& result) {
    self->OnConnected(result.value());
  };
  if (error) {
    asio::post(connecting_.get_executor(), [done, error] { done(error); });
    return;
  }
  connecting_.async_connect(endpoint, done);
}

void Connection::OnConnected(int error) {
  if (user_ == nullptr) return;
  if (error == 0) {
    error_code failed;
    socket_.fd = connecting_.release(failed);
    error = failed.value();
    if (error == 0 && !poller_->Add(this)) {
      error = errno;
      close(std::exchange(socket_.fd, -1));
    }
  }
  user_->OnConnect(this, error);
}

bool Connection::StartTls(std::shared_ptr<TlsProfile> profile,
                          const std::string& host, uint32_t port) {
  profile_ = std::move(profile);
  ssl_ = profile_->NewStream(host, port);
  if (ssl_ == nullptr) return false;
  BIO* bio = NewTlsSocketBio(&socket_);
  if (bio == nullptr) return false;
  SSL_set_bio(ssl_, bio, bio);
  return true;
}

Connection::Io Connection::Handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  if (result == 1) {
    handshake_done_ = true;
    return Io::kDone;
  }
  return OnTlsError(result);
}

Connection::Io Connection::Write(std::string_view data, size_t* written) {
  *written = 0;
  if (ssl_ != nullptr) {
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_, data.data(), data.size(), written);
    return result == 1 ? Io::kDone : OnTlsError(result);
  }
  const ssize_t sent = socket_.Send(data.data(), data.size());
  if (sent > 0) {
    *written = static_cast<size_t>(sent);
    return Io::kDone;
  }
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return Io::kWantWrite;
  return OnSocketError(sent < 0 ? errno : EPIPE);
}

Connection::Io Connection::Read(char* buffer, size_t capacity, size_t* size) {
  *size = 0;
  if (ssl_ != nullptr) {
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_, buffer, capacity, size);
    return result == 1 ? Io::kDone : OnTlsError(result);
  }
  const ssize_t received = socket_.Receive(buffer, capacity);
  if (received > 0) {
    *size = static_cast<size_t>(received);
    return Io::kDone;
  }
  if (received == 0) {
    closing_ = Attempt::Closing::kOrderly;
    reason_ = "the connection was closed";
    return Io::kClosed;
  }
  if (errno == EAGAIN || errno == EINTR) return Io::kWantRead;
  return OnSocketError(errno);
}

bool Connection::HasBuffered() const {
  return ssl_ != nullptr && SSL_has_pending(ssl_) == 1;
}

Connection::Io Connection::OnTlsError(int result) {
  const int saved_errno = errno;
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return Io::kWantRead;
    case SSL_ERROR_WANT_WRITE:
      return Io::kWantWrite;
    case SSL_ERROR_ZERO_RETURN:
      closing_ = Attempt::Closing::kOrderly;
      reason_ = "the connection was closed";
      return Io::kClosed;
    case SSL_ERROR_SYSCALL:
      failed_ = true;
      return OnSocketError(saved_errno == 0 ? ECONNRESET : saved_errno);
    default:
      break;
  }
  failed_ = true;
  if (!handshake_done_) {
    closing_ = Attempt::Closing::kBroken;
    reason_ = DescribeHandshakeFailure(TlsProfile::VerifyFailure(ssl_));
    return Io::kClosed;
  }
  const unsigned long code = ERR_peek_error();
  if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
    closing_ = Attempt::Closing::kTruncated;
    reason_ = "the connection was closed";
  } else if (DescribeAlert(&reason_)) {
    closing_ = Attempt::Closing::kTlsAlert;
  } else {
    closing_ = Attempt::Closing::kBroken;
    const char* text = ERR_reason_error_string(code);
    reason_ = std::string("TLS failed: ") + (text ? text : "unknown error");
  }
  ERR_clear_error();
  return Io::kClosed;
}

Connection::Io Connection::OnSocketError(int error) {
  closing_ = Attempt::Closing::kBroken;
  reason_ = SocketErrorInWords(error);
  if (ssl_ != nullptr && !handshake_done_) reason_ += " in the TLS handshake";
  return Io::kClosed;
}

void Connection::WaitReadable() {
  waiting_read_ = true;
  if (socket_.readable) TellUserSoon();
}

void Connection::WaitWritable() {
  waiting_write_ = true;
  if (socket_.writable) TellUserSoon();
}

// What is ready already raises no event.
void Connection::TellUserSoon() {
  if (telling_) return;
  telling_ = true;
  asio::post(connecting_.get_executor(), [self = shared_from_this()] {
    self->telling_ = false;
    self->OnSocketEvent();
  });
}

void Connection::OnSocketEvent() {
  const auto self = shared_from_this();
  if (user_ != nullptr && waiting_read_ && socket_.readable) {
    waiting_read_ = false;
    user_->OnReadable();
  }
  if (user_ != nullptr && waiting_write_ && socket_.writable) {
    waiting_write_ = false;
    user_->OnWritable();
  }
}

bool Connection::Probe() {
  if (!open()) return false;
  char byte;
  if (!HasBuffered()) {
    const ssize_t received =
        recv(socket_.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (received < 0) return errno == EAGAIN || errno == EINTR;
    if (received == 0 || ssl_ == nullptr) return false;
  }
  // Perhaps only a ticket that came late, which OpenSSL takes; data or an end
  // refuses the connection.
  size_t size = 0;
  return Read(&byte, 1, &size) == Io::kWantRead;
}

void Connection::Close() {
  user_ = nullptr;
  if (ssl_ != nullptr) {
    // The end of the TLS stream is announced where that is allowed, and never
    // waited for.
    if (handshake_done_ && !failed_ && open()) {
      ERR_clear_error();
      SSL_shutdown(ssl_);
      ERR_clear_error();
    }
    // Or OpenSSL takes the session for broken.
    SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl_);
    ssl_ = nullptr;
  }
  error_code ignored;
  connecting_.close(ignored);
  if (open()) {
    poller_->Remove(this);
    close(std::exchange(socket_.fd, -1));
  }
}

}  // namespace gancho::delivery
