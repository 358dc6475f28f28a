// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_response_parser.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "delivery/absl_view.h"
#include "delivery/http_request_head.h"

namespace gancho::delivery {
namespace {

constexpr std::string_view kMagic = "HTTP/";
// Of one line that states the size of a chunk, extensions included.
constexpr size_t kMaxChunkLine = 1024;

bool Is(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         absl::EqualsIgnoreCase(AbslView(a), AbslView(b));
}

std::string_view Trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Calls `f` with every member of a comma-separated list.
template <typename F>
void ForEachMember(std::string_view list, F f) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    const std::string_view member = Trim(list.substr(0, comma));
    if (!member.empty()) f(member);
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
}

std::optional<uint64_t> ParseDigits(std::string_view text) {
  uint64_t value = 0;
  if (text.empty() || text.size() > 19) return std::nullopt;
  for (unsigned char c : text) {
    if (!absl::ascii_isdigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

HttpResponseParser::HttpResponseParser(const HttpResponseLimits& limits)
    : limits_(limits) {}

void HttpResponseParser::Reset() {
  ResetMessage();
  connect_method_ = false;
  stage_ = Stage::kStatusLine;
  line_.clear();
  line_taken_ = false;
  head_bytes_ = 0;
  framed_bytes_ = 0;
  interim_ = 0;
  started_ = false;
  leftover_ = false;
  error_.clear();
}

void HttpResponseParser::ResetMessage() {
  framing_ = Framing::kEof;
  minor_version_ = 1;
  status_ = 0;
  has_length_ = false;
  has_transfer_encoding_ = false;
  chunked_ = false;
  connection_close_ = false;
  connection_keep_alive_ = false;
  length_ = 0;
  body_size_ = 0;
  body_truncated_ = false;
  keep_alive_timeout_.reset();
  headers_.clear();
  body_.clear();
}

HttpResponseParser::State HttpResponseParser::Feed(std::string_view data) {
  if (!data.empty()) started_ = true;
  while (stage_ != Stage::kDone && stage_ != Stage::kError) {
    if (stage_ == Stage::kBody || stage_ == Stage::kChunkData) {
      if (data.empty()) return State::kMore;
      TakeBody(&data);
      continue;
    }
    const Stage before = stage_;
    const std::optional<std::string_view> line = TakeLine(&data);
    if (!line) {
      if (stage_ != Stage::kError) return State::kMore;
      break;
    }
    switch (before) {
      case Stage::kStatusLine:
        OnStatusLine(*line);
        break;
      case Stage::kHeaders:
        line->empty() ? OnHeadEnd() : OnHeader(*line);
        break;
      case Stage::kChunkSize:
        OnChunkSize(*line);
        break;
      case Stage::kChunkEnd:
        if (line->empty()) {
          stage_ = Stage::kChunkSize;
        } else {
          Fail("a chunk of the answer is longer than it says");
        }
        break;
      case Stage::kTrailers:
        if (line->empty()) stage_ = Stage::kDone;
        break;
      default:
        break;
    }
  }
  if (stage_ == Stage::kError) return State::kError;
  leftover_ = leftover_ || !data.empty();
  return State::kDone;
}

HttpResponseParser::State HttpResponseParser::FeedEof() {
  if (stage_ == Stage::kBody && framing_ == Framing::kEof) {
    stage_ = Stage::kDone;
    return State::kDone;
  }
  if (!started_) {
    Fail("the connection was closed without an answer");
  } else if (status_ == 0 || stage_ == Stage::kStatusLine ||
             stage_ == Stage::kHeaders) {
    Fail("the connection was closed within the head of the answer");
  } else {
    Fail(StdView(absl::StrCat(
        "the connection was closed within the body of the answer (status ",
        status_, ", ", body_size_, " bytes read)")));
  }
  return State::kError;
}

bool HttpResponseParser::reusable() const {
  if (stage_ != Stage::kDone || leftover_ || connection_close_) return false;
  if (framing_ == Framing::kEof) return false;
  if (has_length_ && has_transfer_encoding_) return false;
  if (status_ < 200 || status_ > 599) return false;
  if (length_ != 0) return false;  // stopped at a limit
  return minor_version_ >= 1 || connection_keep_alive_;
}

std::optional<std::string_view> HttpResponseParser::TakeLine(
    std::string_view* data) {
  if (line_taken_) line_.clear();
  line_taken_ = false;
  const bool chunk_line =
      stage_ == Stage::kChunkSize || stage_ == Stage::kChunkEnd;
  const auto* end =
      static_cast<const char*>(std::memchr(data->data(), '\n', data->size()));
  const size_t taken = end == nullptr ? data->size() : end - data->data() + 1;
  const std::string_view part = data->substr(0, taken);
  if (chunk_line) {
    framed_bytes_ += taken;
    if (line_.size() + taken > kMaxChunkLine) {
      Fail("a line that states the size of a chunk exceeds 1 KiB");
      return std::nullopt;
    }
  } else {
    head_bytes_ += taken;
    if (head_bytes_ > limits_.head_bytes) {
      Fail(StdView(absl::StrCat("the headers of the answer exceed ",
                                limits_.head_bytes / 1024, " KiB")));
      return std::nullopt;
    }
  }
  data->remove_prefix(taken);
  if (end == nullptr) {
    line_.append(part);
    if (stage_ == Stage::kStatusLine) CheckFirstBytes(line_);
    return std::nullopt;
  }
  std::string_view line = part;
  if (!line_.empty()) {
    line_.append(part);
    line = line_;
  }
  line_taken_ = true;
  line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Tells what is not HTTP from its first bytes: such a peer may never send the
// end of a line.
bool HttpResponseParser::CheckFirstBytes(std::string_view first) {
  first = first.substr(0, kMagic.size());
  if (kMagic.starts_with(first)) return true;
  if (first.size() >= 2 && (first[0] == 0x15 || first[0] == 0x16) &&
      first[1] == 0x03) {
    return Fail("the receiver speaks TLS on this port; the URL says http");
  }
  if (first.size() >= 2 && first[0] == 0 && first[1] == 0) {
    return Fail("the receiver speaks HTTP/2 only");
  }
  return Fail("the answer is not HTTP");
}

bool HttpResponseParser::OnStatusLine(std::string_view line) {
  if (!CheckFirstBytes(line)) return false;
  // "HTTP/1.1 204 No Content"; the reason may be missing.
  if (line.size() < 12 || line[6] != '.' || line[8] != ' ' ||
      !absl::ascii_isdigit(static_cast<unsigned char>(line[7])) ||
      (line.size() > 12 && line[12] != ' ')) {
    return Fail("the status line of the answer is malformed");
  }
  if (line[5] != '1') {
    return Fail("the answer has an HTTP version other than 1.x");
  }
  minor_version_ = line[7] - '0';
  const std::optional<uint64_t> status = ParseDigits(line.substr(9, 3));
  if (!status || *status < 100) {
    return Fail("the status of the answer is not a number from 100 on");
  }
  status_ = static_cast<int>(*status);
  stage_ = Stage::kHeaders;
  return true;
}

bool HttpResponseParser::OnHeader(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') {
    // Obsolete folding: the line before goes on. Never for the headers that
    // frame the body, so that nobody reads another length than we.
    if (headers_.empty()) return Fail("a header of the answer is malformed");
    const std::string& last = headers_.back().first;
    if (last == "content-length" || last == "transfer-encoding" ||
        !IsHeaderValue(line)) {
      return Fail("a header of the answer is malformed");
    }
    headers_.back().second.append(" ").append(Trim(line));
    return true;
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsHeaderName(line.substr(0, colon))) {
    return Fail("a header of the answer is malformed");
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = Trim(line.substr(colon + 1));
  if (!IsHeaderValue(value)) {
    return Fail("a header of the answer contains control characters");
  }
  if (!OnFramingHeader(name, value)) return false;
  if (headers_.size() < limits_.kept_headers) {
    auto& [kept_name, kept_value] = headers_.emplace_back(name, value);
    for (char& c : kept_name) {
      c = absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return true;
}

bool HttpResponseParser::OnFramingHeader(std::string_view name,
                                         std::string_view value) {
  if (Is(name, "content-length")) {
    bool good = !value.empty();
    ForEachMember(value, [&](std::string_view member) {
      const std::optional<uint64_t> length = ParseDigits(member);
      if (!length) {
        good = Fail("the Content-Length of the answer is not a number");
      } else if (has_length_ && *length != length_) {
        good = Fail("the answer has two different Content-Lengths");
      } else if (good) {
        has_length_ = true;
        length_ = *length;
      }
    });
    if (!good && stage_ != Stage::kError) {
      Fail("the Content-Length of the answer is not a number");
    }
    return good;
  }
  if (Is(name, "transfer-encoding")) {
    has_transfer_encoding_ = true;
    bool twice = false;
    ForEachMember(value, [&](std::string_view member) {
      // "chunked" must be the last coding, and there only once.
      twice = twice || chunked_;
      chunked_ = Is(member, "chunked");
    });
    if (twice) return Fail("the Transfer-Encoding of the answer is malformed");
    return true;
  }
  if (Is(name, "connection") || Is(name, "proxy-connection")) {
    ForEachMember(value, [&](std::string_view member) {
      if (Is(member, "close")) connection_close_ = true;
      if (Is(member, "keep-alive")) connection_keep_alive_ = true;
    });
  } else if (Is(name, "keep-alive")) {
    ForEachMember(value, [&](std::string_view member) {
      if (!absl::StartsWithIgnoreCase(AbslView(member), "timeout=")) return;
      const auto seconds = ParseDigits(member.substr(8));
      if (seconds && *seconds < 86400) {
        keep_alive_timeout_ = absl::Seconds(static_cast<int64_t>(*seconds));
      }
    });
  }
  return true;
}

bool HttpResponseParser::OnHeadEnd() {
  if (status_ == 101) {
    return Fail(
        "the answer is 101 Switching Protocols, which nobody asked for");
  }
  if (status_ < 200) {
    if (++interim_ > limits_.interim_answers) {
      return Fail(StdView(absl::StrCat("more than ", limits_.interim_answers,
                                       " interim (1xx) answers")));
    }
    ResetMessage();
    stage_ = Stage::kStatusLine;
    return true;
  }
  if (status_ == 204 || status_ == 304 || (connect_method_ && status_ < 300)) {
    framing_ = Framing::kNone;
    length_ = 0;
    stage_ = Stage::kDone;
  } else if (has_transfer_encoding_) {
    // A length beside it is ignored, as RFC 9112 has it, and the connection is
    // not used again.
    length_ = 0;
    framing_ =
        chunked_ && minor_version_ >= 1 ? Framing::kChunked : Framing::kEof;
    stage_ = framing_ == Framing::kChunked ? Stage::kChunkSize : Stage::kBody;
  } else if (has_length_) {
    framing_ = Framing::kLength;
    stage_ = length_ == 0 ? Stage::kDone : Stage::kBody;
  } else {
    framing_ = Framing::kEof;
    stage_ = Stage::kBody;
  }
  return true;
}

bool HttpResponseParser::OnChunkSize(std::string_view line) {
  const std::string_view digits = Trim(line.substr(0, line.find(';')));
  uint64_t size = 0;
  if (digits.empty() || digits.size() > 15) {
    return Fail("the size of a chunk of the answer is malformed");
  }
  for (unsigned char c : digits) {
    if (!absl::ascii_isxdigit(c)) {
      return Fail("the size of a chunk of the answer is malformed");
    }
    size =
        size * 16 +
        (absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10);
  }
  length_ = size;
  stage_ = size == 0 ? Stage::kTrailers : Stage::kChunkData;
  if (framed_bytes_ > limits_.framed_body_bytes) FinishTruncated();
  return true;
}

void HttpResponseParser::TakeBody(std::string_view* data) {
  size_t taken = data->size();
  if (framing_ != Framing::kEof) {
    taken = static_cast<size_t>(std::min<uint64_t>(taken, length_));
  }
  const bool beyond_limit = body_size_ + taken > limits_.body_bytes;
  if (body_.size() < limits_.kept_body_bytes) {
    body_.append(data->substr(
        0, std::min(taken, limits_.kept_body_bytes - body_.size())));
  }
  body_size_ += taken;
  framed_bytes_ += taken;
  if (body_size_ > body_.size()) body_truncated_ = true;
  data->remove_prefix(taken);
  if (framing_ != Framing::kEof) length_ -= taken;
  if (beyond_limit || framed_bytes_ > limits_.framed_body_bytes) {
    FinishTruncated();
  } else if (framing_ == Framing::kLength && length_ == 0) {
    stage_ = Stage::kDone;
  } else if (framing_ == Framing::kChunked && length_ == 0) {
    stage_ = Stage::kChunkEnd;
  }
}

// Stops here; what is still on its way makes the connection useless.
void HttpResponseParser::FinishTruncated() {
  body_truncated_ = true;
  leftover_ = true;
  stage_ = Stage::kDone;
}

bool HttpResponseParser::Fail(std::string_view why) {
  error_ = std::string(why);
  stage_ = Stage::kError;
  return false;
}

}  // namespace gancho::delivery
