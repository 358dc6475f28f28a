// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/backup_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "service/concat.h"
#include "store/thread_name.h"

namespace gancho::service {
namespace {

constexpr size_t kMaxRequest = 8192;  // twice the longest path
constexpr size_t kMaxAnswer = 8192;
constexpr timeval kPatience = {.tv_sec = 5, .tv_usec = 0};

absl::Status Errno(std::string_view what) {
  return absl::UnavailableError(Concat(what, ": ", std::strerror(errno)));
}

struct Address {
  sockaddr_un name = {};
  socklen_t size = 0;
  uid_t owner = 0;  // of the ledger
};

// The file LOCK is made with the ledger and never replaced.
absl::StatusOr<Address> AddressOf(const std::string& data_dir) {
  struct stat lock;
  if (stat((data_dir + "/LOCK").c_str(), &lock) != 0) {
    return absl::NotFoundError(Concat("no ledger in data directory '", data_dir,
                                      "': ", std::strerror(errno)));
  }
  Address address;
  address.owner = lock.st_uid;
  address.name.sun_family = AF_UNIX;
  const std::string name =
      Concat("gancho-backup-", std::to_string(uint64_t{lock.st_dev}), "-",
             std::to_string(uint64_t{lock.st_ino}));
  // A name that begins with a null byte is no file.
  std::copy(name.begin(), name.end(), address.name.sun_path + 1);
  address.size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return address;
}

// Whether the process at the other end runs as `uid` or as root.
bool PeerIs(int socket, uid_t uid) {
  ucred peer = {};
  socklen_t size = sizeof(peer);
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         (peer.uid == uid || peer.uid == 0);
}

bool SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// All until the other end has said everything, at most `limit` bytes.
std::string ReceiveAll(int socket, size_t limit) {
  std::string bytes;
  std::array<char, 4096> buffer;
  while (bytes.size() < limit) {
    const ssize_t size = recv(socket, buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    bytes.append(buffer.data(), static_cast<size_t>(size));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<BackupListener>> BackupListener::Start(
    const std::string& data_dir, Backup backup) {
  const auto address = AddressOf(data_dir);
  if (!address.ok()) return address.status();
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return Errno("socket");
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address->name),
           address->size) != 0 ||
      listen(listener, 4) != 0) {
    absl::Status failure = Errno("cannot listen for backup requests");
    close(listener);
    return failure;
  }
  const int end = eventfd(0, EFD_CLOEXEC);
  if (end < 0) {
    absl::Status failure = Errno("eventfd");
    close(listener);
    return failure;
  }
  return std::unique_ptr<BackupListener>(
      new BackupListener(listener, end, std::move(backup)));
}

BackupListener::BackupListener(int listener, int end, Backup backup)
    : listener_(listener),
      end_(end),
      backup_(std::move(backup)),
      thread_([this] {
        store::NameThisThread("backup");
        Run();
      }) {}

BackupListener::~BackupListener() {
  eventfd_write(end_, 1);
  thread_.join();
  close(listener_);
  close(end_);
}

void BackupListener::Run() {
  while (true) {
    std::array<pollfd, 2> sockets = {
        pollfd{.fd = listener_, .events = POLLIN, .revents = 0},
        pollfd{.fd = end_, .events = POLLIN, .revents = 0}};
    if (poll(sockets.data(), sockets.size(), -1) < 0 && errno != EINTR) return;
    if (sockets[1].revents != 0) return;
    if (sockets[0].revents == 0) continue;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    Serve(connection);
    close(connection);
  }
}

void BackupListener::Serve(int connection) {
  if (!PeerIs(connection, geteuid())) return;
  // Nobody holds the others up by saying nothing.
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &kPatience,
             sizeof(kPatience));
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &kPatience,
             sizeof(kPatience));
  const std::string directory = ReceiveAll(connection, kMaxRequest);
  if (directory.empty() || directory.front() != '/') return;
  const absl::Status status = backup_(directory);
  // An answer that nobody reads changes nothing.
  static_cast<void>(SendAll(
      connection,
      Concat(std::to_string(status.raw_code()), " ", ToStd(status.message()))));
}

absl::Status RequestBackup(const std::string& data_dir,
                           const std::string& directory) {
  const auto address = AddressOf(data_dir);
  if (!address.ok()) return address.status();
  const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return Errno("socket");
  const auto close_connection = absl::MakeCleanup([&] { close(connection); });
  if (connect(connection, reinterpret_cast<const sockaddr*>(&address->name),
              address->size) != 0) {
    return errno == ECONNREFUSED ? absl::UnimplementedError("no server listens")
                                 : Errno("cannot reach the server");
  }
  if (!PeerIs(connection, address->owner)) {
    return absl::PermissionDeniedError(
        "the process that answers is not of the user that owns the ledger");
  }
  if (!SendAll(connection, directory) || shutdown(connection, SHUT_WR) != 0) {
    return Errno("cannot ask the server");
  }
  const std::string answer = ReceiveAll(connection, kMaxAnswer);
  char* message = nullptr;
  const long code = std::strtol(answer.c_str(), &message, 10);
  if (answer.empty() || *message != ' ') {
    return absl::UnavailableError(
        "the server did not answer; does it run as the same user?");
  }
  return absl::Status(static_cast<absl::StatusCode>(code), message + 1);
}

}  // namespace gancho::service
