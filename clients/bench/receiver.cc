// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho-bench-receiver: many destinations in one thread, each as healthy as it
// is told to be, and the time at which each request's first byte arrived.
//
// Destination i is http://127.0.X.Y:PORT/d/I with X = 1 + i / 250 and
// Y = 1 + i % 250: an origin of its own. A body that holds "at=MICROSECONDS;"
// tells when its state was sent; the difference is its latency.
//
// On the control port, each with an answer in JSON:
//   /behave?hang=H&fail=F   destinations below H never answer, the next F
//                           answer 500, all others 204; tells the time in
//                           microseconds
//   /first                  when the first request since the last /behave came,
//                           in microseconds; 0 for none
//   /take?from=D&to=D&after=US&before=US
//                           quantiles over the first requests for destinations
//                           from <= d < to whose state was sent in that time

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

ABSL_FLAG(int, port, 0, "Port of all destinations. 0: a free one.");
ABSL_FLAG(int, control_port, 0, "Port of the control requests. 0: a free one.");
ABSL_FLAG(int, destinations, 1, "Destinations, each an address of its own.");
ABSL_FLAG(std::string, certificate, "", "PEM file; with --key: TLS.");
ABSL_FLAG(std::string, key, "", "PEM file.");

namespace gancho {
namespace {

void Check(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(EXIT_FAILURE);
}

// The number behind `name` in `text`, or `otherwise`.
int64_t NumberAfter(std::string_view text, std::string_view name,
                    int64_t otherwise) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) return otherwise;
  text.remove_prefix(at + name.size());
  int64_t number;
  const std::string digits(
      text.substr(0, text.find_first_not_of("0123456789")));
  return absl::SimpleAtoi(digits, &number) ? number : otherwise;
}

int Listen(uint32_t address, int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  Check(fd >= 0, "socket");
  const int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  sockaddr_in name = {};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(address);
  name.sin_port = htons(static_cast<uint16_t>(port));
  Check(bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0,
        "bind");
  Check(listen(fd, 4096) == 0, "listen");
  return fd;
}

int PortOf(int fd) {
  sockaddr_in name = {};
  socklen_t size = sizeof(name);
  Check(getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0,
        "getsockname");
  return ntohs(name.sin_port);
}

struct Sample {
  int destination;
  int64_t sent_us;
  int64_t latency_us;
};

class Receiver {
 public:
  void Run();

 private:
  struct Connection {
    bool control = false;
    SSL* ssl = nullptr;
    std::string input;
    int64_t first_byte_us = 0;  // of what is in `input`
  };

  void Watch(int fd);
  void Accept(int listener, bool control);
  void Read(int fd);
  bool TakeRequest(int fd, Connection& connection);
  void Record(std::string_view head, std::string_view body, int destination,
              int64_t first_byte_us);
  std::string Control(std::string_view head);
  void Write(Connection& connection, int fd, std::string_view bytes);
  void Close(int fd);

  SSL_CTX* tls_ = nullptr;
  int epoll_ = -1;
  int control_ = -1;
  absl::flat_hash_set<int> listeners_;
  std::unordered_map<int, Connection> connections_;
  int hang_ = 0;
  int fail_ = 0;
  int64_t requests_ = 0;
  int64_t repeated_ = 0;
  int64_t first_us_ = 0;  // since the last /behave
  // In many small sets, and in blocks: one that grows by moving a million
  // entries would hold up the receiver for 30 ms, which would be measured.
  std::array<absl::flat_hash_set<std::string>, 4096> ids_;
  std::deque<Sample> samples_;
};

void Receiver::Run() {
  if (!absl::GetFlag(FLAGS_certificate).empty()) {
    tls_ = SSL_CTX_new(TLS_server_method());
    Check(
        SSL_CTX_use_certificate_chain_file(
            tls_, absl::GetFlag(FLAGS_certificate).c_str()) == 1 &&
            SSL_CTX_use_PrivateKey_file(tls_, absl::GetFlag(FLAGS_key).c_str(),
                                        SSL_FILETYPE_PEM) == 1,
        "certificate");
  }
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  Check(epoll_ >= 0, "epoll_create1");
  int port = absl::GetFlag(FLAGS_port);
  for (int i = 0; i < absl::GetFlag(FLAGS_destinations); ++i) {
    const uint32_t address =
        (127u << 24) | ((1u + i / 250) << 8) | (1u + i % 250);
    const int fd = Listen(address, port);
    port = PortOf(fd);
    listeners_.insert(fd);
    Watch(fd);
  }
  control_ = Listen(INADDR_LOOPBACK, absl::GetFlag(FLAGS_control_port));
  Watch(control_);
  absl::PrintF("receiving on %d, control on %d\n", port, PortOf(control_));
  std::fflush(stdout);
  std::array<epoll_event, 256> events;
  while (true) {
    const int count = epoll_wait(epoll_, events.data(), events.size(), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[i].data.fd;
      if (fd == control_ || listeners_.contains(fd)) {
        Accept(fd, fd == control_);
      } else {
        Read(fd);
      }
    }
  }
}

