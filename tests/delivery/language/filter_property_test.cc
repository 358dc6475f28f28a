// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Random filters, printed in a random spelling and compiled again, match what
// a straightforward evaluation of the same tree matches.

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "delivery/language/filter.h"
#include "gtest/gtest.h"
#include "tests/delivery/language/everything.pb.h"

namespace gancho::delivery {
namespace {

using ::gancho::delivery::testing::Everything;

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  int Roll(int sides) {
    return static_cast<int>(engine_() % static_cast<uint32_t>(sides));
  }
  bool OneIn(int sides) { return Roll(sides) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& choices) {
    return choices[static_cast<size_t>(Roll(static_cast<int>(choices.size())))];
  }

 private:
  std::mt19937 engine_;
};

struct Tree {
  enum class Kind { kLeaf, kAnd, kOr, kNot };
  Kind kind = Kind::kLeaf;
  std::vector<Tree> children;
  std::string text;  // of a leaf
  std::function<bool(const Everything&)> holds;
};

bool Evaluate(const Tree& tree, const Everything& m) {
  switch (tree.kind) {
    case Tree::Kind::kLeaf:
      return tree.holds(m);
    case Tree::Kind::kNot:
      return !Evaluate(tree.children[0], m);
    case Tree::Kind::kAnd: {
      bool all = true;
      for (const Tree& child : tree.children) all &= Evaluate(child, m);
      return all;
    }
    case Tree::Kind::kOr: {
      bool any = false;
      for (const Tree& child : tree.children) any |= Evaluate(child, m);
      return any;
    }
  }
  return false;
}

// `*` in `pattern` is any text.
bool Like(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != '*') {
    return !text.empty() && text[0] == pattern[0] &&
           Like(text.substr(1), pattern.substr(1));
  }
  for (size_t i = 0; i <= text.size(); ++i) {
    if (Like(text.substr(i), pattern.substr(1))) return true;
  }
  return false;
}

template <typename T>
bool Ordered(const T& a, const std::string& op, const T& b) {
  if (op == "=") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  return a >= b;
}

std::string SpellText(const std::string& text, Dice& dice) {
  // Bare words must not be empty; everything here is free of other trouble.
  if (!text.empty() && dice.OneIn(2)) return text;
  const char* quote = dice.OneIn(2) ? "\"" : "'";
  return absl::StrCat(quote, text, quote);
}

const std::vector<std::string>& Orders() {
  static const auto* const kOrders =
      new std::vector<std::string>{"=", "!=", "<", "<=", ">", ">="};
  return *kOrders;
}

std::string Blank(Dice& dice) {
  return dice.Pick<std::string>({"", "", " ", "  ", "\n", "\t"});
}

Tree TextLeaf(Dice& dice) {
  static const auto* const kValues =
      new std::vector<std::string>{"", "a", "b", "ab", "ba", "aba", "abab"};
  static const auto* const kPatterns = new std::vector<std::string>{
      "*", "a*", "*b", "a*a", "*b*", "a*b*b", "**a", "ab*ab", "b*a*b"};
  const int source = dice.Roll(3);
  const auto read = [source](const Everything& m) -> const std::string* {
    if (source == 0) return &m.text();
    if (source == 1) return m.has_child() ? &m.child().text() : nullptr;
    const auto it = m.labels().find("k-1");
    return it == m.labels().end() ? nullptr : &it->second;
  };
  const char* paths[] = {"text", "child.text", "labels.k-1"};
  std::string op = dice.Pick(Orders());
  std::string value = dice.Pick(*kValues);
  if ((op == "=" || op == "!=") && dice.OneIn(2)) value = dice.Pick(*kPatterns);
  const bool contains = !value.empty() && value != "*" && dice.OneIn(4);
  if (contains) op = ":";
  Tree tree;
  tree.text = absl::StrCat(paths[source], Blank(dice), op, Blank(dice),
                           SpellText(value, dice));
  tree.holds = [=](const Everything& m) {
    const std::string* text = read(m);
    if (text == nullptr) return op == "!=";
    if (op == "=") return Like(*text, value);
    if (op == "!=") return !Like(*text, value);
    if (op == ":") return Like(*text, "*" + value + "*");
    return Ordered(*text, op, value);
  };
  return tree;
}

