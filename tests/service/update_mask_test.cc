// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/update_mask.h"

#include <string>
#include <vector>

#include "gancho/v1/event.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace gancho::service {
namespace {

v1::Event Parse(const std::string& text) {
  v1::Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event))
      << text;
  return event;
}

// `stored` after an update, in text format.
std::string Update(const std::string& stored, const std::string& update,
                   const std::vector<std::string>& paths) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  v1::Event event = Parse(stored);
  const absl::Status status = ApplyUpdateMask(mask, Parse(update), &event);
  if (!status.ok()) return std::string(status.message());
  return event.ShortDebugString();
}

TEST(UpdateMaskTest, WithoutPathsChangesWhatIsPopulated) {
  EXPECT_EQ(Update("display_name: 'a' request { url: 'u' text: 't' }",
                   "display_name: 'b'", {}),
            "display_name: \"b\" request { url: \"u\" text: \"t\" }");
  // Field by field within messages.
  EXPECT_EQ(Update("policy { timeout { seconds: 1 nanos: 5 } "
                   "max_concurrency: 3 }",
                   "policy { timeout { seconds: 2 } }", {}),
            "policy { timeout { seconds: 2 } max_concurrency: 3 }");
  // One member of a oneof takes the place of another.
  EXPECT_EQ(Update("request { url: 'u' text: 't' }",
                   "request { json_template: '{}' }", {}),
            "request { url: \"u\" json_template: \"{}\" }");
}

TEST(UpdateMaskTest, WithoutPathsReplacesListsAndMaps) {
  EXPECT_EQ(Update("labels { key: 'a' value: '1' }",
                   "labels { key: 'b' value: '2' }", {}),
            "labels { key: \"b\" value: \"2\" }");
  EXPECT_EQ(Update("policy { retry { schedule { seconds: 1 } "
                   "schedule { seconds: 2 } } }",
                   "policy { retry { schedule { seconds: 9 } } }", {}),
            "policy { retry { schedule { seconds: 9 } } }");
}

TEST(UpdateMaskTest, StarReplacesEverything) {
  EXPECT_EQ(Update("display_name: 'a' labels { key: 'a' value: '1' }",
                   "request { url: 'u' }", {"*"}),
            "request { url: \"u\" }");
  EXPECT_EQ(Update("", "", {"*", "display_name"}),
            "update_mask: '*' must be the only path");
}

TEST(UpdateMaskTest, PathsTakeWhatTheUpdateHasUnsetIncluded) {
  EXPECT_EQ(Update("display_name: 'a' request { url: 'u' text: 't' }",
                   "display_name: 'b' request { url: 'v' }",
                   {"display_name", "request.text"}),
            "display_name: \"b\" request { url: \"u\" }");
  EXPECT_EQ(Update("policy { timeout { seconds: 1 } max_concurrency: 3 }",
                   "policy { timeout { seconds: 2 } }", {"policy"}),
            "policy { timeout { seconds: 2 } }");
  EXPECT_EQ(
      Update("policy { retry { jitter: 0.5 } }", "", {"policy.retry.jitter"}),
      "policy { retry { } }");
  EXPECT_EQ(Update("request { url: 'u' text: 't' }",
                   "request { json_template: '{}' }", {"request.text"}),
            "request { url: \"u\" }");
}

TEST(UpdateMaskTest, ClearingWhatIsNotThereMakesNothing) {
  EXPECT_EQ(Update("", "", {"policy.retry.jitter", "signing.scheme"}), "");
}

TEST(UpdateMaskTest, PathsNameEntriesOfMaps) {
  const std::string stored =
      "labels { key: 'a' value: '1' } labels { key: 'b.c' value: '2' }";
  EXPECT_EQ(Update(stored, "labels { key: 'b.c' value: '3' }",
                   {"labels.b.c", "labels.a"}),
            "labels { key: \"b.c\" value: \"3\" }");
  EXPECT_EQ(Update("", "labels { key: 'x' value: '9' }", {"labels.x"}),
            "labels { key: \"x\" value: \"9\" }");
}

TEST(UpdateMaskTest, RefusesUnknownPaths) {
  for (const char* path :
       {"nothing", "displayName", "request.nothing", "display_name.x",
        "request.headers.name", "request.", ".", "", "policy.retry..jitter",
        "policy.timeout.minutes"}) {
    EXPECT_EQ(Update("", "", {path}),
              "update_mask: '" + std::string(path) + "' is not a field");
  }
}

}  // namespace
}  // namespace gancho::service
