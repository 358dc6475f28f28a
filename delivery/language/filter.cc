// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "delivery/language/filter_checker.h"
#include "delivery/language/filter_lexer.h"
#include "delivery/language/filter_parser.h"
#include "delivery/language/filter_term.h"

namespace gancho::delivery {
namespace {

// Where evaluation goes on: the index of a term, or one of these.
constexpr int32_t kMatch = -1;
constexpr int32_t kNoMatch = -2;

}  // namespace

// The logic is compiled away: each term knows where to go on when it is true
// and when it is false, so that evaluation is one loop without recursion that
// looks at no more terms than it needs.
struct Filter::Program {
  struct Step {
    FilterTerm term;
    int32_t if_true;
    int32_t if_false;
  };

  // Of the generated class of the messages; null if there is none.
  const google::protobuf::Reflection* reflection;
  std::vector<Step> steps;
  int32_t start = kMatch;
  std::vector<EqualityTerm> equality_terms;

  // Adds the steps of `node`, last first. Returns where they start.
  int32_t Emit(const FilterNode& node, const FilterTree& tree,
               std::vector<CheckedRestriction>* checked, int32_t if_true,
               int32_t if_false);
  void CollectEqualityTerms(const FilterNode& node, const FilterTree& tree,
                            const std::vector<CheckedRestriction>& checked);
};

int32_t Filter::Program::Emit(const FilterNode& node, const FilterTree& tree,
                              std::vector<CheckedRestriction>* checked,
                              int32_t if_true, int32_t if_false) {
  switch (node.kind) {
    case FilterNode::Kind::kRestriction: {
      if (tree.restrictions[node.restriction].comparator ==
          Comparator::kNotEquals) {
        std::swap(if_true, if_false);
      }
      steps.push_back({.term = std::move((*checked)[node.restriction].term),
                       .if_true = if_true,
                       .if_false = if_false});
      return static_cast<int32_t>(steps.size()) - 1;
    }
    case FilterNode::Kind::kNot:
      return Emit(node.children[0], tree, checked, if_false, if_true);
    case FilterNode::Kind::kAnd:
      for (size_t i = node.children.size(); i-- > 0;) {
        if_true = Emit(node.children[i], tree, checked, if_true, if_false);
      }
      return if_true;
    case FilterNode::Kind::kOr:
      for (size_t i = node.children.size(); i-- > 0;) {
        if_false = Emit(node.children[i], tree, checked, if_true, if_false);
      }
      return if_false;
  }
  return if_false;
}

void Filter::Program::CollectEqualityTerms(
    const FilterNode& node, const FilterTree& tree,
    const std::vector<CheckedRestriction>& checked) {
  if (node.kind == FilterNode::Kind::kAnd) {
    for (const FilterNode& child : node.children) {
      CollectEqualityTerms(child, tree, checked);
    }
  } else if (node.kind == FilterNode::Kind::kRestriction) {
    const CheckedRestriction& term = checked[node.restriction];
    if (term.index_path.has_value()) {
      equality_terms.push_back({*term.index_path, term.index_value});
    }
  }
}

Filter::Filter() = default;

absl::StatusOr<Filter> Filter::Compile(
    std::string_view text, const google::protobuf::Descriptor* descriptor) {
  const FilterText source(text);
  if (absl::Status status = source.Check(kMaxBytes); !status.ok()) {
    return status;
  }
  absl::StatusOr<FilterTree> tree = ParseFilter(
      source, {.max_nesting = kMaxNesting, .max_restrictions = kMaxTerms});
  if (!tree.ok()) return tree.status();
  Filter filter;
  if (!tree->root.has_value()) return filter;

  std::vector<CheckedRestriction> checked;
  checked.reserve(tree->restrictions.size());
  for (const Restriction& restriction : tree->restrictions) {
    absl::StatusOr<CheckedRestriction> term =
        CheckRestriction(source, descriptor, restriction);
    if (!term.ok()) return term.status();
    checked.push_back(*std::move(term));
  }
  auto program = std::make_shared<Program>();
  program->reflection = GeneratedReflection(descriptor);
  program->CollectEqualityTerms(*tree->root, *tree, checked);
  program->steps.reserve(checked.size());
  program->start =
      program->Emit(*tree->root, *tree, &checked, kMatch, kNoMatch);
  filter.program_ = std::move(program);
  return filter;
}

bool Filter::Matches(const google::protobuf::Message& message) const {
  if (program_ == nullptr) return true;
  const bool generated = message.GetReflection() == program_->reflection;
  int32_t at = program_->start;
  while (at >= 0) {
    const Program::Step& step = program_->steps[static_cast<size_t>(at)];
    at = step.term.Holds(message, generated) ? step.if_true : step.if_false;
  }
  return at == kMatch;
}

bool Filter::matches_everything() const { return program_ == nullptr; }

const std::vector<Filter::EqualityTerm>& Filter::equality_terms() const {
  static const auto* const kNone = new std::vector<EqualityTerm>();
  return program_ == nullptr ? *kNone : program_->equality_terms;
}

}  // namespace gancho::delivery