Tree NumberLeaf(Dice& dice) {
  const std::string op = dice.Pick(Orders());
  const int64_t value = dice.Roll(5) - 2;
  const bool optional = dice.OneIn(2);
  Tree tree;
  tree.text = absl::StrCat(optional ? "maybe" : "small", Blank(dice), op,
                           Blank(dice), SpellText(absl::StrCat(value), dice));
  tree.holds = [=](const Everything& m) {
    if (optional && !m.has_maybe()) return op == "!=";
    return Ordered(optional ? m.maybe() : m.small(), op, value);
  };
  return tree;
}

Tree TimeLeaf(Dice& dice) {
  const std::string op = dice.Pick(Orders());
  const int half_seconds = dice.Roll(5);
  const bool is_time = dice.OneIn(2);
  const std::string number =
      absl::StrCat(half_seconds / 2, half_seconds % 2 == 0 ? "" : ".5");
  Tree tree;
  tree.text = absl::StrCat(
      is_time ? "when" : "span", Blank(dice), op, Blank(dice),
      SpellText(is_time ? absl::StrCat("1970-01-01T00:00:0", number, "Z")
                        : absl::StrCat(number, "s"),
                dice));
  tree.holds = [=](const Everything& m) {
    if (is_time ? !m.has_when() : !m.has_span()) return op == "!=";
    const double seconds = is_time
                               ? m.when().seconds() + m.when().nanos() / 1e9
                               : m.span().seconds() + m.span().nanos() / 1e9;
    return Ordered(seconds, op, half_seconds / 2.0);
  };
  return tree;
}

Tree NameLeaf(Dice& dice) {
  const bool equal = dice.OneIn(2);
  Tree tree;
  if (dice.OneIn(2)) {
    const bool value = dice.OneIn(2);
    tree.text =
        absl::StrCat("flag", equal ? "=" : " != ", value ? "true" : "false");
    tree.holds = [=](const Everything& m) {
      return (m.flag() == value) == equal;
    };
    return tree;
  }
  const int value = dice.Roll(3);
  const char* names[] = {"COLOR_UNSPECIFIED", "RED", "GREEN"};
  tree.text = absl::StrCat("color", equal ? " = " : "!=", names[value]);
  tree.holds = [=](const Everything& m) {
    return (static_cast<int>(m.color()) == value) == equal;
  };
  return tree;
}

Tree HasLeaf(Dice& dice) {
  Tree tree;
  switch (dice.Roll(5)) {
    case 0:
      tree.text = "labels:k-1";
      tree.holds = [](const Everything& m) {
        return m.labels().contains("k-1");
      };
      break;
    case 1:
      tree.text = "child" + Blank(dice) + ":" + Blank(dice) + "*";
      tree.holds = [](const Everything& m) { return m.has_child(); };
      break;
    case 2:
      tree.text = "numbers:(1 OR 2)";
      tree.holds = [](const Everything& m) {
        for (int number : m.numbers()) {
          if (number == 1 || number == 2) return true;
        }
        return false;
      };
      break;
    case 3:
      tree.text = "text:*";
      tree.holds = [](const Everything& m) { return !m.text().empty(); };
      break;
    default:
      tree.text = "small = (0 OR (-1 1))";
      tree.holds = [](const Everything& m) { return m.small() == 0; };
      break;
  }
  return tree;
}

Tree RandomTree(Dice& dice, int depth) {
  if (depth == 0 || dice.OneIn(4)) {
    switch (dice.Roll(6)) {
      case 0:
      case 1:
        return TextLeaf(dice);
      case 2:
        return NumberLeaf(dice);
      case 3:
        return TimeLeaf(dice);
      case 4:
        return NameLeaf(dice);
      default:
        return HasLeaf(dice);
    }
  }
  Tree tree;
  if (dice.OneIn(4)) {
    tree.kind = Tree::Kind::kNot;
    tree.children.push_back(RandomTree(dice, depth - 1));
    return tree;
  }
  tree.kind = dice.OneIn(2) ? Tree::Kind::kAnd : Tree::Kind::kOr;
  for (int i = 2 + dice.Roll(2); i > 0; --i) {
    tree.children.push_back(RandomTree(dice, depth - 1));
  }
  return tree;
}

std::string Print(const Tree& tree, Dice& dice);

// In parentheses where it has to be, and sometimes where it need not.
std::string PrintInside(const Tree& tree, bool necessary, Dice& dice) {
  const std::string text = Print(tree, dice);
  if (!necessary && !dice.OneIn(6)) return text;
  return absl::StrCat("(", Blank(dice), text, Blank(dice), ")");
}

