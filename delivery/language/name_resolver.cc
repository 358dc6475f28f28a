// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/name_resolver.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/flat_names.h"
#include "delivery/language/secret_mark.h"
#include "delivery/language/text_map.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/trigger.pb.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Parts = std::span<const std::string_view>;

struct Suffix {
  std::string_view name;
  Format format;
};
constexpr Suffix kTimeSuffixes[] = {{"unix", Format::kUnix},
                                    {"unix_ms", Format::kUnixMs},
                                    {"local", Format::kLocal},
                                    {"date", Format::kDate},
                                    {"time", Format::kTime}};
constexpr Suffix kDurationSuffixes[] = {{"seconds", Format::kSeconds},
                                        {"hms", Format::kHms}};
constexpr Suffix kPhoneSuffixes[] = {{"e164", Format::kE164},
                                     {"national", Format::kNational},
                                     {"digits", Format::kDigits}};
constexpr std::string_view kSlackSuffix = "slack";

const Suffix* FindSuffix(std::span<const Suffix> suffixes,
                         std::string_view name) {
  for (const Suffix& suffix : suffixes) {
    if (suffix.name == name) return &suffix;
  }
  return nullptr;
}

std::vector<std::string_view> SplitName(std::string_view name) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t dot = name.find('.');
    parts.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

std::string JoinParts(Parts parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    if (!joined.empty()) joined += '.';
    joined += part;
  }
  return joined;
}

// Takes one expression from the parts of a name, along the descriptors.
class Walk {
 public:
  Walk(std::string_view name, Expression* expression, std::string* reason)
      : name_(name), expression_(expression), reason_(reason) {}

  // `source` is a group of type `type`; `parts` are below it.
  bool Group(Source source, const Descriptor* type, Parts parts) {
    if (parts.empty()) return Done(std::move(source));
    const FieldDescriptor* const field =
        type->FindFieldByName(std::string(parts[0]));
    if (field == nullptr || !IsTemplateField(*field)) {
      return NoSuchField(std::move(source), type, parts);
    }
    source.field = field;
    if (field->is_map()) return Map(std::move(source), parts.subspan(1));
    if (field->is_repeated()) {
      source.kind = Source::Kind::kList;
      if (parts.size() == 1) return Done(std::move(source));
      return Fail(parts.subspan(1), "is a list: open a section over it");
    }
    if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      return SubMessage(std::move(source), parts.subspan(1));
    }
    source.kind = Source::Kind::kScalar;
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      return Text(std::move(source), parts.subspan(1), IsPhoneField(*field));
    }
    if (parts.size() == 1) return Done(std::move(source));
    return Fail(parts.subspan(1), "has nothing below it");
  }

  // A text, with the suffixes that follow it.
  bool Text(Source source, Parts suffixes, bool phone) {
    if (phone && !suffixes.empty()) {
      const Suffix* const suffix = FindSuffix(kPhoneSuffixes, suffixes[0]);
      if (suffix != nullptr) {
        source.format = suffix->format;
        suffixes = suffixes.subspan(1);
      }
    }
    if (suffixes.size() == 1 && suffixes[0] == kSlackSuffix) {
      expression_->slack = true;
      suffixes = {};
    }
    if (suffixes.empty()) return Done(std::move(source));
    return Fail(suffixes,
                phone ? "is a phone number; it offers .e164, .national, "
                        ".digits and .slack"
                      : "is a text; it offers .slack");
  }

  // `rest` is what cannot follow what is before it.
  bool Fail(Parts rest, std::string_view what) {
    const size_t rest_size = JoinParts(rest).size() + 1;
    *reason_ = absl::StrCat("unknown variable ", Quote(name_), ": ",
                            Quote(name_.substr(0, name_.size() - rest_size)),
                            " ", absl::string_view(what.data(), what.size()));
    return false;
  }

  bool Unknown() {
    *reason_ = absl::StrCat("unknown variable ", Quote(name_),
                            SuggestVariables(name_));
    return false;
  }

 private:
  bool Done(Source source) {
    expression_->sources.push_back(std::move(source));
    return true;
  }

  bool NoSuchField(Source source, const Descriptor* type, Parts parts) {
    // `id` is the last part of the resource's name.
    const FieldDescriptor* const name = type->FindFieldByName("name");
    if (parts[0] == "id" && name != nullptr) {
      source.field = name;
      source.kind = Source::Kind::kScalar;
      source.format = Format::kId;
      return Text(std::move(source), parts.subspan(1), false);
    }
    return Unknown();
  }

  // A key may hold dots, so what follows is the key, but for a suffix at the
  // end of it.
  bool Map(Source source, Parts parts) {
    if (!TextMap::Supports(source.field)) return Unknown();
    source.kind = Source::Kind::kMap;
    source.labels = TextMap::DirectAccessor(source.field);
    if (parts.empty()) return Done(std::move(source));
    source.kind = Source::Kind::kMapValue;
    size_t key_parts = parts.size();
    if (key_parts > 1 && parts[key_parts - 1] == kSlackSuffix) --key_parts;
    if (key_parts > 1 &&
        FindSuffix(kPhoneSuffixes, parts[key_parts - 1]) != nullptr) {
      --key_parts;
    }
    source.map_key = JoinParts(parts.first(key_parts));
    return Text(std::move(source), parts.subspan(key_parts), true);
  }

  bool SubMessage(Source source, Parts parts) {
    const Descriptor* const type = source.field->message_type();
    if (type->full_name() == "google.protobuf.Timestamp") {
      source.kind = Source::Kind::kTimestamp;
      return WithSuffix(
          std::move(source), parts, kTimeSuffixes,
          "is a time; it offers .unix, .unix_ms, .local, .date and .time");
    }
    if (type->full_name() == "google.protobuf.Duration") {
      source.kind = Source::Kind::kDuration;
      return WithSuffix(std::move(source), parts, kDurationSuffixes,
                        "is a duration; it offers .seconds and .hms");
    }
    source.path.push_back(source.field);
    source.field = nullptr;
    return Group(std::move(source), type, parts);
  }

  bool WithSuffix(Source source, Parts parts, std::span<const Suffix> suffixes,
                  std::string_view help) {
    if (parts.empty()) return Done(std::move(source));
    const Suffix* const suffix = FindSuffix(suffixes, parts[0]);
    if (suffix == nullptr || parts.size() > 1) return Fail(parts, help);
    source.format = suffix->format;
    return Done(std::move(source));
  }

  const std::string_view name_;
  Expression* const expression_;
  std::string* const reason_;
};

