// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Reads any bytes as the answer of a receiver: in one piece, in pieces and with
// small limits. How the bytes are cut must not change what is read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "delivery/http_request_head.h"
#include "delivery/http_response_parser.h"
#include "delivery/retry_after.h"
#include "tests/fuzz/require.h"

namespace gancho::delivery {
namespace {

using State = HttpResponseParser::State;

// Feeds pieces of `step` bytes until the parser wants no more, then the end.
State Feed(std::string_view bytes, size_t step, HttpResponseParser* parser) {
  State state = State::kMore;
  while (state == State::kMore && !bytes.empty()) {
    state = parser->Feed(bytes.substr(0, step));
    bytes.remove_prefix(std::min(step, bytes.size()));
  }
  return state == State::kMore ? parser->FeedEof() : state;
}

void CheckAnswer(const HttpResponseLimits& limits, State state,
                 HttpResponseParser* parser) {
  GANCHO_REQUIRE(state != State::kMore);
  if (state == State::kError) {
    GANCHO_REQUIRE(!parser->error().empty());
    GANCHO_REQUIRE(parser->error().size() < 200);
    GANCHO_REQUIRE(!parser->reusable());
    return;
  }
  GANCHO_REQUIRE(parser->status() >= 200 && parser->status() <= 999);
  GANCHO_REQUIRE(parser->body().size() <= limits.kept_body_bytes);
  GANCHO_REQUIRE(parser->headers().size() <= limits.kept_headers);
  for (const auto& [name, value] : parser->headers()) {
    GANCHO_REQUIRE(IsHeaderName(name));
    GANCHO_REQUIRE(IsHeaderValue(value));
    const auto delay = ParseRetryAfter(value, absl::UnixEpoch());
    GANCHO_REQUIRE(!delay.has_value() || (*delay >= absl::ZeroDuration() &&
                                          *delay <= kMaxRetryAfter));
  }
  GANCHO_REQUIRE(!(parser->reusable() && parser->has_leftover()));
  GANCHO_REQUIRE(!(parser->reusable() && parser->ends_at_eof()));
}

// The first byte chooses the size of the pieces, and CONNECT.
void Run(std::string_view input) {
  if (input.empty()) return;
  const uint8_t choice = static_cast<uint8_t>(input[0]);
  const std::string_view bytes = input.substr(1);
  HttpResponseLimits small;
  small.head_bytes = 256;
  small.kept_headers = 4;
  small.body_bytes = 64;
  small.framed_body_bytes = 128;
  small.kept_body_bytes = 16;
  small.interim_answers = 1;
  for (const HttpResponseLimits& limits : {HttpResponseLimits(), small}) {
    HttpResponseParser whole(limits);
    HttpResponseParser cut(limits);
    if (choice >= 128) {
      whole.SetConnectMethod();
      cut.SetConnectMethod();
    }
    const State state = Feed(bytes, bytes.size() + 1, &whole);
    CheckAnswer(limits, state, &whole);
    const State cut_state = Feed(bytes, 1 + choice % 128, &cut);
    CheckAnswer(limits, cut_state, &cut);
    // What follows the answer is not fed piece by piece, and a limit is felt at
    // the end of a piece.
    GANCHO_REQUIRE(state == cut_state);
    if (state != State::kDone) continue;
    GANCHO_REQUIRE(whole.status() == cut.status());
    GANCHO_REQUIRE(whole.headers() == cut.headers());
    if (!whole.body_truncated()) {
      GANCHO_REQUIRE(whole.body() == cut.body());
      GANCHO_REQUIRE(!cut.body_truncated());
    }
  }
}

}  // namespace
}  // namespace gancho::delivery

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gancho::delivery::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