std::string Print(const Tree& tree, Dice& dice) {
  using Kind = Tree::Kind;
  switch (tree.kind) {
    case Kind::kLeaf:
      return tree.text;
    case Kind::kNot:
      return absl::StrCat(
          dice.OneIn(2) ? "-" : "NOT ",
          PrintInside(tree.children[0], tree.children[0].kind != Kind::kLeaf,
                      dice));
    case Kind::kAnd:
    case Kind::kOr: {
      std::string text;
      for (const Tree& child : tree.children) {
        // OR binds tighter, so it may stand bare in a conjunction; a
        // conjunction in a disjunction may not.
        const bool necessary =
            tree.kind == Kind::kOr && child.kind == Kind::kAnd;
        if (!text.empty()) {
          text += tree.kind == Kind::kOr ? " OR "
                  : dice.OneIn(2)        ? " AND "
                                         : " ";
        }
        text += PrintInside(child, necessary, dice);
      }
      return text;
    }
  }
  return "";
}

Everything RandomMessage(Dice& dice) {
  static const auto* const kTexts = new std::vector<std::string>{
      "", "a", "b", "ab", "ba", "aba", "abab", "babab"};
  Everything m;
  m.set_text(dice.Pick(*kTexts));
  m.set_small(dice.Roll(5) - 2);
  m.set_flag(dice.OneIn(2));
  m.set_color(static_cast<Everything::Color>(dice.Roll(3)));
  if (dice.OneIn(2)) m.set_maybe(dice.Roll(5) - 2);
  if (dice.OneIn(2)) m.mutable_child()->set_text(dice.Pick(*kTexts));
  if (dice.OneIn(2)) (*m.mutable_labels())["k-1"] = dice.Pick(*kTexts);
  if (dice.OneIn(2)) m.add_numbers(dice.Roll(4));
  if (dice.OneIn(2)) {
    m.mutable_when()->set_seconds(dice.Roll(3));
    m.mutable_when()->set_nanos(500'000'000 * dice.Roll(2));
  }
  if (dice.OneIn(2)) {
    m.mutable_span()->set_seconds(dice.Roll(3));
    m.mutable_span()->set_nanos(500'000'000 * dice.Roll(2));
  }
  return m;
}

TEST(FilterPropertyTest, MatchesAsTheReferenceDoes) {
  constexpr int kFilters = 3000;
  constexpr int kMessages = 20;
  int matches = 0;
  for (uint32_t seed = 1; seed <= kFilters; ++seed) {
    Dice dice(seed);
    const Tree tree = RandomTree(dice, 4);
    const std::string text = Print(tree, dice);
    const absl::StatusOr<Filter> filter =
        Filter::Compile(text, Everything::descriptor());
    ASSERT_TRUE(filter.ok())
        << "seed " << seed << ": " << text << ": " << filter.status();
    for (int i = 0; i < kMessages; ++i) {
      const Everything message = RandomMessage(dice);
      const bool expected = Evaluate(tree, message);
      matches += expected ? 1 : 0;
      ASSERT_EQ(filter->Matches(message), expected)
          << "seed " << seed << ": " << text << "\non "
          << message.ShortDebugString();
    }
  }
  // Neither side of the question is rare.
  EXPECT_GT(matches, kFilters * kMessages / 4);
  EXPECT_LT(matches, kFilters * kMessages * 3 / 4);
}

// Whatever the bytes, compiling ends with a filter or a reason.
TEST(FilterPropertyTest, SurvivesDamagedFilters) {
  for (uint32_t seed = 1; seed <= 3000; ++seed) {
    Dice dice(seed);
    std::string text = Print(RandomTree(dice, 3), dice);
    for (int i = 1 + dice.Roll(4); i > 0; --i) {
      const auto place =
          static_cast<size_t>(dice.Roll(static_cast<int>(text.size()) + 1));
      static constexpr char kBytes[] = "()\"'\\*:=<>!-.,& \n\xc3\0a";
      if (dice.OneIn(3) && place < text.size()) {
        text.erase(place, 1);
      } else {
        text.insert(place, 1,
                    kBytes[static_cast<size_t>(
                        dice.Roll(static_cast<int>(sizeof(kBytes))))]);
      }
    }
    const absl::StatusOr<Filter> filter =
        Filter::Compile(text, Everything::descriptor());
    if (filter.ok()) {
      filter->Matches(RandomMessage(dice));
    } else {
      EXPECT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(filter.status().message().find("line "), 0u) << text;
    }
  }
}

}  // namespace
}  // namespace gancho::delivery
