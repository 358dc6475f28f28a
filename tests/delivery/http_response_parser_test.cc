// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/http_response_parser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace gancho::delivery {
namespace {

using State = HttpResponseParser::State;

struct ParserCase {
  const char* bytes;
  bool reusable;
  int status;
  const char* body;
};

constexpr ParserCase kGood[] = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", true, 200, "hello"},
    {"HTTP/1.1 204 No Content\r\n\r\n", true, 204, ""},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", true, 304, ""},
    {"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", true, 200, ""},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
     false, 200, "ok"},
    {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", false, 200, "ok"},
    {"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
     true, 200, "ok"},
    {"HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nabc\r\n02;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n",
     true, 500, "abcde"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
     true, 200, ""},
    {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: "
     "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
     false, 200, "abc"},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n"
     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
     true, 200, "ok"},
    {"HTTP/1.1 200 OK\r\nX: a\r\n\tb\r\nContent-Length: 0\r\n\r\n", true, 200,
     ""},
};

TEST(HttpResponseParserTest, ReadsAnswersHoweverTheyAreCut) {
  for (const ParserCase& c : kGood) {
    const std::string_view bytes = c.bytes;
    for (size_t first = 0; first < bytes.size(); ++first) {
      for (const size_t step : {size_t{1}, size_t{7}, bytes.size()}) {
        HttpResponseParser parser;
        State state = parser.Feed(bytes.substr(0, first));
        for (size_t i = first; i < bytes.size(); i += step) {
          ASSERT_EQ(state, State::kMore) << c.bytes << " cut at " << i;
          state = parser.Feed(bytes.substr(i, step));
        }
        ASSERT_EQ(state, State::kDone)
            << c.bytes << " cut at " << first << ": " << parser.error();
        EXPECT_EQ(parser.status(), c.status);
        EXPECT_EQ(parser.body(), c.body);
        EXPECT_EQ(parser.reusable(), c.reusable) << c.bytes;
        EXPECT_FALSE(parser.body_truncated());
      }
    }
  }
}

TEST(HttpResponseParserTest, KeepsHeadersInLowerCaseAndOrder) {
  HttpResponseParser parser;
  parser.Feed(
      "HTTP/1.1 200 OK\r\nRetry-After:  5 \r\nX-A: one\r\nX-A: two\r\n"
      "Keep-Alive: timeout=7, max=100\r\nContent-Length: 0\r\n\r\n");
  using Header = std::pair<std::string, std::string>;
  EXPECT_EQ(parser.headers(),
            (std::vector<Header>{{"retry-after", "5"},
                                 {"x-a", "one"},
                                 {"x-a", "two"},
                                 {"keep-alive", "timeout=7, max=100"},
                                 {"content-length", "0"}}));
  EXPECT_EQ(parser.keep_alive_timeout(), absl::Seconds(7));
}

TEST(HttpResponseParserTest, KeepsTheFirstSixtyFourHeaders) {
  std::string bytes = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i) absl::StrAppend(&bytes, "X-", i, ": x\r\n");
  bytes += "Content-Length: 0\r\n\r\n";
  HttpResponseParser parser;
  EXPECT_EQ(parser.Feed(bytes), State::kDone);
  EXPECT_EQ(parser.headers().size(), 64u);
  EXPECT_TRUE(parser.reusable());
}

TEST(HttpResponseParserTest, KeepsTheBeginningOfALongBody) {
  HttpResponseParser parser;
  EXPECT_EQ(
      parser.Feed(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n",
                               "\r\n", std::string(50000, 'b'))),
      State::kDone);
  EXPECT_EQ(parser.body(), std::string(4096, 'b'));
  EXPECT_TRUE(parser.body_truncated());
  EXPECT_TRUE(parser.reusable()) << "it was read to its end";
}

TEST(HttpResponseParserTest, StopsAtTheLimitOfTheBody) {
  HttpResponseParser parser;
  State state = parser.Feed("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n");
  size_t sent = 0;
  while (state == State::kMore) {
    state = parser.Feed(std::string(1000, 'b'));
    sent += 1000;
  }
  EXPECT_EQ(state, State::kDone);
  EXPECT_LE(sent, 66'000u);
  EXPECT_TRUE(parser.body_truncated());
  EXPECT_FALSE(parser.reusable());
}

TEST(HttpResponseParserTest, TheEndOfTheConnectionEndsOnlyABodyWithoutLength) {
  HttpResponseParser parser;
  EXPECT_EQ(parser.Feed("HTTP/1.1 200 OK\r\n\r\nhello"), State::kMore);
  EXPECT_TRUE(parser.ends_at_eof());
  EXPECT_EQ(parser.FeedEof(), State::kDone);
  EXPECT_EQ(parser.body(), "hello");
  EXPECT_FALSE(parser.reusable());

  for (const char* cut :
       {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nX",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    parser.Reset();
    EXPECT_EQ(parser.Feed(cut), State::kMore) << cut;
    EXPECT_EQ(parser.FeedEof(), State::kError) << cut;
    EXPECT_NE(parser.error(), "");
  }
}

TEST(HttpResponseParserTest, TheAnswerToConnectHasNoBody) {
  HttpResponseParser parser;
  parser.SetConnectMethod();
  EXPECT_EQ(parser.Feed("HTTP/1.1 200 Established\r\nContent-Length: "
                        "9\r\n\r\n"),
            State::kDone);
  EXPECT_FALSE(parser.has_leftover());
}

// Whatever comes, the parser ends or waits, and holds no more than its limits.
TEST(HttpResponseParserTest, SurvivesMutations) {
  std::mt19937 random(1);
  int done = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = kGood[random() % std::size(kGood)].bytes;
    for (int i = static_cast<int>(random() % 4); i >= 0; --i) {
      const size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.insert(at, bytes.substr(random() % bytes.size(), 9));
          break;
        case 2:
          bytes.erase(at, random() % 9);
          break;
        case 3:
          bytes.insert(at, "\r\n");
          break;
      }
      if (bytes.empty()) bytes = "x";
    }
    HttpResponseParser parser;
    State state = State::kMore;
    for (size_t i = 0; i < bytes.size() && state == State::kMore;) {
      const size_t size = 1 + random() % 40;
      state = parser.Feed(std::string_view(bytes).substr(i, size));
      i += size;
    }
    if (state == State::kMore) state = parser.FeedEof();
    EXPECT_EQ(state == State::kError, !parser.error().empty());
    if (state == State::kDone) {
      ++done;
      EXPECT_GE(parser.status(), 200);
    }
  }
  EXPECT_GT(done, 1000);
}

}  // namespace
}  // namespace gancho::delivery