bool ResolveRoot(std::string_view name, Parts parts, bool* found,
                 Expression* expression, std::string* reason) {
  for (const RootName& root : RootNames()) {
    if (parts[0] != root.name) continue;
    *found = true;
    Source source;
    source.root = root.root;
    return Walk(name, expression, reason)
        .Group(std::move(source), root.type, parts.subspan(1));
  }
  return false;
}

// What the words beginning with `=` in FlatName.variables stand for.
bool ResolveComputed(std::string_view word, Source* source) {
  const auto field = [](const char* name) {
    return v1::Call::descriptor()->FindFieldByName(name);
  };
  source->kind = Source::Kind::kScalar;
  if (word == "=direction") {
    source->field = field("direction");
    source->format = Format::kInOut;
  } else if (word == "=wasrecorded") {
    source->field = field("recording_url");
    source->format = Format::kIsSet;
  } else if (word == "=status") {
    source->kind = Source::Kind::kCallStatus;
  } else {
    return false;
  }
  return true;
}

bool ResolveFlatName(std::string_view name, Parts parts, bool* found,
                     Expression* expression, std::string* reason) {
  const FlatName* const flat = FindFlatName(parts[0]);
  if (flat == nullptr) return false;
  *found = true;
  expression->if_answered = flat->only_if_answered;
  for (const absl::string_view word : absl::StrSplit(flat->variables, '|')) {
    Source source;
    if (ResolveComputed({word.data(), word.size()}, &source)) {
      if (parts.size() > 1) {
        return Walk(name, expression, reason)
            .Fail(parts.subspan(1), "has nothing below it");
      }
      expression->sources.push_back(std::move(source));
      continue;
    }
    std::string variable(word);
    if (parts.size() > 1) {
      absl::StrAppend(&variable, ".", JoinParts(parts.subspan(1)));
    }
    const std::vector<std::string_view> variable_parts = SplitName(variable);
    bool known = false;
    std::string inner_reason;
    if (!ResolveRoot(variable, variable_parts, &known, expression,
                     &inner_reason)) {
      *reason = absl::StrCat("unknown variable ", Quote(name), ": ",
                             Quote(parts[0]), " stands for ", flat->variables,
                             ", which has nothing of that name below it");
      return false;
    }
  }
  return true;
}

const Descriptor* GroupType(const Source& group) {
  if (!group.path.empty()) return group.path.back()->message_type();
  return RootNames()[static_cast<size_t>(group.root)].type;
}

}  // namespace

const std::vector<RootName>& RootNames() {
  static const auto* const kNames = new std::vector<RootName>{
      {"call", Root::kCall, v1::Call::descriptor()},
      {"state", Root::kState, v1::CallState::descriptor()},
      {"event", Root::kEvent, v1::Event::descriptor()},
      {"trigger", Root::kTrigger, v1::Trigger::descriptor()},
      {"delivery", Root::kDelivery, v1::Delivery::descriptor()},
      {"account", Root::kAccount, v1::Account::descriptor()},
  };
  return *kNames;
}

