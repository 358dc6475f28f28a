// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TLS_SOCKET_BIO_H_
#define GANCHO_DELIVERY_TLS_SOCKET_BIO_H_

#include "delivery/socket_poller.h"

struct bio_st;

namespace gancho::delivery {

// OpenSSL's way to a non-blocking socket that somebody else owns. Unlike
// BIO_s_socket() it never raises SIGPIPE, which would end the process.
// The caller frees it, or gives it to SSL_set_bio(); `socket` outlives it.
bio_st* NewTlsSocketBio(PolledSocket* socket);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TLS_SOCKET_BIO_H_
