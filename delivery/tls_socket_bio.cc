// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/tls_socket_bio.h"

#include <openssl/bio.h>

#include <cerrno>

namespace gancho::delivery {
namespace {

PolledSocket& Socket(BIO* bio) {
  return *static_cast<PolledSocket*>(BIO_get_data(bio));
}

bool WouldBlock() { return errno == EAGAIN || errno == EINTR; }

int Write(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = Socket(bio).Send(data, static_cast<size_t>(size));
  if (sent < 0 && WouldBlock()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int Read(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t received = Socket(bio).Receive(data, static_cast<size_t>(size));
  if (received < 0 && WouldBlock()) BIO_set_retry_read(bio);
  if (received == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(received);
}

long Control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
      return 0;
  }
}

BIO_METHOD* Method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* result =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(result, Write);
    BIO_meth_set_read(result, Read);
    BIO_meth_set_ctrl(result, Control);
    return result;
  }();
  return method;
}

}  // namespace

bio_st* NewTlsSocketBio(PolledSocket* socket) {
  BIO* bio = BIO_new(Method());
  if (bio == nullptr) return nullptr;
  BIO_set_data(bio, socket);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace gancho::delivery
