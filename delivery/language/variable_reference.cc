// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/variable_reference.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "delivery/language/flat_names.h"
#include "delivery/language/name_resolver.h"
#include "delivery/language/request_template.h"
#include "delivery/language/sample_context.h"
#include "google/protobuf/descriptor.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;

constexpr char kIntroduction[] =
    R"(<!-- Made by gancho_docs from the protos and the code: do not edit. -->

# Variables of templates

The URL, the headers and the body of an event are
[Mustache](https://mustache.github.io/mustache.5.html) templates. This page
lists what can stand between the braces. Examples show a sample call in the time
zone `UTC` and the region `AR`.

## Syntax

| tag | does |
|---|---|
| `{{call.caller}}` | the value, escaped for its place |
| `{{{call.caller}}}`, `{{&call.caller}}` | the value as it is; in a `text` body only |
| `{{#call.answered}} ... {{/call.answered}}` | a section: rendered if the value is set |
| `{{^call.answered}} ... {{/call.answered}}` | an inverted section: rendered if it is not |
| `{{#call.labels}}{{key}}={{value}} {{/call.labels}}` | once for each entry of a map, in the order of the keys |
| `{{#trigger.call_states}}{{.}} {{/trigger.call_states}}` | once for each element of a list |
| `{{! text }}` | a comment |
| `{{=<% %>=}}` | other delimiters from here on |

A section or comment tag that is alone on its line takes the whole line with it.
There are no partials, no lambdas and no inheritance.

A section counts as set unless its value is `false`, zero, an empty text, an
empty map or list, or absent. A text, `"false"` and `"0"` too, is set unless it
is empty. Inside a section over a text, number or time, `{{.}}` is that value.
Inside `{{#call}}`, `caller` is short for `call.caller`: a name is looked up in
the innermost section first, then outward.

## Escaping

| place | what happens to a value |
|---|---|
| path and query of the URL | percent-encoded but for `A-Z a-z 0-9 - . _ ~`. In the path, a value (or what is between slashes in it) of nothing but dots has them encoded twice, so that no value climbs the path |
| header | control characters are removed |
| `text` | nothing |
| `json` | JSON-escaped. A string that is exactly one `{{variable}}` keeps the variable's type: numbers, booleans, `null` when there is no value; a map becomes an object, a list an array. Keys are not templates; they come out sorted |
| `json_template`, inside quotes | JSON-escaped; empty when there is no value |
| `json_template`, outside quotes | `null` when there is no value; numbers, `true` and `false` as they are, and so a text that is one of these or `null` (numbers of at most 15 digits, without exponent); any other text in quotes; a map becomes an object, a list an array |
| `form` | percent-encoded, a space as `+` |

Except in `text`, bytes that are not UTF-8 become U+FFFD. A `json_template` is
followed along every way through its sections when it is registered, and refused
if one of them is not valid JSON.

## Secrets

`{{secret.NAME}}` stands for a value of the event's `secrets`, for what
`authentication` cannot put where it belongs: the path of a chat's webhook, a key
in the query or in a form field.

```json
{"request": {"url": "https://hooks.slack.com/services/{{secret.webhook_path}}"},
 "secrets": {"webhook_path": "T000/B000/XXXX"}}
```

A secret may stand in path and query of the URL, in headers, in JSON and in forms,
not in a `text` body and not as a section. It is escaped for its place; in URLs
slashes stay. Values are put in when a request is sent, as credentials are:
stored deliveries, previews and every answer of the API have `{{secret.NAME}}` in
their place, and a new value reaches what is pending. What is written into a
template itself is no secret: GetEvent returns it, and deliveries show it.

## Limits

64 KiB of template in all, 4 KiB of it the URL; sections 32 deep; JSON 64 deep;
64 headers; 256 form fields. Rendered: 8 KiB of URL, 16 KiB of headers, 256 KiB
of body.

## Suffixes

| after | suffix | writes | example |
|---|---|---|---|
)";

