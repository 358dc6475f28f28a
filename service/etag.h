// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_ETAG_H_
#define GANCHO_SERVICE_ETAG_H_

#include <cstdint>
#include <string>

namespace gancho::service {

// The etag of one version of a resource: opaque, the same after a restart, and
// never that of another version, nor of a later resource of the same name
// (which has another uid).
std::string MakeEtag(uint64_t uid, uint64_t version);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_ETAG_H_
