// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/filter_parser.h"

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace gancho::delivery {
namespace {

class FilterParser {
 public:
  FilterParser(const FilterText& text, const FilterParserLimits& limits)
      : limits_(limits), lexer_(&text) {}

  absl::StatusOr<FilterTree> Parse();

 private:
  // The left side of a group of values; null outside of one.
  using Group = const Restriction*;

  absl::StatusOr<FilterNode> ParseExpression(Group group);
  absl::StatusOr<FilterNode> ParseFactor(Group group);
  absl::StatusOr<FilterNode> ParseTerm(Group group);
  absl::StatusOr<FilterNode> ParseSimple(Group group);
  absl::StatusOr<FilterNode> ParseComposite(Group group);
  absl::StatusOr<FilterNode> ParseRestriction();
  absl::StatusOr<FilterNode> ParseGroup(Restriction left);
  absl::StatusOr<FilterNode> ParseValue(Restriction restriction);

  // What may follow a value, so that `a = b=c` is not taken for two terms.
  absl::Status CheckEndOfValue() const;
  absl::StatusOr<FilterNode> Add(Restriction restriction, size_t offset);

  const FilterParserLimits limits_;
  FilterLexer lexer_;
  FilterTree tree_;
  int nesting_ = 0;
};

FilterNode Join(FilterNode::Kind kind, std::vector<FilterNode> children) {
  if (children.size() == 1) return std::move(children[0]);
  FilterNode node{.kind = kind};
  node.children = std::move(children);
  return node;
}

FilterNode Negate(FilterNode child) {
  FilterNode node{.kind = FilterNode::Kind::kNot};
  node.children.push_back(std::move(child));
  return node;
}

absl::StatusOr<FilterTree> FilterParser::Parse() {
  lexer_.SkipSpace();
  if (lexer_.AtEnd()) return std::move(tree_);
  absl::StatusOr<FilterNode> root = ParseExpression(nullptr);
  if (!root.ok()) return root.status();
  if (!lexer_.AtEnd()) {
    return lexer_.ErrorAt(lexer_.offset(), "')' without '(' before it");
  }
  tree_.root = *std::move(root);
  return std::move(tree_);
}

absl::StatusOr<FilterNode> FilterParser::ParseExpression(Group group) {
  // Sequences are not kept apart: both a blank and AND mean AND.
  std::vector<FilterNode> factors;
  bool more = true;
  while (more) {
    absl::StatusOr<FilterNode> factor = ParseFactor(group);
    if (!factor.ok()) return factor.status();
    factors.push_back(*std::move(factor));
    more =
        lexer_.TakeKeyword("AND") || (!lexer_.AtEnd() && lexer_.Peek() != ')');
  }
  return Join(FilterNode::Kind::kAnd, std::move(factors));
}

absl::StatusOr<FilterNode> FilterParser::ParseFactor(Group group) {
  std::vector<FilterNode> terms;
  do {
    absl::StatusOr<FilterNode> term = ParseTerm(group);
    if (!term.ok()) return term.status();
    terms.push_back(*std::move(term));
    lexer_.SkipSpace();
  } while (lexer_.TakeKeyword("OR"));
  return Join(FilterNode::Kind::kOr, std::move(terms));
}

absl::StatusOr<FilterNode> FilterParser::ParseTerm(Group group) {
  lexer_.SkipSpace();
  // Among values, a `-` belongs to the number behind it.
  const bool negated =
      lexer_.TakeKeyword("NOT") || (group == nullptr && lexer_.Take('-'));
  if (!negated) return ParseSimple(group);
  lexer_.SkipSpace();
  if (lexer_.AtKeyword("NOT") || (group == nullptr && lexer_.Peek() == '-')) {
    return lexer_.ErrorAt(lexer_.offset(),
                          "double negation; leave both out, or use "
                          "parentheses");
  }
  absl::StatusOr<FilterNode> simple = ParseSimple(group);
  if (!simple.ok()) return simple.status();
  return Negate(*std::move(simple));
}

absl::StatusOr<FilterNode> FilterParser::ParseSimple(Group group) {
  if (lexer_.Peek() == '(') return ParseComposite(group);
  if (group != nullptr) return ParseValue(*group);
  return ParseRestriction();
}

absl::StatusOr<FilterNode> FilterParser::ParseComposite(Group group) {
  const size_t open = lexer_.offset();
  lexer_.Take('(');
  if (++nesting_ > limits_.max_nesting) {
    return lexer_.ErrorAt(open, absl::StrCat("parentheses are nested deeper "
                                             "than ",
                                             limits_.max_nesting, " levels"));
  }
  absl::StatusOr<FilterNode> inner = ParseExpression(group);
  if (!inner.ok()) return inner.status();
  if (!lexer_.Take(')')) return lexer_.ErrorAt(open, "'(' is never closed");
  --nesting_;
  return inner;
}

absl::StatusOr<FilterNode> FilterParser::ParseRestriction() {
  for (std::string_view keyword : {"AND", "OR"}) {
    if (lexer_.AtKeyword(keyword)) return lexer_.Unexpected("a field");
  }
  Restriction restriction;
  absl::StatusOr<FieldPath> path = lexer_.TakePath();
  if (!path.ok()) return path.status();
  restriction.path = *std::move(path);
  if (lexer_.Peek() == '(') {
    return lexer_.ErrorAt(restriction.path[0].offset, "there are no functions");
  }
  const size_t end_of_path = lexer_.offset();
  lexer_.SkipSpace();
  restriction.comparator_offset = lexer_.offset();
  absl::StatusOr<Comparator> comparator = lexer_.TakeComparator();
  if (!comparator.ok()) return comparator.status();
  restriction.comparator = *comparator;
  if (*comparator == Comparator::kNone) {
    const bool separate =
        lexer_.offset() > end_of_path || lexer_.AtEnd() || lexer_.Peek() == ')';
    if (!separate) return lexer_.Unexpected("an operator (= != < <= > >= :)");
    const size_t offset = restriction.path[0].offset;
    return Add(std::move(restriction), offset);
  }
  lexer_.SkipSpace();
  if (lexer_.Peek() == '(') return ParseGroup(std::move(restriction));
  return ParseValue(std::move(restriction));
}

absl::StatusOr<FilterNode> FilterParser::ParseGroup(Restriction left) {
  const bool negated = left.comparator == Comparator::kNotEquals;
  if (negated) left.comparator = Comparator::kEquals;
  absl::StatusOr<FilterNode> group = ParseComposite(&left);
  if (!group.ok() || !negated) return group;
  return Negate(*std::move(group));
}

absl::StatusOr<FilterNode> FilterParser::ParseValue(Restriction restriction) {
  absl::StatusOr<FilterLiteral> literal = lexer_.TakeLiteral();
  if (!literal.ok()) return literal.status();
  if (absl::Status end = CheckEndOfValue(); !end.ok()) return end;
  restriction.literal = *std::move(literal);
  const size_t offset = restriction.literal.offset;
  return Add(std::move(restriction), offset);
}

absl::Status FilterParser::CheckEndOfValue() const {
  switch (lexer_.Peek()) {
    case '\0':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ')':
      return absl::OkStatus();
    default:
      return lexer_.Unexpected(
          "a blank after the value (quote values that "
          "have other characters than letters, digits "
          "and - _ . : * + / @ %)");
  }
}

absl::StatusOr<FilterNode> FilterParser::Add(Restriction restriction,
                                             size_t offset) {
  if (tree_.restrictions.size() == limits_.max_restrictions) {
    return lexer_.ErrorAt(
        offset, absl::StrCat("more than ", limits_.max_restrictions, " terms"));
  }
  FilterNode node{.restriction = tree_.restrictions.size()};
  tree_.restrictions.push_back(std::move(restriction));
  return node;
}

}  // namespace

absl::StatusOr<FilterTree> ParseFilter(const FilterText& text,
                                       const FilterParserLimits& limits) {
  return FilterParser(text, limits).Parse();
}

}  // namespace gancho::delivery
