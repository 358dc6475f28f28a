#include "tests/protos/api_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace gancho {
namespace {

using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::FileDescriptorProto;
using ::google::protobuf::FileDescriptorSet;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ApiTest, KeepsTheRules) {
  std::ifstream input(GANCHO_PROTOSET, std::ios::binary);
  FileDescriptorSet files;
  ASSERT_TRUE(files.ParseFromIstream(&input)) << GANCHO_PROTOSET;
  DescriptorPool pool;
  int checked = 0;
  for (const FileDescriptorProto& proto : files.file()) {
    const FileDescriptor* file = pool.BuildFile(proto);
    ASSERT_NE(file, nullptr) << proto.name();
    if (file->package() != "gancho.v1") continue;
    ++checked;
    for (const std::string& violation : ApiRuleViolations(*file)) {
      ADD_FAILURE() << file->name() << ": " << violation;
    }
  }
  EXPECT_GE(checked, 12);
}

// Returns what is wrong with a file of that content.

std::vector<std::string> ViolationsIn(const std::string& content,
                                      const std::string& name = "a.proto") {
  DescriptorPool pool(DescriptorPool::generated_pool());
  const std::string text =
      "syntax = \"proto3\"; package gancho.v1;\n" + content;
  google::protobuf::io::ArrayInputStream stream(text.data(),
                                                static_cast<int>(text.size()));
  google::protobuf::io::Tokenizer tokenizer(&stream, nullptr);
  google::protobuf::compiler::Parser parser;
  FileDescriptorProto proto;
  proto.set_name(name);
  EXPECT_TRUE(parser.Parse(&tokenizer, &proto));
  const FileDescriptor* file = pool.BuildFile(proto);
  if (file == nullptr) {
    ADD_FAILURE() << "no valid proto: " << content;
    return {};
  }
  return ApiRuleViolations(*file);
}

TEST(ApiRulesTest, AcceptsWhatKeepsThem) {
  EXPECT_THAT(ViolationsIn("// A dog.\nmessage Dog {\n"
                           "  // The kind of dog.\n  enum Kind {\n"
                           "    // Not said.\n    KIND_UNSPECIFIED = 0;\n"
                           "    // Small.\n    LAP_DOG = 1;\n  }\n"
                           "  // Its kind.\n  Kind kind = 1;\n"
                           "  // A field that is gone.\n  reserved 2;\n"
                           "  // Its collar.\n  string collar = 3;\n}"),
              IsEmpty());
}

TEST(ApiRulesTest, WantsComments) {
  EXPECT_THAT(ViolationsIn("message Dog { string collar = 1; }"),
              ElementsAre(HasSubstr("Dog: has no comment"),
                          HasSubstr("collar: has no comment")));
  EXPECT_THAT(ViolationsIn("// K.\nenum Kind { KIND_UNSPECIFIED = 0; }"),
              ElementsAre(HasSubstr("UNSPECIFIED: has no comment")));
}

TEST(ApiRulesTest, WantsNamesInTheStyleOfTheirKind) {
  EXPECT_THAT(ViolationsIn("// D.\nmessage DOG {\n// C.\nstring aCollar = 1;}"),
              ElementsAre(HasSubstr("CamelCase"), HasSubstr("snake_case")));
  EXPECT_THAT(ViolationsIn("// K.\nenum Kind {\n// N.\nNONE = 0;\n}"),
              ElementsAre(HasSubstr("UNSPECIFIED")));
  EXPECT_THAT(ViolationsIn("", "aFile.proto"),
              ElementsAre(HasSubstr("snake_case")));
}

TEST(ApiRulesTest, WantsSkippedNumbersReserved) {
  EXPECT_THAT(ViolationsIn("// D.\nmessage Dog {\n// C.\nstring collar = 2;}"),
              ElementsAre(HasSubstr("number 1 is unused")));
}