bool IsTemplateField(const FieldDescriptor& field) {
  const Descriptor* const type = field.containing_type();
  const std::string& name = field.name();
  if (type == v1::Event::descriptor()) {
    return name == "name" || name == "display_name" || name == "labels";
  }
  if (type == v1::Delivery::descriptor()) {
    return name == "name" || name == "create_time";
  }
  return name != "etag" && field.type() != FieldDescriptor::TYPE_BYTES &&
         (!field.is_map() || TextMap::Supports(&field));
}

bool IsPhoneField(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING &&
         (field.name() == "caller" || field.name() == "called");
}

NameResolver::NameResolver() = default;

bool NameResolver::ResolveVariable(std::string_view name,
                                   Expression* expression,
                                   std::string* reason) const {
  if (!Resolve(name, expression, reason)) return false;
  if (expression->sources[0].kind != Source::Kind::kGroup) return true;
  *reason = absl::StrCat(Quote(name),
                         " is a group of variables, not a variable: name one "
                         "of them, as in {{call.caller}}");
  return false;
}

bool NameResolver::Resolve(std::string_view name, Expression* expression,
                           std::string* reason) const {
  *expression = Expression();
  if (IsSecretName(name)) {
    *reason = absl::StrCat("a secret can only be written, as in {{",
                           absl::string_view(name.data(), name.size()),
                           "}}: it opens no section");
    return false;
  }
  if (name == ".") return ResolveDot(expression, reason);
  bool found = false;
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
    const bool resolved =
        ResolveInScope(*scope, name, &found, expression, reason);
    if (found) return resolved;
  }
  const std::vector<std::string_view> parts = SplitName(name);
  bool resolved = ResolveRoot(name, parts, &found, expression, reason);
  if (found) return resolved;
  resolved = ResolveFlatName(name, parts, &found, expression, reason);
  if (found) return resolved;
  return Walk(name, expression, reason).Unknown();
}

bool NameResolver::ResolveDot(Expression* expression,
                              std::string* reason) const {
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
    if (scope->kind == Scope::Kind::kNothing) continue;
    if (scope->kind == Scope::Kind::kGroup) break;
    *expression = scope->self;
    return true;
  }
  *reason =
      "{{.}} stands for the current element or text, and there is none here";
  return false;
}

bool NameResolver::ResolveInScope(const Scope& scope, std::string_view name,
                                  bool* found, Expression* expression,
                                  std::string* reason) const {
  const std::vector<std::string_view> parts = SplitName(name);
  if (scope.kind == Scope::Kind::kMapEntry &&
      (parts[0] == "key" || parts[0] == "value")) {
    *found = true;
    Source source;
    source.kind =
        parts[0] == "key" ? Source::Kind::kLoopKey : Source::Kind::kLoopValue;
    source.loop = scope.loop;
    return Walk(name, expression, reason)
        .Text(std::move(source), Parts(parts).subspan(1), true);
  }
  if (scope.kind != Scope::Kind::kGroup) return false;
  const FieldDescriptor* const field =
      scope.type->FindFieldByName(std::string(parts[0]));
  *found =
      field != nullptr
          ? IsTemplateField(*field)
          : parts[0] == "id" && scope.type->FindFieldByName("name") != nullptr;
  if (!*found) return false;
  return Walk(name, expression, reason).Group(scope.group, scope.type, parts);
}

NameResolver::Scope NameResolver::LoopScope(const Source& source) const {
  Scope scope;
  scope.is_loop = true;
  scope.loop = loop_depth_;
  Source element;
  element.loop = loop_depth_;
  if (source.kind == Source::Kind::kMap) {
    scope.kind = Scope::Kind::kMapEntry;
    element.kind = Source::Kind::kLoopValue;
    scope.self.sources = {element};
  } else if (source.field->type() == FieldDescriptor::TYPE_MESSAGE) {
    scope.kind = Scope::Kind::kGroup;
    scope.group = element;
    scope.type = source.field->message_type();
  } else {
    scope.kind = Scope::Kind::kValue;
    element.kind = Source::Kind::kLoopElement;
    element.field = source.field;
    scope.self.sources = {element};
  }
  return scope;
}

bool NameResolver::OpenSection(std::string_view name, bool inverted,
                               Expression* expression, std::string* reason) {
  if (!Resolve(name, expression, reason)) return false;
  Scope scope;
  const Source& source = expression->sources[0];
  if (inverted) {
    scope.kind = Scope::Kind::kNothing;
  } else if (expression->is_loop()) {
    scope = LoopScope(source);
    ++loop_depth_;
  } else if (source.kind == Source::Kind::kGroup) {
    scope.kind = Scope::Kind::kGroup;
    scope.group = source;
    scope.type = GroupType(source);
  } else {
    scope.kind = Scope::Kind::kValue;
    scope.self = *expression;
  }
  scopes_.push_back(std::move(scope));
  return true;
}

void NameResolver::CloseSection() {
  if (scopes_.back().is_loop) --loop_depth_;
  scopes_.pop_back();
}

}  // namespace gancho::delivery
