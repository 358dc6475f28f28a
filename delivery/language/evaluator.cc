// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/evaluator.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "delivery/language/escape.h"
#include "delivery/language/phone_number.h"
#include "delivery/language/value_writer.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace gancho::delivery {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

Value BooleanValue(bool boolean) {
  Value value;
  value.kind = Value::Kind::kBoolean;
  value.boolean = boolean;
  return value;
}

Value IntegerValue(int64_t integer) {
  Value value;
  value.kind = Value::Kind::kInteger;
  value.integer = integer;
  return value;
}

Value NonEmpty(Value::Kind kind, std::string_view text) {
  Value value;
  if (text.empty()) return value;
  value.kind = kind;
  value.text = text;
  return value;
}

Value EnumValue(const FieldDescriptor& field, int number, Format format) {
  // The zero of every enum of ours is "unspecified".
  if (number == 0) return Value();
  if (format == Format::kInOut) {
    constexpr std::string_view kDirections[] = {"", "IN", "OUT", "INTERNAL"};
    return number < 0 || number > 3
               ? Value()
               : NonEmpty(Value::Kind::kText, kDirections[number]);
  }
  const auto* const known = field.enum_type()->FindValueByNumber(number);
  return known == nullptr ? IntegerValue(number)
                          : NonEmpty(Value::Kind::kText, known->name());
}

// `words` are in lower case.
bool ContainsAny(std::string_view text,
                 std::initializer_list<std::string_view> words) {
  const auto same = [](char a, char b) {
    return absl::ascii_tolower(static_cast<unsigned char>(a)) == b;
  };
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(),
                       same) != text.end();
  });
}