struct SuffixRow {
  const char* after;
  const char* variable;
  const char* suffix;
  const char* meaning;
};
constexpr SuffixRow kSuffixes[] = {
    {"a time", "call.talk_time", "", "RFC 3339 in UTC"},
    {"a time", "call.talk_time", ".local",
     "RFC 3339 in the account's time zone"},
    {"a time", "call.talk_time", ".date",
     "the date in the account's time zone"},
    {"a time", "call.talk_time", ".time",
     "the time of day in the account's time zone"},
    {"a time", "call.talk_time", ".unix", "seconds since 1970, a number"},
    {"a time", "call.talk_time", ".unix_ms",
     "milliseconds since 1970, a number"},
    {"a duration", "call.ring_duration", "",
     "seconds with as many decimals as needed, a number"},
    {"a duration", "call.ring_duration", ".seconds",
     "whole seconds, cut off, a number"},
    {"a duration", "call.ring_duration", ".hms",
     "hours:minutes:seconds, cut off"},
    {"a phone number or a label", "call.caller", ".e164",
     "international, read as in the account's region; as it came if it is no "
     "full number"},
    {"a phone number or a label", "call.caller", ".national",
     "as people write it in its own country; as it came if it is no full "
     "number"},
    {"a phone number or a label", "call.caller", ".digits",
     "as `.e164` without `+`; of what is no full number, its digits"},
    {"any text", "call.caller_name", ".slack",
     "`&`, `<` and `>` as `&amp;`, `&lt;` and `&gt;`, as Slack wants it; also "
     "after another suffix"},
};

// Renders one variable of the sample call, as code for a cell of a table.
std::string Example(const std::string& variable, const SampleContext& sample) {
  v1::Request request;
  request.set_url("https://example.com/");
  // JSON, so that maps and lists can be shown too.
  request.mutable_json()->set_string_value(absl::StrCat("{{", variable, "}}"));
  FieldProblems problems;
  const auto compiled = RequestTemplate::Compile(request, &problems);
  store::RenderedRequest rendered;
  if (compiled == nullptr ||
      !compiled->Render(sample.context(), &rendered).ok() ||
      rendered.body() == "null") {
    return "";
  }
  absl::string_view text = rendered.body();
  if (absl::ConsumePrefix(&text, "\"")) absl::ConsumeSuffix(&text, "\"");
  return absl::StrCat("`", text, "`");
}

std::string TypeName(const FieldDescriptor& field) {
  if (field.is_map()) return "map of texts";
  std::string name;
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      name = IsPhoneField(field) ? "phone number" : "text";
      break;
    case FieldDescriptor::TYPE_BOOL:
      name = "boolean";
      break;
    case FieldDescriptor::TYPE_ENUM:
      for (int i = 1; i < field.enum_type()->value_count(); ++i) {
        absl::StrAppend(&name, i == 1 ? "" : ", ", "`",
                        field.enum_type()->value(i)->name(), "`");
      }
      break;
    case FieldDescriptor::TYPE_MESSAGE:
      name = field.message_type()->name() == "Timestamp"  ? "time"
             : field.message_type()->name() == "Duration" ? "duration, seconds"
                                                          : "group";
      break;
    default:
      name = "number";
  }
  return field.is_repeated() ? absl::StrCat("list of ", name) : name;
}

