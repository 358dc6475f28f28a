// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/clients/behaviour/driver_process.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/json_util.h"

namespace gancho::testing {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

const Value* Find(const Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? nullptr : &found->second;
}

int64_t Integer(const Struct& object, const std::string& key) {
  const Value* value = Find(object, key);
  return value == nullptr ? 0 : static_cast<int64_t>(value->number_value());
}

std::string Text(const Struct& object, const std::string& key) {
  const Value* value = Find(object, key);
  return value == nullptr ? "" : value->string_value();
}

DriverResult::Error ToError(const Struct& object) {
  DriverResult::Error error = {.code = Text(object, "code"),
                               .message = Text(object, "message"),
                               .reason = Text(object, "reason"),
                               .field = Text(object, "field")};
  if (const Value* delay = Find(object, "retry_delay_ms");
      delay != nullptr && delay->has_number_value()) {
    error.retry_delay_ms = delay->number_value();
  }
  return error;
}

DriverResult ToResult(const Struct& object) {
  DriverResult result = {.sent = Integer(object, "sent"),
                         .acknowledged = Integer(object, "acknowledged"),
                         .rejected = Integer(object, "rejected"),
                         .duplicates = Integer(object, "duplicates"),
                         .messages = Integer(object, "messages"),
                         .connections = Integer(object, "connections"),
                         .buffered = Integer(object, "buffered")};
  if (const Value* rejections = Find(object, "rejections")) {
    for (const Value& value : rejections->list_value().values()) {
      const Struct& rejection = value.struct_value();
      result.rejections.push_back(
          {.message_id = Integer(rejection, "message_id"),
           .index = Integer(rejection, "index"),
           .code = Text(rejection, "code"),
           .message = Text(rejection, "message"),
           .call_id = Text(rejection, "call_id"),
           .field = Text(rejection, "field")});
    }
  }
  if (const Value* names = Find(object, "names")) {
    for (const Value& name : names->list_value().values()) {
      result.names.push_back(name.string_value());
    }
  }
  if (const Value* error = Find(object, "error");
      error != nullptr && error->has_struct_value()) {
    result.error = ToError(error->struct_value());
  }
  result.elapsed_ms = static_cast<double>(Integer(object, "elapsed_ms"));
  return result;
}

// ChildProcess keeps stderr only, so that a shell puts stdout into a file.
std::vector<std::string> WithOutputInFile(
    const std::string& path, const Language& language,
    const std::vector<std::string>& flags) {
  std::vector<std::string> command = {
      "/bin/sh", "-c", "out=$1; shift; exec \"$@\" >\"$out\"", "driver", path};
  command.insert(command.end(), language.command.begin(),
                 language.command.end());
  command.insert(command.end(), flags.begin(), flags.end());
  return command;
}

}  // namespace

std::vector<Language> TakeLanguages(int* argc, char** argv) {
  constexpr absl::string_view kDriver = "--driver=";
  constexpr absl::string_view kMissing = "--missing=";
  std::vector<Language> languages;
  int kept = 1;
  for (int i = 1; i < *argc; ++i) {
    const absl::string_view argument = argv[i];
    if (absl::StartsWith(argument, kDriver)) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(
          argument.substr(kDriver.size()), absl::MaxSplits('=', 1));
      languages.push_back(
          {.name = parts.first, .command = absl::StrSplit(parts.second, '|')});
    } else if (absl::StartsWith(argument, kMissing)) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(
          argument.substr(kMissing.size()), absl::MaxSplits('=', 1));
      languages.push_back({.name = parts.first, .missing = parts.second});
    } else {
      argv[kept++] = argv[i];
    }
  }
  *argc = kept;
  return languages;
}

DriverProcess::DriverProcess(const Language& language,
                             const std::vector<std::string>& flags)
    : output_path_(absl::StrCat(directory_.path(), "/stdout")),
      process_(std::make_unique<ChildProcess>(
          WithOutputInFile(output_path_, language, flags))) {}

absl::StatusOr<DriverResult> DriverProcess::Result(absl::Duration timeout) {
  const absl::StatusOr<int> code = process_->Wait(timeout);
  if (!code.ok()) return code.status();
  std::ifstream file(output_path_);
  const std::string output(std::istreambuf_iterator<char>(file), {});
  const std::string said =
      absl::StrCat("\nstdout: ", output, "\nstderr: ", process_->stderr_text());
  if (*code != 0) {
    return absl::InternalError(absl::StrCat("exit code ", *code, said));
  }
  const std::vector<std::string> lines =
      absl::StrSplit(absl::StripTrailingAsciiWhitespace(output), '\n');
  Struct object;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(lines.back(), &object);
  if (!parsed.ok()) {
    return absl::InternalError(absl::StrCat("no JSON object", said));
  }
  return ToResult(object);
}

}  // namespace gancho::testing