bool IsAnyOf(std::string_view text,
             std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

bool IsPlainJsonScalar(std::string_view text) {
  if (text == "true" || text == "false" || text == "null") return true;
  // What every double holds exactly; a longer one, say an IMEI, would come out
  // changed, so it is quoted.
  constexpr size_t kExactDigits = 15;
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction =
      dot == std::string_view::npos ? "0" : text.substr(dot + 1);
  const auto is_digits = [](std::string_view digits) {
    return !digits.empty() &&
           std::all_of(digits.begin(), digits.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
  };
  return is_digits(whole) && is_digits(fraction) &&
         (whole.size() == 1 || whole.front() != '0') &&
         whole.size() + (dot == std::string_view::npos ? 0 : fraction.size()) <=
             kExactDigits;
}

Evaluator::Evaluator(const RenderContext& context)
    : context_(context), roots_{context.call,     context.state,
                                context.event,    context.trigger,
                                context.delivery, context.account} {}

Value Evaluator::Evaluate(const Expression& expression) {
  if (expression.if_answered && !context_.call->answered()) return Value();
  Value value;
  for (const Source& source : expression.sources) {
    value = EvaluateSource(source);
    if (value.kind != Value::Kind::kAbsent) break;
  }
  if (expression.slack && value.kind == Value::Kind::kText) {
    slack_.clear();
    AppendSlackEscaped(value.text, &slack_);
    value.text = slack_;
  }
  return value;
}

const Message* Evaluator::Holder(const Source& source) const {
  const Message* message =
      source.loop >= 0 ? loops_[static_cast<size_t>(source.loop)].element
                       : roots_[static_cast<size_t>(source.root)];
  for (const FieldDescriptor* field : source.path) {
    const Reflection& reflection = *message->GetReflection();
    if (!reflection.HasField(*message, field)) return nullptr;
    message = &reflection.GetMessage(*message, field);
  }
  return message;
}

Value Evaluator::EvaluateSource(const Source& source) {
  switch (source.kind) {
    case Source::Kind::kLoopKey: {
      const Loop& loop = loops_[static_cast<size_t>(source.loop)];
      return TextValue(*loop.entries[loop.index].first, source.format);
    }
    case Source::Kind::kLoopValue: {
      const Loop& loop = loops_[static_cast<size_t>(source.loop)];
      return TextValue(*loop.entries[loop.index].second, source.format);
    }
    case Source::Kind::kLoopElement:
      return ElementValue(loops_[static_cast<size_t>(source.loop)]);
    case Source::Kind::kCallStatus:
      return NonEmpty(Value::Kind::kText, CallStatus());
    default:
      break;
  }
  const Message* const message = Holder(source);
  if (message == nullptr) return Value();
  switch (source.kind) {
    case Source::Kind::kScalar:
      return ScalarValue(*message, source);
    case Source::Kind::kTimestamp:
      return TimestampValue(*message, source);
    case Source::Kind::kDuration:
      return DurationValue(*message, source);
    case Source::Kind::kMapValue: {
      const std::string* const text = FindInMap(*message, source);
      return text == nullptr ? Value() : TextValue(*text, source.format);
    }
    default:
      return Value();
  }
}

Value Evaluator::ScalarValue(const Message& message, const Source& source) {
  const FieldDescriptor* const field = source.field;
  const Reflection& reflection = *message.GetReflection();
  if (field->has_presence() && !reflection.HasField(message, field)) {
    return Value();
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return TextValue(reflection.GetStringReference(message, field, &scratch_),
                       source.format);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumValue(*field, reflection.GetEnumValue(message, field),
                       source.format);
    case FieldDescriptor::CPPTYPE_BOOL:
      return BooleanValue(reflection.GetBool(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerValue(reflection.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerValue(reflection.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerValue(reflection.GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      scratch_ = std::to_string(reflection.GetUInt64(message, field));
      return NonEmpty(Value::Kind::kNumber, scratch_);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return RealValue(reflection.GetFloat(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return RealValue(reflection.GetDouble(message, field));
    default:
      return Value();
  }
}

Value Evaluator::ElementValue(const Loop& loop) {
  const FieldDescriptor* const field = loop.field;
  const Message& message = *loop.message;
  const Reflection& reflection = *message.GetReflection();
  const int index = static_cast<int>(loop.index);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return TextValue(reflection.GetRepeatedStringReference(message, field,
                                                             index, &scratch_),
                       Format::kPlain);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumValue(*field,
                       reflection.GetRepeatedEnumValue(message, field, index),
                       Format::kPlain);
    case FieldDescriptor::CPPTYPE_BOOL:
      return BooleanValue(reflection.GetRepeatedBool(message, field, index));
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerValue(reflection.GetRepeatedInt32(message, field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerValue(reflection.GetRepeatedInt64(message, field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerValue(reflection.GetRepeatedUInt32(message, field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
      scratch_ =
          std::to_string(reflection.GetRepeatedUInt64(message, field, index));
      return NonEmpty(Value::Kind::kNumber, scratch_);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return RealValue(reflection.GetRepeatedFloat(message, field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return RealValue(reflection.GetRepeatedDouble(message, field, index));
    default:
      return Value();
  }
}

Value Evaluator::TextValue(const std::string& text, Format format) {
  const auto phone = [&](PhoneStyle style) {
    if (text.empty()) return Value();
    return NonEmpty(
        Value::Kind::kText,
        FormatPhoneNumber(text, context_.account->region_code(), style));
  };
  switch (format) {
    case Format::kId:
      return NonEmpty(Value::Kind::kText,
                      std::string_view(text).substr(text.rfind('/') + 1));
    case Format::kE164:
      return phone(PhoneStyle::kE164);
    case Format::kNational:
      return phone(PhoneStyle::kNational);
    case Format::kDigits:
      return phone(PhoneStyle::kDigits);
    case Format::kIsSet:
      return BooleanValue(!text.empty());
    default:
      return NonEmpty(Value::Kind::kText, text);
  }
}

Value Evaluator::TimestampValue(const Message& message, const Source& source) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.HasField(message, source.field)) return Value();
  const auto& time = static_cast<const google::protobuf::Timestamp&>(
      reflection.GetMessage(message, source.field));
  const auto write = [&](absl::TimeZone zone, TimeStyle style) {
    return NonEmpty(Value::Kind::kText, WriteTime(time.seconds(), time.nanos(),
                                                  zone, style, &buffer_));
  };
  switch (source.format) {
    case Format::kUnix:
      return IntegerValue(time.seconds());
    case Format::kUnixMs:
      // Seconds that would overflow are none of a valid timestamp.
      return IntegerValue(time.seconds() % 1000000000000 * 1000 +
                          time.nanos() / 1000000);
    case Format::kLocal:
      return write(context_.time_zone, TimeStyle::kRfc3339);
    case Format::kDate:
      return write(context_.time_zone, TimeStyle::kDate);
    case Format::kTime:
      return write(context_.time_zone, TimeStyle::kTime);
    default:
      return write(absl::UTCTimeZone(), TimeStyle::kRfc3339);
  }
}

Value Evaluator::DurationValue(const Message& message, const Source& source) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.HasField(message, source.field)) return Value();
  const auto& duration = static_cast<const google::protobuf::Duration&>(
      reflection.GetMessage(message, source.field));
  switch (source.format) {
    case Format::kSeconds:
      return IntegerValue(duration.seconds());
    case Format::kHms:
      return NonEmpty(Value::Kind::kText,
                      WriteHms(duration.seconds(), &buffer_));
    default:
      return NonEmpty(
          Value::Kind::kNumber,
          WriteSeconds(duration.seconds(), duration.nanos(), &buffer_));
  }
}

Value Evaluator::RealValue(double value) {
  constexpr double kExactIntegers = 1e15;
  if (!std::isfinite(value)) return Value();
  const bool integral =
      std::abs(value) < kExactIntegers && value == std::trunc(value);
  if (integral) return IntegerValue(static_cast<int64_t>(value));
  char* const end = buffer_.data() + buffer_.size();
  const auto written = std::to_chars(buffer_.data(), end, value);
  return NonEmpty(
      Value::Kind::kNumber,
      {buffer_.data(), static_cast<size_t>(written.ptr - buffer_.data())});
}

// The words of the PBXs that the flat names come from. Causes are the names or
// numbers of Q.850, or SIP codes.
std::string_view Evaluator::CallStatus() const {
  const v1::Call& call = *context_.call;
  if (call.answered()) return "ANSWER";
  if (!call.has_end_time()) return {};
  const std::string_view cause = call.hangup_cause();
  if (ContainsAny(cause, {"busy"}) || IsAnyOf(cause, {"17", "486", "600"})) {
    return "BUSY";
  }
  if (ContainsAny(cause, {"cancel"}) || IsAnyOf(cause, {"487"})) {
    return "CANCEL";
  }
  if (cause.empty() ||
      ContainsAny(cause, {"no_answer", "noanswer", "no answer", "no_user",
                          "normal_clearing", "normal clearing", "timeout"}) ||
      IsAnyOf(cause, {"16", "18", "19", "408", "480"})) {
    return "NOANSWER";
  }
  return "FAILED";
}

bool Evaluator::IsTrue(const Expression& expression) {
  const Source& first = expression.sources[0];
  if (first.kind == Source::Kind::kGroup) return Holder(first) != nullptr;
  if (expression.is_loop()) {
    const Message* const message = Holder(first);
    if (message == nullptr) return false;
    if (first.labels != nullptr) return !first.labels(*message).empty();
    return message->GetReflection()->FieldSize(*message, first.field) > 0;
  }
  const Value value = Evaluate(expression);
  switch (value.kind) {
    case Value::Kind::kAbsent:
      return false;
    case Value::Kind::kBoolean:
      return value.boolean;
    case Value::Kind::kInteger:
      // A time is set or not, and 1970 is as good as any other.
      return value.integer != 0 || first.kind == Source::Kind::kTimestamp;
    case Value::Kind::kNumber:
      return value.text != "0";
    case Value::Kind::kText:
      return true;
  }
  return false;
}

const std::string* Evaluator::FindInMap(const Message& message,
                                        const Source& source) {
  if (source.labels != nullptr) {
    const TextMap::Map& labels = source.labels(message);
    const auto found = labels.find(source.map_key);
    return found == labels.end() ? nullptr : &found->second;
  }
  std::vector<Entry> entries;
  ListEntries(message, source, &entries);
  for (const Entry& entry : entries) {
    if (*entry.first == source.map_key) return entry.second;
  }
  return nullptr;
}

void Evaluator::ListEntries(const Message& message, const Source& source,
                            std::vector<Entry>* entries) const {
  entries->clear();
  if (source.labels != nullptr) {
    for (const auto& [key, value] : source.labels(message)) {
      entries->emplace_back(&key, &value);
    }
    return;
  }
  // The strings of generated messages are std::string, so nothing is copied
  // into `unused`.
  std::string unused;
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, source.field);
  for (int i = 0; i < size; ++i) {
    const Message& entry =
        reflection.GetRepeatedMessage(message, source.field, i);
    const Reflection& fields = *entry.GetReflection();
    const auto* const type = entry.GetDescriptor();
    entries->emplace_back(
        &fields.GetStringReference(entry, type->map_key(), &unused),
        &fields.GetStringReference(entry, type->map_value(), &unused));
  }
}

bool Evaluator::StartLoop(const Expression& expression, int loop_number) {
  const Source& source = expression.sources[0];
  const Message* const message = Holder(source);
  if (message == nullptr) return false;
  const size_t number = static_cast<size_t>(loop_number);
  if (loops_.size() <= number) loops_.resize(number + 1);
  Loop& loop = loops_[number];
  loop.index = 0;
  loop.message = message;
  loop.field = source.field;
  if (source.kind == Source::Kind::kMap) {
    ListEntries(*message, source, &loop.entries);
    std::sort(
        loop.entries.begin(), loop.entries.end(),
        [](const Entry& a, const Entry& b) { return *a.first < *b.first; });
    loop.size = loop.entries.size();
    return loop.size > 0;
  }
  loop.size = static_cast<size_t>(
      message->GetReflection()->FieldSize(*message, source.field));
  if (loop.size == 0) return false;
  SelectElement(&loop);
  return true;
}

bool Evaluator::NextInLoop(int loop_number) {
  Loop& loop = loops_[static_cast<size_t>(loop_number)];
  if (++loop.index >= loop.size) return false;
  SelectElement(&loop);
  return true;
}

void Evaluator::SelectElement(Loop* loop) {
  if (loop->field->is_map() ||
      loop->field->type() != FieldDescriptor::TYPE_MESSAGE) {
    return;
  }
  loop->element = &loop->message->GetReflection()->GetRepeatedMessage(
      *loop->message, loop->field, static_cast<int>(loop->index));
}

void Evaluator::AppendAsJson(const Expression& expression, std::string* out) {
  const Source& source = expression.sources[0];
  const Message* const message = Holder(source);
  const bool is_map = source.kind == Source::Kind::kMap;
  out->push_back(is_map ? '{' : '[');
  Loop loop;
  loop.message = message;
  loop.field = source.field;
  if (message != nullptr && is_map) {
    ListEntries(*message, source, &loop.entries);
    std::sort(
        loop.entries.begin(), loop.entries.end(),
        [](const Entry& a, const Entry& b) { return *a.first < *b.first; });
    loop.size = loop.entries.size();
  } else if (message != nullptr) {
    loop.size = static_cast<size_t>(
        message->GetReflection()->FieldSize(*message, source.field));
  }
  for (; loop.index < loop.size; ++loop.index) {
    if (loop.index > 0) out->push_back(',');
    if (!is_map) {
      AppendValue(ElementValue(loop), Place::kJsonTyped, out);
      continue;
    }
    // An empty label is a label, so it is "" and not null.
    const Entry& entry = loop.entries[loop.index];
    out->push_back('"');
    AppendJsonEscaped(*entry.first, out);
    out->append("\":\"");
    AppendJsonEscaped(*entry.second, out);
    out->push_back('"');
  }
  out->push_back(is_map ? '}' : ']');
}

}  // namespace gancho::delivery
