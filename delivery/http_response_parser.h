// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_HTTP_RESPONSE_PARSER_H_
#define GANCHO_DELIVERY_HTTP_RESPONSE_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace gancho::delivery {

// How much of an answer is read and kept.
struct HttpResponseLimits {
  // Status line, headers and trailers, those of 1xx answers included.
  size_t head_bytes = 16 * 1024;
  size_t kept_headers = 64;
  // Read of the body before we stop and call it truncated.
  size_t body_bytes = 64 * 1024;
  // The same with the framing of chunks, which may be longer than they are.
  size_t framed_body_bytes = 256 * 1024;
  size_t kept_body_bytes = 4 * 1024;
  int interim_answers = 5;
};

// Reads one HTTP/1.x answer from bytes in pieces of any size, skipping 1xx
// answers. Holds at most what the limits allow. Strict where leniency would
// let two readers see two answers (lengths, framing), lenient with line ends.
class HttpResponseParser {
 public:
  enum class State {
    kMore,   // needs more bytes
    kDone,   // the answer is complete, or its body was cut at a limit
    kError,  // not a proper answer; see error()
  };

  explicit HttpResponseParser(const HttpResponseLimits& limits = {});

  // For another answer.
  void Reset();

  // The answer to CONNECT: a 2xx has no body, whatever its headers say.
  void SetConnectMethod() { connect_method_ = true; }

  // Takes bytes; not to be called after kDone or kError.
  State Feed(std::string_view data);

  // The peer has closed. kDone if that ends the body, else kError.
  State FeedEof();

  // For people; set with kError.
  const std::string& error() const { return error_; }

  // The answer, once kDone; the status from the end of its head on.
  int status() const { return status_; }
  std::vector<std::pair<std::string, std::string>>& headers() {
    return headers_;
  }
  std::string& body() { return body_; }
  // Whether `body` is not all of it.
  bool body_truncated() const { return body_truncated_; }

  // Whether any byte of an answer has arrived, an interim one included.
  bool started() const { return started_; }
  // Whether more bytes came than the answer has.
  bool has_leftover() const { return leftover_; }
  // Whether the body ends where the peer closes.
  bool ends_at_eof() const { return framing_ == Framing::kEof; }
  // Whether the connection may carry another request: the answer was read to
  // its end, nothing came after it, and neither side wants to close.
  bool reusable() const;
  // From "Keep-Alive: timeout=N", if there was one.
  std::optional<absl::Duration> keep_alive_timeout() const {
    return keep_alive_timeout_;
  }

 private:
  enum class Stage {
    kStatusLine,
    kHeaders,
    kBody,
    kChunkSize,
    kChunkData,
    kChunkEnd,
    kTrailers,
    kDone,
    kError,
  };
  enum class Framing { kNone, kLength, kChunked, kEof };

  // Takes one line out of `data` (without its end), across calls if need be;
  // nullopt if it is not complete yet or too long. The view lives until the
  // next call.
  std::optional<std::string_view> TakeLine(std::string_view* data);

  bool OnStatusLine(std::string_view line);
  bool OnHeader(std::string_view line);
  bool OnFramingHeader(std::string_view name, std::string_view value);
  bool OnHeadEnd();
  bool OnChunkSize(std::string_view line);
  void TakeBody(std::string_view* data);
  bool CheckFirstBytes(std::string_view first);
  void FinishTruncated();
  bool Fail(std::string_view why);
  void ResetMessage();

  const HttpResponseLimits limits_;
  bool connect_method_ = false;

  Stage stage_ = Stage::kStatusLine;
  std::string line_;         // a line that came in pieces
  bool line_taken_ = false;  // line_ has been handed out
  size_t head_bytes_ = 0;
  size_t framed_bytes_ = 0;
  int interim_ = 0;
  bool started_ = false;
  bool leftover_ = false;
  std::string error_;

  // Of the current message.
  Framing framing_ = Framing::kEof;
  int minor_version_ = 1;
  int status_ = 0;
  bool has_length_ = false;
  bool has_transfer_encoding_ = false;
  bool chunked_ = false;
  bool connection_close_ = false;
  bool connection_keep_alive_ = false;
  uint64_t length_ = 0;  // that is still to come, of the body or the chunk
  uint64_t body_size_ = 0;
  bool body_truncated_ = false;
  std::optional<absl::Duration> keep_alive_timeout_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string body_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_HTTP_RESPONSE_PARSER_H_