TEST(ApiRulesTest, WantsDurationsForSpans) {
  EXPECT_THAT(ViolationsIn("// D.\nmessage Dog {\n// A.\nint64 age_ms = 1;}"),
              ElementsAre(HasSubstr("a span of time is a Duration")));
  EXPECT_THAT(ViolationsIn("// D.\nmessage Dog {\n// A.\nint64 b_time = 1;}"),
              ElementsAre(HasSubstr("only a Timestamp")));
}

// A service file with one method, whose request and response hold `request`
// and `response`.
std::vector<std::string> ViolationsInMethod(const std::string& comment,
                                            const std::string& name,
                                            const std::string& request,
                                            const std::string& response) {
  return ViolationsIn("// Keeps dogs.\nservice DogService {\n" + comment +
                          "\nrpc " + name + "(" + name + "Request) returns (" +
                          name + "Response); }\n" + "// A.\nmessage " + name +
                          "Request {" + request + "}\n" + "// B.\nmessage " +
                          name + "Response {" + response + "}\n",
                      "dog_service.proto");
}

constexpr char kErrors[] =
    "// Acts.\n//\n// Errors: NOT_FOUND (a, b),\n"
    "// UNAVAILABLE.";

TEST(ApiRulesTest, WantsTheErrorsOfAMethod) {
  EXPECT_THAT(ViolationsInMethod(kErrors, "FeedDog", "", ""), IsEmpty());
  EXPECT_THAT(ViolationsInMethod("// Feeds.", "FeedDog", "", ""),
              ElementsAre(HasSubstr("does not end with Errors:")));
  EXPECT_THAT(ViolationsInMethod("// Errors: MISSING.", "FeedDog", "", ""),
              ElementsAre(HasSubstr("names no code: MISSING")));
  EXPECT_THAT(ViolationsInMethod("// Errors: ABORTED.\n//\n// More.", "FeedDog",
                                 "", ""),
              ElementsAre(HasSubstr("not the last paragraph")));
}

TEST(ApiRulesTest, WantsTheBehaviourOfRequestFields) {
  EXPECT_THAT(ViolationsInMethod(kErrors, "FeedDog",
                                 "\n// REQUIRED. The food.\nstring food = 1;\n"
                                 "// The cup.\nstring cup = 2;\n",
                                 ""),
              ElementsAre(HasSubstr("cup: the comment does not begin")));
}

TEST(ApiRulesTest, WantsTheFieldsOfStandardMethods) {
  EXPECT_THAT(ViolationsInMethod(kErrors, "ListDogs", "", ""),
              ElementsAre(HasSubstr("no string parent"),
                          HasSubstr("no int32 page_size"),
                          HasSubstr("no string page_token"),
                          HasSubstr("no string filter"),
                          HasSubstr("no string next_page_token"),
                          HasSubstr("results are not in field 1")));
  EXPECT_THAT(
      ViolationsInMethod(kErrors, "CreateDog", "", ""),
      ElementsAre(HasSubstr("no gancho.v1.Dog dog"),
                  HasSubstr("no string parent"), HasSubstr("no string dog_id"),
                  HasSubstr("no bool validate_only"),
                  HasSubstr("no string request_id")));
  EXPECT_THAT(ViolationsInMethod(kErrors, "UpdateDog", "", ""),
              ElementsAre(HasSubstr("no gancho.v1.Dog dog"),
                          HasSubstr("FieldMask update_mask"),
                          HasSubstr("no bool validate_only"),
                          HasSubstr("no string request_id")));
  EXPECT_THAT(ViolationsInMethod(kErrors, "DeleteDog", "", ""),
              ElementsAre(HasSubstr("no string name"),
                          HasSubstr("no bool validate_only"),
                          HasSubstr("no string request_id"),
                          HasSubstr("does not return Empty")));
  EXPECT_THAT(ViolationsInMethod(kErrors, "GetDog", "", ""),
              ElementsAre(HasSubstr("a resource has string name = 1"),
                          HasSubstr("no string name")));
}

}  // namespace
}  // namespace gancho
