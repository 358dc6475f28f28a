// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TLS_FAILURE_H_
#define GANCHO_DELIVERY_TLS_FAILURE_H_

#include <string>

struct ssl_st;

namespace gancho::delivery {

// Why the handshake with `host` on `ssl` failed, for people: "certificate has
// expired (on 2024-05-01)". Reads and empties OpenSSL's error queue.
std::string DescribeHandshakeFailure(ssl_st* ssl, const std::string& host);

// Whether the first error of OpenSSL's queue is an alert that the peer sent;
// if so, `words` says what it refused. Leaves the queue.
bool DescribeAlert(std::string* words);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TLS_FAILURE_H_
