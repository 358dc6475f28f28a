// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// docs/filters.md says what the code does: its tables are made from the
// protos, its examples compile. With GANCHO_UPDATE_DOCS=1 in the environment
// the tables are written anew.

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "delivery/language/filter.h"
#include "delivery/language/filter_checker.h"
#include "delivery/language/text_map.h"
#include "gancho/v1/account.pb.h"
#include "gancho/v1/api_key.pb.h"
#include "gancho/v1/call.pb.h"
#include "gancho/v1/delivery.pb.h"
#include "gancho/v1/event.pb.h"
#include "gancho/v1/trigger.pb.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using Kind = FilterFieldKind;

constexpr char kPath[] = "docs/filters.md";
constexpr std::string_view kBegin = "<!-- fields begin -->\n";
constexpr std::string_view kEnd = "<!-- fields end -->\n";
constexpr char kAnswerProto[] = "delivery/language/answer.proto";

class ErrorReporter
    : public google::protobuf::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int /*column*/,
                const std::string& message) override {
    ADD_FAILURE() << file << ":" << line << ": " << message;
  }
};

// The protos with their comments, which generated descriptors do not have.
class FilterReferenceTest : public ::testing::Test {
 protected:
  FilterReferenceTest() : importer_(&tree_, &reporter_) {
    for (const char* root :
         {"protos", ".", GANCHO_GOOGLEAPIS, GANCHO_PROTOBUF_INCLUDE}) {
      tree_.MapPath("", root);
    }
    for (const char* name :
         {"account", "account_service", "api_key", "api_key_service", "call",
          "call_service", "delivery", "delivery_service", "event",
          "event_service", "trigger", "trigger_service"}) {
      files_.push_back(
          importer_.Import(absl::StrCat("gancho/v1/", name, ".proto")));
    }
    files_.push_back(importer_.Import(kAnswerProto));
  }

  const Descriptor* Find(const std::string& name) {
    const auto* pool = importer_.pool();
    const Descriptor* found = pool->FindMessageTypeByName("gancho.v1." + name);
    return found != nullptr
               ? found
               : pool->FindMessageTypeByName("gancho.delivery." + name);
  }

  google::protobuf::compiler::DiskSourceTree tree_;
  ErrorReporter reporter_;
  google::protobuf::compiler::Importer importer_;
  std::vector<const FileDescriptor*> files_;
};

template <typename Visit>
void ForEachField(const Descriptor& descriptor, const Visit& visit) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    visit(*descriptor.field(i));
  }
  for (int i = 0; i < descriptor.nested_type_count(); ++i) {
    ForEachField(*descriptor.nested_type(i), visit);
  }
}

template <typename Visit>
void ForEachField(const FileDescriptor& file, const Visit& visit) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    ForEachField(*file.message_type(i), visit);
  }
}

// The comment before a field as one line.
std::string Comment(const FieldDescriptor& field) {
  google::protobuf::SourceLocation location;
  if (!field.GetSourceLocation(&location)) return "";
  const std::vector<std::string> words = absl::StrSplit(
      location.leading_comments, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  return absl::StrJoin(words, " ");
}

// Its first sentence, without the word that says who sets the field.
std::string Summary(const FieldDescriptor& field) {
  std::string text = Comment(field);
  for (const char* behaviour :
       {"IDENTIFIER. ", "OPTIONAL. ", "REQUIRED. ", "OUTPUT_ONLY. "}) {
    if (text.rfind(behaviour, 0) == 0) text.erase(0, std::strlen(behaviour));
  }
  const size_t end = text.find(". ");
  if (end != std::string::npos) text.resize(end);
  if (!text.empty() && text.back() == '.') text.pop_back();
  return absl::StrReplaceAll(text, {{"|", "\\|"}});
}

std::string TypeName(const FieldDescriptor& field) {
  switch (FilterFieldKindOf(field)) {
    case Kind::kBool:
      return "boolean";
    case Kind::kEnum: {
      std::vector<std::string> names;
      // All but ..._UNSPECIFIED.
      for (int i = 1; i < field.enum_type()->value_count(); ++i) {
        names.push_back(
            absl::StrCat("`", field.enum_type()->value(i)->name(), "`"));
      }
      return absl::StrJoin(names, " ");
    }
    case Kind::kWholeNumber:
      return "whole number";
    case Kind::kNumber:
      return "number";
    case Kind::kText:
      return "text";
    case Kind::kDecimal:
      return "decimal";
    case Kind::kTime:
      return "time";
    case Kind::kDuration:
      return "duration";
    case Kind::kTextMap:
      return "map of texts";
    case Kind::kMessage:
      return "message";
    case Kind::kOpaque:
      return "only `:*`";
    case Kind::kSecret:
      break;
  }
  return "";
}

void AppendRows(const Descriptor& descriptor, const std::string& prefix,
                std::string* out) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const Kind kind = FilterFieldKindOf(field);
    if (kind == Kind::kSecret) continue;
    const std::string path = prefix + field.name();
    const bool is_list = field.is_repeated() && !field.is_map();
    absl::StrAppend(out, "| `", path, "` | ", is_list ? "list: " : "",
                    TypeName(field),
                    field.has_optional_keyword() ? ", optional" : "", " | ",
                    Summary(field), " |\n");
    if (kind == Kind::kMessage) {
      AppendRows(*field.message_type(), path + ".", out);
    }
  }
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_F(FilterReferenceTest, TablesAreCurrent) {
  std::string tables;
  for (const char* name : {"Call", "Answer", "Delivery", "Attempt", "Event",
                           "Trigger", "Account", "ApiKey"}) {
    const Descriptor* descriptor = Find(name);
    ASSERT_NE(descriptor, nullptr) << name;
    absl::StrAppend(&tables, "\n### ", name,
                    "\n\n| field | type | meaning |\n|---|---|---|\n");
    AppendRows(*descriptor, "", &tables);
  }
  tables += "\n";

  const std::string page = ReadFile(kPath);
  const size_t begin = page.find(kBegin);
  const size_t end = page.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const size_t start = begin + kBegin.size();
  if (std::getenv("GANCHO_UPDATE_DOCS") != nullptr) {
    std::ofstream(kPath) << page.substr(0, start) << tables << page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(start, end - start), tables)
      << kPath << " is not current: run this test with GANCHO_UPDATE_DOCS=1";
}

