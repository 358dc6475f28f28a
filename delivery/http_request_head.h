// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_HTTP_REQUEST_HEAD_H_
#define GANCHO_DELIVERY_HTTP_REQUEST_HEAD_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "store/record.pb.h"

namespace gancho::delivery {

// Whether `name` is a header name (an RFC 9110 token).
bool IsHeaderName(std::string_view name);

// Whether `value` has no control characters but tabs: nothing that could end
// the line. Bytes above 0x7f pass, as receivers take them.
bool IsHeaderValue(std::string_view value);

// Whether a header of that name is set by the server alone, in any case: those
// that frame the message or belong to the connection, Content-Type, and
// webhook-*.
bool IsServerHeader(std::string_view name);

// "example.com", "example.com:8443", "[2001:db8::7]:8443": the port is left
// out if it is the scheme's own.
std::string HostHeader(bool tls, std::string_view host, uint32_t port);

// Writes the HTTP/1.1 request, head and body, into `out` (overwritten) as one
// run of bytes, so that it leaves in one write.
//
// Order: Host, User-Agent, Accept, Content-Length, `headers`, then those of
// `request`. A header of `request` that is also in `headers` is left out, since
// credentials must not be sent twice; User-Agent and Accept are left out if
// either has them. Accept-Encoding is never sent: what is not compressed
// cannot be a bomb.
//
// INVALID_ARGUMENT if any part contains what could end a line or start another
// header. Checked here again, although the template has been checked before,
// because here it is certain.
absl::Status SerializeRequest(
    const store::RenderedRequest& request,
    const std::vector<std::pair<std::string, std::string>>& headers,
    std::string_view user_agent, std::string* out);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_HTTP_REQUEST_HEAD_H_