void Receiver::Watch(int fd) {
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = fd;
  Check(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

void Receiver::Accept(int listener, bool control) {
  while (true) {
    const int fd =
        accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    Connection& connection = connections_[fd];
    connection.control = control;
    if (tls_ != nullptr && !control) {
      connection.ssl = SSL_new(tls_);
      SSL_set_fd(connection.ssl, fd);
      SSL_set_accept_state(connection.ssl);
    }
    Watch(fd);
  }
}

void Receiver::Read(int fd) {
  const auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  std::array<char, 16384> buffer;
  const int64_t now_us = absl::GetCurrentTimeNanos() / 1000;
  while (true) {
    ssize_t size;
    bool again;
    if (connection.ssl != nullptr) {
      size = SSL_read(connection.ssl, buffer.data(), buffer.size());
      again =
          size <= 0 && SSL_get_error(connection.ssl, static_cast<int>(size)) ==
                           SSL_ERROR_WANT_READ;
    } else {
      size = read(fd, buffer.data(), buffer.size());
      again = size < 0 && errno == EAGAIN;
    }
    if (size > 0) {
      if (connection.input.empty()) connection.first_byte_us = now_us;
      connection.input.append(buffer.data(), size);
      continue;
    }
    if (!again) return Close(fd);
    break;
  }
  while (TakeRequest(fd, connection)) {
  }
}

// Takes one whole request from the front of the input, if there is one.
bool Receiver::TakeRequest(int fd, Connection& connection) {
  const std::string_view input = connection.input;
  const size_t end = input.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  const std::string_view head = input.substr(0, end + 2);
  int64_t length = NumberAfter(head, "\r\nContent-Length: ", -1);
  if (length < 0) length = NumberAfter(head, "\r\ncontent-length: ", 0);
  if (input.size() < end + 4 + length) return false;
  const std::string_view body = input.substr(end + 4, length);
  if (connection.control) {
    const std::string answer = Control(head.substr(0, head.find("\r\n")));
    Write(connection, fd,
          absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ", answer.size(),
                       "\r\n\r\n", answer));
  } else {
    const int destination = static_cast<int>(NumberAfter(head, "/d/", 0));
    Record(head, body, destination, connection.first_byte_us);
    if (destination >= hang_ + fail_) {
      Write(connection, fd, "HTTP/1.1 204 No Content\r\n\r\n");
    } else if (destination >= hang_) {
      Write(connection, fd,
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    }
  }
  connection.input.erase(0, end + 4 + length);
  return !connection.input.empty();
}

void Receiver::Record(std::string_view head, std::string_view body,
                      int destination, int64_t first_byte_us) {
  constexpr std::string_view kId = "\r\nwebhook-id: ";
  ++requests_;
  if (first_us_ == 0) first_us_ = first_byte_us;
  if (const size_t at = head.find(kId); at != std::string_view::npos) {
    const std::string_view id = head.substr(at + kId.size(), 36);
    const size_t hash = std::hash<std::string_view>()(id);
    if (!ids_[hash % ids_.size()].emplace(id).second) {
      ++repeated_;
      return;
    }
  }
  const int64_t sent_us = NumberAfter(body, "at=", -1);
  if (sent_us < 0) return;
  samples_.push_back({destination, sent_us, first_byte_us - sent_us});
}

std::string Receiver::Control(std::string_view head) {
  if (head.find("/behave") != std::string_view::npos) {
    hang_ = static_cast<int>(NumberAfter(head, "hang=", 0));
    fail_ = static_cast<int>(NumberAfter(head, "fail=", 0));
    first_us_ = 0;
    return absl::StrCat("{\"now_us\":", absl::GetCurrentTimeNanos() / 1000,
                        "}\n");
  }
  if (head.find("/first") != std::string_view::npos) {
    return absl::StrCat("{\"first_us\":", first_us_, "}\n");
  }
  const int64_t from = NumberAfter(head, "from=", 0);
  const int64_t to = NumberAfter(head, "to=", INT64_MAX);
  const int64_t after = NumberAfter(head, "after=", 0);
  const int64_t before = NumberAfter(head, "before=", INT64_MAX);
  std::vector<int64_t> taken;
  std::vector<int64_t> arrivals;
  for (const Sample& sample : samples_) {
    if (sample.destination >= from && sample.destination < to &&
        sample.sent_us >= after && sample.sent_us < before) {
      taken.push_back(sample.latency_us);
      arrivals.push_back(sample.sent_us + sample.latency_us);
    }
  }
  std::sort(taken.begin(), taken.end());
  std::sort(arrivals.begin(), arrivals.end());
  int64_t longest_gap_us = 0;
  for (size_t i = 1; i < arrivals.size(); ++i) {
    longest_gap_us = std::max(longest_gap_us, arrivals[i] - arrivals[i - 1]);
  }
  const auto quantile_ms = [&taken](double q) {
    if (taken.empty()) return 0.0;
    const size_t at =
        std::min(taken.size() - 1,
                 static_cast<size_t>(q * static_cast<double>(taken.size())));
    return static_cast<double>(taken[at]) / 1000;
  };
  return absl::StrFormat(
      "{\"requests\":%d,\"repeated\":%d,\"count\":%d,\"p50_ms\":%.3f,"
      "\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f,"
      "\"longest_gap_ms\":%.3f}\n",
      requests_, repeated_, taken.size(), quantile_ms(0.5), quantile_ms(0.99),
      quantile_ms(0.999), quantile_ms(1),
      static_cast<double>(longest_gap_us) / 1000);
}

void Receiver::Write(Connection& connection, int fd, std::string_view bytes) {
  // Answers are small: what the socket does not take at once means that the
  // peer is gone, and then the next read says so.
  if (connection.ssl != nullptr) {
    SSL_write(connection.ssl, bytes.data(), static_cast<int>(bytes.size()));
  } else {
    send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
}

void Receiver::Close(int fd) {
  const auto found = connections_.find(fd);
  if (found->second.ssl != nullptr) SSL_free(found->second.ssl);
  connections_.erase(found);
  close(fd);
}

}  // namespace
}  // namespace gancho

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Receives and times what a ganchod sends.");
  absl::ParseCommandLine(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  gancho::Receiver().Run();
}
