// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/json_flow.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/json_machine.h"

namespace gancho::delivery {
namespace {

// Conditions beyond these are taken to be independent of each other.
constexpr int kTrackedConditions = 64;
// More ways than this, all different, no person can have meant.
constexpr size_t kMaxPaths = 2048;
// Bytes of text fed into a machine, over all ways.
constexpr size_t kMaxWork = 32 << 20;

// One way through the template, up to some node.
struct Path {
  JsonMachine json;
  uint64_t known = 0;  // conditions that were decided and come up again
  uint64_t truth = 0;  // how
  // For people: the last section on the way, and whether it was rendered.
  // Paths that differ only here are one.
  size_t last_section = std::string_view::npos;
  bool last_taken = false;

  bool operator<(const Path& other) const {
    return std::tie(json, known, truth) <
           std::tie(other.json, other.known, other.truth);
  }
};
using Paths = std::set<Path>;

class Flow {
 public:
  Flow(const std::vector<MustacheNode>& nodes,
       const std::vector<int>& conditions, const std::vector<bool>& loops,
       std::vector<Place>* places, TemplateProblem* problem)
      : nodes_(nodes),
        conditions_(conditions),
        loops_(loops),
        places_(places),
        problem_(problem),
        reached_(nodes.size(), false) {}

  bool Follow() {
    places_->assign(nodes_.size(), Place::kJsonString);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      // What the author wrote is JSON already.
      if (nodes_[i].kind == MustacheNode::Kind::kText) {
        (*places_)[i] = Place::kText;
      }
      if (IsSection(i) && conditions_[i] >= 0) last_use_[conditions_[i]] = i;
    }
    Paths paths = {Path()};
    if (!Range(0, nodes_.size(), &paths)) return false;
    for (const Path& path : paths) {
      if (path.json.complete()) continue;
      const size_t end =
          nodes_.empty() ? 0
                         : nodes_.back().offset +
                               (nodes_.back().kind == MustacheNode::Kind::kText
                                    ? nodes_.back().text.size()
                                    : 0);
      return Fail(end, path, "ends too early");
    }
    return true;
  }

 private:
  bool IsSection(size_t i) const {
    return nodes_[i].kind == MustacheNode::Kind::kSection ||
           nodes_[i].kind == MustacheNode::Kind::kInverted;
  }

  bool Range(size_t begin, size_t end, Paths* paths) {
    for (size_t i = begin; i < end; ++i) {
      switch (nodes_[i].kind) {
        case MustacheNode::Kind::kText:
          if (!Text(i, paths)) return false;
          break;
        case MustacheNode::Kind::kVariable:
          if (!Variable(i, paths)) return false;
          break;
        case MustacheNode::Kind::kEnd:
          break;
        default:
          if (!Section(i, paths)) return false;
          i = nodes_[i].end;
      }
      if (work_ > kMaxWork) return TooManyPaths(i);
    }
    return true;
  }

  bool TooManyPaths(size_t i) {
    problem_->offset = nodes_[i].offset;
    problem_->reason =
        "the sections up to here can be combined in too many ways to check "
        "that each gives valid JSON";
    return false;
  }

  bool Text(size_t i, Paths* paths) {
    const std::string_view text = nodes_[i].text;
    std::map<JsonMachine, JsonMachine> fed;
    Paths after;
    for (Path path : *paths) {
      const auto known = fed.find(path.json);
      if (known != fed.end()) {
        path.json = known->second;
        after.insert(path);
        continue;
      }
      JsonMachine json = path.json;
      work_ += text.size();
      for (size_t at = 0; at < text.size(); ++at) {
        const JsonMachine before = json;
        if (json.Feed(text[at])) continue;
        path.json = before;
        return Fail(nodes_[i].offset + at, path,
                    absl::StrCat("has ", DescribeByte(text[at])));
      }
      fed.emplace(path.json, json);
      path.json = json;
      after.insert(path);
    }
    *paths = std::move(after);
    return true;
  }

  static std::string DescribeByte(char c) {
    if (c == '\n') return "a line break";
    if (c == '\t') return "a tab";
    if (static_cast<unsigned char>(c) < ' ') return "a control character";
    if (static_cast<unsigned char>(c) >= 0x7f) return "a character";
    return Quote(std::string_view(&c, 1));
  }

