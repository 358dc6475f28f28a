// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/url_template.h"

#include <charconv>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/host_name.h"
#include "delivery/language/template_compiler.h"

namespace gancho::delivery {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool Fail(size_t offset, std::string reason, TemplateProblem* problem) {
  problem->offset = offset;
  problem->reason = std::move(reason);
  return false;
}

// Reads `https://`; returns its length, 0 if there is no such scheme.
size_t ParseScheme(std::string_view text, bool* tls) {
  const absl::string_view view(text.data(), text.size());
  for (const bool secure : {true, false}) {
    const absl::string_view scheme = secure ? "https://" : "http://";
    if (!absl::StartsWithIgnoreCase(view, scheme)) continue;
    *tls = secure;
    return scheme.size();
  }
  return 0;
}

bool ParsePort(std::string_view text, int* port) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), *port);
  return parsed.ptr == text.data() + text.size() && *port >= 1 &&
         *port <= 65535;
}

// `authority` begins at byte `offset` of the template.
bool ParseAuthority(std::string_view authority, size_t offset, UrlTemplate* url,
                    TemplateProblem* problem) {
  if (authority.find('@') != kNone) {
    return Fail(offset,
                "a user name or password does not belong into the URL: use "
                "the event's authentication",
                problem);
  }
  url->port = url->tls ? 443 : 80;
  size_t host_end = authority.size();
  const size_t colon = authority.rfind(':');
  const size_t bracket = authority.rfind(']');
  if (colon != kNone && (bracket == kNone || colon > bracket)) {
    if (!ParsePort(authority.substr(colon + 1), &url->port)) {
      return Fail(offset + colon + 1,
                  "the port is not a number from 1 to 65535", problem);
    }
    host_end = colon;
  }
  std::string reason = ParseHost(authority.substr(0, host_end), &url->host);
  return reason.empty() || Fail(offset, std::move(reason), problem);
}

bool IsHex(std::string_view text, size_t i) {
  return i < text.size() &&
         absl::ascii_isxdigit(static_cast<unsigned char>(text[i]));
}

// What may not stand literally in path or query.
bool CheckLiteral(const MustacheNode& node, TemplateProblem* problem) {
  const std::string_view text = node.text;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte < ' ' || byte == 0x7f) {
      return Fail(node.offset + i, "the URL has a control character", problem);
    }
    if (byte == '#') {
      return Fail(node.offset + i,
                  "a fragment is never sent: leave it out, or write %23",
                  problem);
    }
    if (byte == '%' && !(IsHex(text, i + 1) && IsHex(text, i + 2))) {
      return Fail(node.offset + i,
                  "% is not followed by two hexadecimal digits: write %25",
                  problem);
    }
  }
  return true;
}

// Where the origin ends in `text`, or npos if the template does not say so.
size_t FindOriginEnd(std::string_view text, size_t begin) {
  const size_t end = text.find_first_of("/?#\\", begin);
  return end == kNone ? text.size() : end;
}

// Splits the origin off the first node.
bool TakeOrigin(std::string_view text, std::vector<MustacheNode>* nodes,
                UrlTemplate* url, TemplateProblem* problem) {
  constexpr char kScheme[] = "the URL must begin with http:// or https://";
  constexpr char kFixed[] =
      "scheme, host and port of the URL are fixed: variables and sections "
      "may stand only after the first / behind them";
  MustacheNode first;
  if (!nodes->empty()) first = nodes->front();
  if (first.kind != MustacheNode::Kind::kText) {
    return Fail(first.offset, kFixed, problem);
  }
  const size_t authority = ParseScheme(first.text, &url->tls);
  if (authority == 0) return Fail(first.offset, kScheme, problem);
  const size_t end = FindOriginEnd(first.text, authority);
  if (end == first.text.size() && nodes->size() > 1) {
    return Fail((*nodes)[1].offset, kFixed, problem);
  }
  if (!ParseAuthority(first.text.substr(authority, end - authority),
                      first.offset + authority, url, problem)) {
    return false;
  }
  if (text.back() == ' ') {
    return Fail(text.size() - 1, "the URL ends with a space", problem);
  }
  url->origin_bytes = end;
  nodes->front().text.remove_prefix(end);
  nodes->front().offset += end;
  return true;
}

}  // namespace

bool CompileUrl(std::string_view text, UrlTemplate* url,
                TemplateProblem* problem) {
  std::vector<MustacheNode> nodes;
  if (!ParseMustache(text, &nodes, problem) ||
      !TakeOrigin(text, &nodes, url, problem)) {
    return false;
  }
  // A `?` inside a section may be left out, so it begins no query for sure,
  // and the stricter rules of the path go on.
  std::vector<Place> places;
  bool in_query = false;
  int depth = 0;
  for (const MustacheNode& node : nodes) {
    if (node.kind == MustacheNode::Kind::kEnd) --depth;
    if (node.kind == MustacheNode::Kind::kSection ||
        node.kind == MustacheNode::Kind::kInverted) {
      ++depth;
    }
    if (node.kind == MustacheNode::Kind::kText) {
      if (!CheckLiteral(node, problem)) return false;
      in_query = in_query || (depth == 0 && node.text.find('?') != kNone);
    }
    places.push_back(in_query ? Place::kUrlQuery : Place::kUrlPath);
  }
  // What is sent begins with a slash even where the template leaves it out.
  if (nodes.front().text.substr(0, 1) != "/") url->target.AddRaw("/");
  return CompileNodes(nodes, places, &url->target, problem);
}

bool HasDotSegment(std::string_view target) {
  std::string_view path = target.substr(0, target.find('?'));
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path = slash == kNone ? std::string_view() : path.substr(slash);
    size_t dots = 0;
    size_t i = 0;
    while (i < segment.size()) {
      if (segment[i] == '.') {
        i += 1;
      } else if (absl::EqualsIgnoreCase(
                     absl::string_view(segment.data() + i,
                                       std::min<size_t>(3, segment.size() - i)),
                     "%2e")) {
        i += 3;
      } else {
        dots = 3;
        break;
      }
      ++dots;
    }
    if (dots == 1 || dots == 2) return true;
  }
  return false;
}

}  // namespace gancho::delivery