TEST_F(FilterReferenceTest, ExamplesCompile) {
  int examples = 0;
  const Descriptor* descriptor = nullptr;
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(ReadFile(kPath), '\n'))) {
    if (line.rfind("```filter ", 0) == 0) {
      descriptor = Find(line.substr(10));
      ASSERT_NE(descriptor, nullptr) << line;
    } else if (line.rfind("```", 0) == 0) {
      descriptor = nullptr;
    } else if (descriptor != nullptr) {
      const absl::StatusOr<Filter> filter = Filter::Compile(line, descriptor);
      EXPECT_TRUE(filter.ok()) << line << ": " << filter.status();
      ++examples;
    }
  }
  EXPECT_GE(examples, 15);
}

TEST_F(FilterReferenceTest, ExamplesInTheCommentsOfProtosCompile) {
  static const std::regex kExample(
      "filter over (?:the fields of (\\w+)|`status`.*), for example `([^`]*)`");
  int examples = 0;
  for (const FileDescriptor* file : files_) {
    ASSERT_NE(file, nullptr);
    ForEachField(*file, [&](const FieldDescriptor& field) {
      const std::string comment = Comment(field);
      std::smatch match;
      if (!std::regex_search(comment, match, kExample)) return;
      const Descriptor* descriptor =
          Find(match[1].matched ? match[1].str() : "Answer");
      ASSERT_NE(descriptor, nullptr) << comment;
      const absl::StatusOr<Filter> filter =
          Filter::Compile(match[2].str(), descriptor);
      EXPECT_TRUE(filter.ok()) << field.full_name() << ": " << filter.status();
      ++examples;
    });
  }
  EXPECT_GE(examples, 8);
}

TEST_F(FilterReferenceTest, EveryInputOnlyFieldIsASecret) {
  int secrets = 0;
  for (const FileDescriptor* file : files_) {
    ASSERT_NE(file, nullptr);
    ForEachField(*file, [&](const FieldDescriptor& field) {
      if (Comment(field).rfind("INPUT_ONLY", 0) != 0) return;
      EXPECT_EQ(FilterFieldKindOf(field), Kind::kSecret) << field.full_name();
      ++secrets;
    });
  }
  EXPECT_GE(secrets, 8);
}

TEST_F(FilterReferenceTest, EveryMapOfAResourceIsReadWithoutAllocation) {
  int maps = 0;
  for (const Descriptor* descriptor :
       {v1::Account::descriptor(), v1::ApiKey::descriptor(),
        v1::Call::descriptor(), v1::Delivery::descriptor(),
        v1::Event::descriptor(), v1::Trigger::descriptor()}) {
    ForEachField(*descriptor->file(), [&](const FieldDescriptor& field) {
      if (!field.is_map() ||
          FilterFieldKindOf(field) == FilterFieldKind::kSecret) {
        return;
      }
      ASSERT_TRUE(TextMap::Supports(&field)) << field.full_name();
      EXPECT_TRUE(TextMap(&field).is_direct())
          << field.full_name() << ": add it to text_map.cc";
      ++maps;
    });
  }
  EXPECT_GE(maps, 6);
}

}  // namespace
}  // namespace gancho::delivery
