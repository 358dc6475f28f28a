// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_ESCAPE_H_
#define GANCHO_DELIVERY_LANGUAGE_ESCAPE_H_

#include <string>
#include <string_view>

namespace gancho::delivery {

// Each appends `text` to `out` so that it cannot leave the place it is put in.
// Wherever the result is not plain text, invalid UTF-8 becomes U+FFFD.

// The inside of a JSON string: quotes, backslashes, control characters (NUL,
// DEL and C1 too), U+2028 and U+2029 are escaped.
void AppendJsonEscaped(std::string_view text, std::string* out);

// RFC 3986 percent-encoding of everything but unreserved characters.
void AppendPercentEncoded(std::string_view text, std::string* out);

// As AppendPercentEncoded, and what would be a `.` or `..` segment of a path,
// alone or between encoded slashes, loses that meaning: its dots are encoded
// twice, so that a server that decodes once still sees no dots.
void AppendPathEncoded(std::string_view text, std::string* out);

// application/x-www-form-urlencoded as browsers write it.
void AppendFormEncoded(std::string_view text, std::string* out);

// The value of a header field: control characters (C1 too) are left out.
void AppendHeaderText(std::string_view text, std::string* out);

// For the text of Slack messages: & < > become &amp; &lt; &gt;.
void AppendSlackEscaped(std::string_view text, std::string* out);

// `text` with U+FFFD for each byte that is not part of a UTF-8 character.
void AppendValidUtf8(std::string_view text, std::string* out);

// The length of the UTF-8 character that `text` begins with, 0 if it begins
// with none (or is empty). Surrogates and overlong forms are none.
size_t Utf8CharacterLength(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_ESCAPE_H_
