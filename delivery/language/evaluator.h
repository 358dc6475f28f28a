// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_EVALUATOR_H_
#define GANCHO_DELIVERY_LANGUAGE_EVALUATOR_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "delivery/language/mustache.h"
#include "delivery/language/request_template.h"
#include "delivery/language/time_text.h"
#include "delivery/language/variable.h"

namespace gancho::delivery {

// What a variable stands for in one rendering.
struct Value {
  enum class Kind : uint8_t {
    kAbsent,  // an empty text too
    kBoolean,
    kInteger,
    kNumber,  // `text` is a JSON number
    kText,
  };
  Kind kind = Kind::kAbsent;
  bool boolean = false;
  int64_t integer = 0;
  std::string_view text;
};

// Evaluates expressions in one context and holds the state of open loops. The
// text of a value is valid until the next evaluation. Thread-compatible.
class Evaluator {
 public:
  // `context` outlives this.
  explicit Evaluator(const RenderContext& context);

  Value Evaluate(const Expression& expression);

  // Whether a section is rendered: not for false, nothing, zero, an empty
  // text, map or list, and groups and times that are unset.
  bool IsTrue(const Expression& expression);

  // Starts loop `loop` over a map, in the order of its keys, or a list. False
  // if there is nothing in it.
  bool StartLoop(const Expression& expression, int loop);
  // Goes on; false at the end.
  bool NextInLoop(int loop);

  // A map or list as a JSON object or array.
  void AppendAsJson(const Expression& expression, std::string* out);

 private:
  using Message = google::protobuf::Message;
  using Entry = std::pair<const std::string*, const std::string*>;

  struct Loop {
    size_t index = 0;
    size_t size = 0;
    std::vector<Entry> entries;        // of a map
    const Message* message = nullptr;  // that has the list
    const google::protobuf::FieldDescriptor* field = nullptr;  // the list
    const Message* element = nullptr;  // of a list of messages
  };

  // The message that has the source's field, or null.
  const Message* Holder(const Source& source) const;
  Value EvaluateSource(const Source& source);
  Value ScalarValue(const Message& message, const Source& source);
  Value ElementValue(const Loop& loop);
  Value TextValue(const std::string& text, Format format);
  Value TimestampValue(const Message& message, const Source& source);
  Value DurationValue(const Message& message, const Source& source);
  Value RealValue(double value);
  std::string_view CallStatus() const;
  const std::string* FindInMap(const Message& message, const Source& source);
  void ListEntries(const Message& message, const Source& source,
                   std::vector<Entry>* entries) const;
  void SelectElement(Loop* loop);

  const RenderContext& context_;
  const std::array<const Message*, kRootCount> roots_;
  // Grows with the first loop; a template without loops allocates nothing.
  std::vector<Loop> loops_;
  TimeBuffer buffer_;
  std::string scratch_;
  std::string slack_;
};

// Whether `text` can stand in JSON as it is: true, false, null, or a decimal
// number without exponent that every reader takes for the same number.
bool IsPlainJsonScalar(std::string_view text);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_EVALUATOR_H_
