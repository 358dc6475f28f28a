// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_TLS_FAILURE_H_
#define GANCHO_DELIVERY_TLS_FAILURE_H_

#include <string>

struct x509_store_ctx_st;

namespace gancho::delivery {

// Why the certificate that `context` stands at was not accepted for `host`,
// for people: "certificate has expired (on 2024-05-01)". For OpenSSL's verify
// callback.
std::string DescribeVerifyFailure(x509_store_ctx_st* context,
                                  const std::string& host);

// Why a handshake failed, for people. `verify_failure` is what the verify
// callback said, if it failed. Reads and empties OpenSSL's error queue.
std::string DescribeHandshakeFailure(const std::string& verify_failure);

// Whether the first error of OpenSSL's queue is an alert that the peer sent;
// if so, `words` says what it refused. Leaves the queue.
bool DescribeAlert(std::string* words);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_TLS_FAILURE_H_
