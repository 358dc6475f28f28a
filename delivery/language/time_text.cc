// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/time_text.h"

#include <charconv>

#include "absl/time/civil_time.h"

namespace gancho::delivery {
namespace {

// 0001-01-01T00:00:00Z and the last second of 9999.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;
constexpr int32_t kNanosPerSecond = 1000000000;
// Of google.protobuf.Duration: about 10,000 years.
constexpr int64_t kMaxDurationSeconds = 315576000000;

class Writer {
 public:
  explicit Writer(TimeBuffer* buffer) : buffer_(buffer) {}

  void Char(char c) { (*buffer_)[size_++] = c; }

  // `digits` digits of `value`, which has no more.
  void Digits(int64_t value, int digits) {
    for (int i = digits - 1; i >= 0; --i) {
      (*buffer_)[size_ + static_cast<size_t>(i)] =
          static_cast<char>('0' + value % 10);
      value /= 10;
    }
    size_ += static_cast<size_t>(digits);
  }

  void Number(int64_t value) {
    char* const begin = buffer_->data() + size_;
    char* const end = buffer_->data() + buffer_->size();
    size_ += static_cast<size_t>(std::to_chars(begin, end, value).ptr - begin);
  }

  void Fraction(int32_t nanos) {
    if (nanos == 0) return;
    int digits = 9;
    for (; nanos % 10 == 0; nanos /= 10) --digits;
    Char('.');
    Digits(nanos, digits);
  }

  void Date(absl::CivilSecond time) {
    Digits(time.year(), 4);
    Char('-');
    Digits(time.month(), 2);
    Char('-');
    Digits(time.day(), 2);
  }

  void TimeOfDay(absl::CivilSecond time) {
    Digits(time.hour(), 2);
    Char(':');
    Digits(time.minute(), 2);
    Char(':');
    Digits(time.second(), 2);
  }

  // Zones of long ago had seconds in their offset, which RFC 3339 has not.
  void Offset(int seconds) {
    const int minutes = (seconds < 0 ? -seconds : seconds) / 60;
    if (minutes == 0) {
      Char('Z');
      return;
    }
    Char(seconds < 0 ? '-' : '+');
    Digits(minutes / 60, 2);
    Char(':');
    Digits(minutes % 60, 2);
  }

  std::string_view text() const { return {buffer_->data(), size_}; }

 private:
  TimeBuffer* const buffer_;
  size_t size_ = 0;
};

}  // namespace

std::string_view WriteTime(int64_t seconds, int32_t nanos, absl::TimeZone zone,
                           TimeStyle style, TimeBuffer* buffer) {
  if (seconds < kMinSeconds || seconds > kMaxSeconds || nanos < 0 ||
      nanos >= kNanosPerSecond) {
    return {};
  }
  const absl::TimeZone::CivilInfo civil =
      zone.At(absl::FromUnixSeconds(seconds));
  // The zone may carry a moment over the edge.
  if (civil.cs.year() < 1 || civil.cs.year() > 9999) return {};
  Writer writer(buffer);
  if (style != TimeStyle::kTime) writer.Date(civil.cs);
  if (style == TimeStyle::kRfc3339) writer.Char('T');
  if (style != TimeStyle::kDate) writer.TimeOfDay(civil.cs);
  if (style == TimeStyle::kRfc3339) {
    writer.Fraction(nanos);
    writer.Offset(civil.offset);
  }
  return writer.text();
}

std::string_view WriteSeconds(int64_t seconds, int32_t nanos,
                              TimeBuffer* buffer) {
  if (seconds < -kMaxDurationSeconds || seconds > kMaxDurationSeconds ||
      nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond ||
      (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0)) {
    return {};
  }
  Writer writer(buffer);
  if (seconds < 0 || nanos < 0) writer.Char('-');
  writer.Number(seconds < 0 ? -seconds : seconds);
  writer.Fraction(nanos < 0 ? -nanos : nanos);
  return writer.text();
}

std::string_view WriteHms(int64_t seconds, TimeBuffer* buffer) {
  if (seconds < -kMaxDurationSeconds || seconds > kMaxDurationSeconds) {
    return {};
  }
  Writer writer(buffer);
  if (seconds < 0) writer.Char('-');
  const int64_t whole = seconds < 0 ? -seconds : seconds;
  writer.Number(whole / 3600);
  writer.Char(':');
  writer.Digits(whole / 60 % 60, 2);
  writer.Char(':');
  writer.Digits(whole % 60, 2);
  return writer.text();
}

}  // namespace gancho::delivery
