// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Random templates, rendered by us and by Kainjow's Mustache: text bodies must
// come out the same. Where that library leaves the specification, the templates
// do not go: tags of a section that is left out or repeated are never alone on
// their line, for it then forgets to remove the line. mustache_test.cc has
// those cases.

#include <kainjow/mustache.hpp>
#include <random>
#include <string>

#include "tests/delivery/language/template_rendering.h"

namespace gancho::delivery {
namespace {

namespace oracle = kainjow::mustache;

class TemplateMaker {
 public:
  explicit TemplateMaker(uint32_t seed) : random_(seed) {}

  std::string Make() { return Pieces(0); }

 private:
  size_t Pick(size_t n) {
    return std::uniform_int_distribution<size_t>(0, n - 1)(random_);
  }

  std::string Pieces(int depth) {
    std::string text;
    for (size_t n = Pick(6); n > 0; --n) text += Piece(depth);
    return text;
  }

  std::string Piece(int depth) {
    static constexpr const char* kTexts[] = {"x",      " ",     "\n", "\t",
                                             "a b",    "\r\n",  "{ ", " }",
                                             "\n\n  ", "<&>\"", "é"};
    static constexpr const char* kNames[] = {
        "call.caller_name",   "call.agent",    "call.queue",
        "event.display_name", "call.labels.a", "call.labels.z"};
    switch (Pick(depth < 4 ? 10 : 7)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return kTexts[Pick(std::size(kTexts))];
      case 4:
        return std::string("{{") + (Pick(2) != 0 ? " " : "") +
               kNames[Pick(std::size(kNames))] + "}}";
      case 5:
        return std::string("{{{") + kNames[Pick(std::size(kNames))] + "}}}";
      case 6:
        return ".{{! note }}.";
      case 7: {
        const std::string name = Pick(2) != 0 ? "call.missed" : "call.labels.z";
        return Section(Pick(2) != 0 ? "#" : "^", name, ".", depth);
      }
      case 8:
        return Section("#", "trigger.call_states", ".", depth);
      default:
        return Section("#", "call.answered", Pick(2) != 0 ? "\n" : ".", depth);
    }
  }

  std::string Section(const std::string& sigil, const std::string& name,
                      const std::string& around, int depth) {
    return around + "{{" + sigil + name + "}}" + around + Pieces(depth + 1) +
           around + "{{/" + name + "}}" + around;
  }

  std::mt19937 random_;
};

oracle::data OracleData() {
  oracle::data labels{oracle::data::type::object};
  labels.set("a", "1");
  oracle::data call{oracle::data::type::object};
  call.set("caller_name", "Ana <&> \"P\"");
  call.set("agent", "");
  call.set("queue", "sales");
  call.set("answered", true);
  call.set("missed", false);
  call.set("labels", labels);
  oracle::data event{oracle::data::type::object};
  event.set("display_name", "To CRM");
  oracle::data states{oracle::data::type::list};
  states << oracle::data("START") << oracle::data("END");
  oracle::data trigger{oracle::data::type::object};
  trigger.set("call_states", states);
  oracle::data root{oracle::data::type::object};
  root.set("call", call);
  root.set("event", event);
  root.set("trigger", trigger);
  return root;
}

TEST(MustacheOracleTest, RendersRandomTemplatesLikeTheLibrary) {
  SampleContext sample(SampleKind::kEmpty);
  sample.call.set_caller_name("Ana <&> \"P\"");
  sample.call.set_queue("sales");
  sample.call.set_answered(true);
  (*sample.call.mutable_labels())["a"] = "1";
  sample.event.set_display_name("To CRM");
  sample.trigger.add_call_states(v1::CallState::START);
  sample.trigger.add_call_states(v1::CallState::END);
  const oracle::data data = OracleData();
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    const std::string text = TemplateMaker(seed).Make();
    oracle::mustache expected(text);
    ASSERT_TRUE(expected.is_valid()) << text;
    expected.set_custom_escape([](const std::string& s) { return s; });
    ASSERT_EQ(RenderText(text, sample), expected.render(data))
        << "seed " << seed << "\n"
        << text;
  }
}

}  // namespace
}  // namespace gancho::delivery
