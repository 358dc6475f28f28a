// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_request_head.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"

namespace gancho::delivery {
namespace {

constexpr std::array<bool, 256> MakeTokenTable() {
  std::array<bool, 256> table = {};
  for (int c = '0'; c <= '9'; ++c) table[c] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c : std::string_view("!#$%&'*+-.^_`|~")) table[c] = true;
  return table;
}

constexpr std::array<bool, 256> kToken = MakeTokenTable();

// Visible ASCII and bytes above it: no space, nothing that could end the line.
bool IsTarget(std::string_view target) {
  return !target.empty() && target.front() == '/' &&
         std::all_of(target.begin(), target.end(),
                     [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

bool IsHost(std::string_view host) {
  return !host.empty() && host.size() <= 255 &&
         std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return kToken[c] || c == ':'; });
}

bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         absl::EqualsIgnoreCase(AbslView(a), AbslView(b));
}

// Those that frame the message or the connection: a second one would let the
// receiver read another request than we sent.
bool IsReserved(std::string_view name) {
  return SameName(name, "host") || SameName(name, "content-length") ||
         SameName(name, "transfer-encoding") || SameName(name, "connection");
}

void AppendHeader(std::string_view name, std::string_view value,
                  std::string* out) {
  out->append(name);
  out->append(": ");
  out->append(value);
  out->append("\r\n");
}

absl::Status AppendChecked(std::string_view name, std::string_view value,
                           std::string* out) {
  if (!IsHeaderName(name)) {
    return absl::InvalidArgumentError("a header's name is not a token");
  }
  if (IsReserved(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("header '", AbslView(name), "' is set by the server"));
  }
  if (!IsHeaderValue(value)) {
    // Not the value: it may be a secret.
    return absl::InvalidArgumentError(absl::StrCat(
        "header '", AbslView(name), "' contains control characters"));
  }
  AppendHeader(name, value, out);
  return absl::OkStatus();
}

}  // namespace

bool IsHeaderName(std::string_view name) {
  return !name.empty() && name.size() <= 256 &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return kToken[c]; });
}

bool IsHeaderValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return (c >= ' ' && c != 0x7f) || c == '\t';
  });
}

bool IsServerHeader(std::string_view name) {
  static constexpr std::string_view kNames[] = {"host",
                                                "content-length",
                                                "content-type",
                                                "transfer-encoding",
                                                "connection",
                                                "keep-alive",
                                                "proxy-authenticate",
                                                "proxy-authorization",
                                                "proxy-connection",
                                                "te",
                                                "trailer",
                                                "upgrade",
                                                "expect"};
  return absl::StartsWithIgnoreCase(AbslView(name), "webhook-") ||
         std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view own) { return SameName(name, own); });
}

std::string HostHeader(bool tls, std::string_view host, uint32_t port) {
  const bool literal_v6 = host.find(':') != std::string_view::npos;
  std::string result =
      literal_v6 ? absl::StrCat("[", AbslView(host), "]") : std::string(host);
  if (port != (tls ? 443u : 80u)) absl::StrAppend(&result, ":", port);
  return result;
}

absl::Status SerializeRequest(
    const store::RenderedRequest& request,
    const std::vector<std::pair<std::string, std::string>>& headers,
    std::string_view user_agent, std::string* out) {
  if (!IsHeaderName(request.method()) || request.method() == "CONNECT") {
    return absl::InvalidArgumentError("the method is not one of HTTP");
  }
  if (!IsTarget(request.target())) {
    return absl::InvalidArgumentError(
        "the URL's path or query contains spaces or control characters");
  }
  if (!IsHost(request.host()) || request.port() == 0 ||
      request.port() > 65535) {
    return absl::InvalidArgumentError("the URL has no proper host and port");
  }

  bool has_user_agent = false;
  bool has_accept = false;
  const auto note = [&](std::string_view name) {
    has_user_agent = has_user_agent || SameName(name, "user-agent");
    has_accept = has_accept || SameName(name, "accept");
  };
  for (const auto& [name, value] : headers) note(name);
  for (const auto& header : request.headers()) note(header.name());

  out->clear();
  out->reserve(512 + request.target().size() + request.body().size());
  out->append(request.method());
  out->push_back(' ');
  out->append(request.target());
  out->append(" HTTP/1.1\r\n");
  AppendHeader("Host",
               HostHeader(request.tls(), request.host(), request.port()), out);
  if (!has_user_agent) AppendHeader("User-Agent", user_agent, out);
  if (!has_accept) AppendHeader("Accept", "*/*", out);
  // GET and DELETE without a body send none of it; the others always say how
  // long it is, or some receivers answer 411.
  if (!request.body().empty() ||
      (request.method() != "GET" && request.method() != "DELETE")) {
    absl::StrAppend(out, "Content-Length: ", request.body().size(), "\r\n");
  }
  for (const auto& [name, value] : headers) {
    if (auto status = AppendChecked(name, value, out); !status.ok()) {
      return status;
    }
  }
  for (const auto& header : request.headers()) {
    const bool replaced = std::any_of(
        headers.begin(), headers.end(),
        [&](const auto& own) { return SameName(own.first, header.name()); });
    if (replaced) continue;
    if (auto status = AppendChecked(header.name(), header.value(), out);
        !status.ok()) {
      return status;
    }
  }
  out->append("\r\n");
  out->append(request.body());
  return absl::OkStatus();
}

}  // namespace gancho::delivery