  bool Variable(size_t i, Paths* paths) {
    Paths after;
    for (Path path : *paths) {
      const JsonMachine::Slot slot = path.json.slot();
      if (slot == JsonMachine::Slot::kNone) {
        return Fail(nodes_[i].offset, path, "has a variable");
      }
      const Place place = slot == JsonMachine::Slot::kString
                              ? Place::kJsonString
                              : Place::kJsonBare;
      if (reached_[i] && (*places_)[i] != place) {
        return Fail(nodes_[i].offset, path,
                    "has a variable that is sometimes inside quotes and "
                    "sometimes outside");
      }
      reached_[i] = true;
      (*places_)[i] = place;
      if (slot == JsonMachine::Slot::kValue) path.json.SkipValue();
      after.insert(path);
    }
    *paths = std::move(after);
    return true;
  }

  // The paths on which the condition of section `i` is `value`.
  Paths Assume(size_t i, bool value, const Paths& paths) const {
    const int condition = conditions_[i];
    const bool tracked = condition >= 0 && condition < kTrackedConditions;
    const uint64_t bit = tracked ? uint64_t{1} << condition : 0;
    const bool inverted = nodes_[i].kind == MustacheNode::Kind::kInverted;
    Paths assumed;
    for (Path path : paths) {
      path.last_section = i;
      path.last_taken = value != inverted;
      if ((path.known & bit) != 0 && ((path.truth & bit) != 0) != value) {
        continue;
      }
      path.known |= bit;
      if (value) path.truth |= bit;
      assumed.insert(path);
    }
    return assumed;
  }

  bool Section(size_t i, Paths* paths) {
    const bool inverted = nodes_[i].kind == MustacheNode::Kind::kInverted;
    Paths taken = Assume(i, !inverted, *paths);
    Paths after = Assume(i, inverted, *paths);
    const bool is_loop = !inverted && loops_[i];
    if (is_loop) ++open_loops_;
    if (!Range(i + 1, nodes_[i].end, &taken)) return false;
    after.insert(taken.begin(), taken.end());
    // Again, with what the last round brought up for the first time.
    while (is_loop && !taken.empty() && after.size() <= kMaxPaths) {
      Paths again = taken;
      if (!Range(i + 1, nodes_[i].end, &again)) return false;
      taken.clear();
      for (const Path& path : again) {
        if (after.insert(path).second) taken.insert(path);
      }
    }
    if (after.size() > kMaxPaths) return TooManyPaths(i);
    if (is_loop) --open_loops_;
    Forget(i, &after);
    *paths = std::move(after);
    return true;
  }

  // Drops what is known of conditions that do not come up after section `i`,
  // so that independent sections do not multiply the paths. Inside a loop
  // everything may come up again.
  void Forget(size_t i, Paths* paths) const {
    if (open_loops_ > 0) return;
    uint64_t forgotten = 0;
    for (const auto& [condition, last_use] : last_use_) {
      if (condition < kTrackedConditions && last_use <= nodes_[i].end) {
        forgotten |= uint64_t{1} << condition;
      }
    }
    Paths kept;
    for (Path path : *paths) {
      path.known &= ~forgotten;
      path.truth &= ~forgotten;
      kept.insert(path);
    }
    *paths = std::move(kept);
  }

  // "the JSON has "," where a value must follow, when section "x" is left out".
  bool Fail(size_t offset, const Path& path, std::string_view what) {
    problem_->offset = offset;
    problem_->reason =
        absl::StrCat("the JSON ", std::string(what), " where ",
                     std::string(path.json.expected()), " must follow");
    if (path.last_section != std::string_view::npos) {
      absl::StrAppend(&problem_->reason, ", when the section ",
                      Quote(nodes_[path.last_section].text), " before it is ",
                      path.last_taken ? "rendered" : "left out");
    }
    return false;
  }

  const std::vector<MustacheNode>& nodes_;
  const std::vector<int>& conditions_;
  const std::vector<bool>& loops_;
  std::vector<Place>* const places_;
  TemplateProblem* const problem_;
  std::vector<bool> reached_;
  std::map<int, size_t> last_use_;
  int open_loops_ = 0;
  size_t work_ = 0;
};

}  // namespace

bool FollowJson(const std::vector<MustacheNode>& nodes,
                const std::vector<int>& conditions,
                const std::vector<bool>& loops, std::vector<Place>* places,
                TemplateProblem* problem) {
  return Flow(nodes, conditions, loops, places, problem).Follow();
}

}  // namespace gancho::delivery