// The comment of the field in one line, without its AIP-203 word.
std::string Meaning(const FieldDescriptor& field) {
  google::protobuf::SourceLocation location;
  if (!field.GetSourceLocation(&location)) return "";
  std::vector<std::string> words = absl::StrSplit(
      location.leading_comments, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  if (!words.empty() &&
      (words[0] == "OPTIONAL." || words[0] == "REQUIRED." ||
       words[0] == "OUTPUT_ONLY." || words[0] == "IDENTIFIER.")) {
    words.erase(words.begin());
  }
  std::string text;
  for (const std::string& word : words) {
    absl::StrAppend(&text, text.empty() ? "" : " ", word);
  }
  return absl::StrReplaceAll(text, {{"|", "\\|"}});
}

// The flat names that stand for this variable alone.
std::string FlatNamesOf(const std::string& variable) {
  std::string text;
  for (const FlatName& flat : FlatNames()) {
    const bool same = flat.variables == variable ||
                      (variable == "call.direction" &&
                       flat.variables == std::string_view("=direction")) ||
                      absl::StrCat(variable, ".seconds") == flat.variables ||
                      absl::StrCat(variable, ".local") == flat.variables;
    if (!same) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ", "`", flat.name, "`");
  }
  return text;
}

void AppendRoot(const RootName& root, const Descriptor& documented,
                const SampleContext& sample, std::string* out) {
  absl::StrAppend(out, "\n## `", root.name,
                  "`\n\n| variable | type | meaning | example | flat name |\n"
                  "|---|---|---|---|---|\n");
  for (int i = 0; i < root.type->field_count(); ++i) {
    const FieldDescriptor& field = *root.type->field(i);
    const FieldDescriptor* const comment =
        documented.FindFieldByName(field.name());
    if (!IsTemplateField(field) || comment == nullptr) continue;
    const std::string variable = absl::StrCat(root.name, ".", field.name());
    absl::StrAppend(out, "| `", variable, "` | ", TypeName(field), " | ",
                    Meaning(*comment), " | ", Example(variable, sample), " | ",
                    FlatNamesOf(variable), " |\n");
    if (field.name() == "name") {
      const std::string id = absl::StrCat(root.name, ".id");
      absl::StrAppend(out, "| `", id, "` | text | The last part of `", variable,
                      "`. | ", Example(id, sample), " | ", FlatNamesOf(id),
                      " |\n");
    }
    if (!field.is_map()) continue;
    absl::StrAppend(out, "| `", variable,
                    ".KEY` | text | The label `KEY`, any key; empty if there "
                    "is none. | | |\n");
  }
}

void AppendFlatNames(const SampleContext& sample, std::string* out) {
  absl::StrAppend(
      out,
      "\n## Flat names\n\nThe variables of the best-known call-hook product, "
      "so that its templates can be pasted\nin unchanged. Where several "
      "variables are listed, the first that is not empty counts.\n\n"
      "| flat name | stands for | meaning | example |\n|---|---|---|---|\n");
  for (const FlatName& flat : FlatNames()) {
    std::string variables;
    for (const absl::string_view part : absl::StrSplit(flat.variables, '|')) {
      if (absl::StartsWith(part, "=")) continue;
      absl::StrAppend(&variables, variables.empty() ? "" : ", ", "`", part,
                      "`");
    }
    absl::StrAppend(out, "| `", flat.name, "` | ", variables, " | ",
                    flat.meaning, " | ", Example(flat.name, sample), " |\n");
  }
}

}  // namespace

absl::StatusOr<std::string> VariableReference(
    const google::protobuf::FileDescriptorSet& protos) {
  DescriptorPool pool;
  for (const auto& file : protos.file()) {
    if (pool.BuildFile(file) == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot read the descriptors of ", file.name()));
    }
  }
  const SampleContext sample(SampleKind::kTypical);
  std::string text = kIntroduction;
  for (const SuffixRow& row : kSuffixes) {
    absl::StrAppend(
        &text, "| ", row.after, " | ",
        *row.suffix == '\0' ? "none" : absl::StrCat("`", row.suffix, "`"),
        " | ", row.meaning, " | ",
        Example(absl::StrCat(row.variable, row.suffix), sample), " |\n");
  }
  for (const RootName& root : RootNames()) {
    const Descriptor* const documented =
        pool.FindMessageTypeByName(root.type->full_name());
    if (documented == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("no descriptor of ", root.type->full_name()));
    }
    AppendRoot(root, *documented, sample, &text);
  }
  AppendFlatNames(sample, &text);
  return text;
}

}  // namespace gancho::delivery
